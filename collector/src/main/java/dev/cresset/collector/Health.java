package dev.cresset.collector;

/**
 * Whether the collector can do its work now.
 *
 * @param ready whether profiles can be stored and read
 * @param detail one line for a person
 */
public record Health(boolean ready, String detail) {}
