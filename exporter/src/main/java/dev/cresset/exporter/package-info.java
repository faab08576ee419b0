/**
 * Takes profiles out of the JVM: encoded as pprof, written to files or shipped to a collector.
 *
 * <p>A {@link dev.cresset.exporter.ProfileSink} takes profiles and never throws or waits; {@link
 * dev.cresset.exporter.FileExporter} and {@link dev.cresset.exporter.Shipper} are the two there
 * are.
 */
package dev.cresset.exporter;
