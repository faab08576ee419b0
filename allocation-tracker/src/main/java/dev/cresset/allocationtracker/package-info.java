/**
 * Where memory is allocated: the recorders' allocation events as profiles ({@link
 * dev.cresset.allocationtracker.AllocationFamilies}), and bytecode instrumentation for JVMs whose
 * recorder has none.
 */
package dev.cresset.allocationtracker;
