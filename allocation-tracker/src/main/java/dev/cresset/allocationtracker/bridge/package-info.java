/**
 * What instrumented code calls. The classes of this package, and only they, are put into the
 * bootstrap class loader of the application's JVM: they use nothing but {@code java.lang} and one
 * functional interface, and run no code that is instrumented itself, except for the sink's.
 */
package dev.cresset.allocationtracker.bridge;
