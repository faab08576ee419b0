package dev.cresset.collector.pprof;

import com.dynatrace.hash4j.hashing.Hasher64;

/** Hashes of all that a profile says of a frame, of no use but to look it up. */
final class FrameHashes {
  private final PprofTables tables;
  private final Hasher64 hashing;
  private long lastMapping;
  private long lastMappingHash;

  FrameHashes(PprofTables tables, Hasher64 hashing) {
    this.tables = tables;
    this.hashing = hashing;
  }

  /** The hash of the frame of a line. */
  long of(int location, int line, int function, boolean inlined)
      throws PprofException, NoRoomException {
    long names =
        hashing.hashLongLongLongToLong(
            tables.strings.hash(tables.functionRows.get(function, 0)),
            tables.strings.hash(tables.functionRows.get(function, 1)),
            tables.strings.hash(tables.functionRows.get(function, 2)));
    long lines =
        (long) FrameTable.lineNumber(tables.lines.get(line, 1)) << Integer.SIZE
            | FrameTable.lineNumber(tables.functionRows.get(function, 3));
    long column = (long) FrameTable.lineNumber(tables.lines.get(line, 2)) << 1 | (inlined ? 1 : 0);
    return hashing.hashLongLongLongToLong(
        names, mappingHash(location), hashing.hashLongLongToLong(lines, column));
  }

  /** Most locations have the mapping of the one before. */
  private long mappingHash(int location) throws PprofException, NoRoomException {
    long id = tables.locationRows.get(location, 0);
    if (lastMappingHash == 0 || id != lastMapping) {
      lastMapping = id;
      lastMappingHash =
          hashing.hashLongLongToLong(
              tables.strings.hash(tables.mappingOf(location, 0)),
              tables.strings.hash(tables.mappingOf(location, 1)));
    }
    return lastMappingHash;
  }
}
