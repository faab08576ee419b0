package dev.cresset.collector.store;

/**
 * Where tables are made.
 *
 * @param database that is connected to
 * @param shards how many there are, each as often as its weight says
 */
record Place(String database, int shards) {}
