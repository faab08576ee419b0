package dev.cresset.collector.store;

/** What a number of a dictionary stands for. */
record NumberRow(Dictionary dictionary, int number, long stack, long labelSet) {}
