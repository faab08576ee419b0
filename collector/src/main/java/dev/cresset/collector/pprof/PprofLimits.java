package dev.cresset.collector.pprof;

/**
 * What a profile may cost.
 *
 * @param size bytes as it arrives
 * @param uncompressedSize bytes after gunzip
 * @param samples in the profile
 * @param depth frames of a stack trace, inlined ones included
 * @param frames of all different stack traces together
 * @param tableEntries of the mappings, the functions, the strings, the locations' lines, and the
 *     different sets' labels
 * @param stringLength bytes of a string in UTF-8
 * @param labels of a sample
 */
public record PprofLimits(
    Limit size,
    Limit uncompressedSize,
    Limit samples,
    Limit depth,
    Limit frames,
    Limit tableEntries,
    Limit stringLength,
    Limit labels) {}
