package dev.cresset.collector.pprof;

import com.dynatrace.hash4j.hashing.Hasher64;
import java.util.ArrayList;
import java.util.List;

/** Turns a profile's locations into frames. */
final class FrameTable {
  /** Bytes of memory for a frame, beside its names. */
  private static final int FRAME = 400;

  private final PprofTables tables;
  private final CanonicalIds ids;
  private final FrameCache cache;
  private final Hasher64 hashing;
  private final TextBudget text;
  private final Memory memory;

  /** By location, where it has one frame; 0 where it is not known, or has more. */
  private final long[] frameOf;

  /** By location, where it has several. */
  private final long[][] framesOf;

  private final List<Frame> frames = new ArrayList<>();
  private final KeyNumbers known;
  private long lastMapping;
  private long lastMappingHash;

  FrameTable(PprofTables tables, CanonicalIds ids, FrameCache cache, TextBudget text, Memory memory)
      throws NoRoomException {
    memory.take(2L * Long.BYTES * tables.locations.size());
    this.tables = tables;
    this.ids = ids;
    this.cache = cache;
    this.hashing = cache.hashing();
    this.text = text;
    this.memory = memory;
    this.frameOf = new long[tables.locations.size()];
    this.framesOf = new long[tables.locations.size()][];
    this.known = new KeyNumbers(hashing);
  }

  /** All frames met so far, each once. */
  List<Frame> frames() {
    return frames;
  }

  /** Adds the frames of a location, leaf first: what was inlined, then what it was inlined into. */
  void addFramesOf(long locationId, LongList stack) throws PprofException, NoRoomException {
    int location = tables.locations.indexOf(locationId);
    if (frameOf[location] == 0 && framesOf[location] == null) {
      decode(location);
    }
    if (frameOf[location] != 0) {
      stack.add(frameOf[location]);
    } else {
      for (long frame : framesOf[location]) {
        stack.add(frame);
      }
    }
  }

  private void decode(int location) throws PprofException, NoRoomException {
    int first = (int) tables.locationRows.get(location, 2);
    int end = tables.endOfLines(location);
    memory.take((long) Math.max(1, end - first) * FRAME);
    if (first == end) {
      frameOf[location] = unnamed(location);
    } else if (first + 1 == end) {
      frameOf[location] = named(location, first, false);
    } else {
      long[] decoded = new long[end - first];
      for (int line = first; line < end; line++) {
        decoded[line - first] = named(location, line, line < end - 1);
      }
      framesOf[location] = decoded;
    }
  }

  /** The id of the frame of a line. */
  private long named(int location, int line, boolean inlined)
      throws PprofException, NoRoomException {
    int function = tables.functions.indexOf(tables.lines.get(line, 0));
    long hash = hash(location, line, function, inlined);
    FrameCache.Entry entry = cache.get(hash);
    if (entry == null) {
      entry = cache.add(hash, frame(location, line, function, inlined));
    }
    text.take(entry.length());
    return add(entry.id(), entry.frame());
  }

  /** Of all that the profile says of a frame. */
  private long hash(int location, int line, int function, boolean inlined)
      throws PprofException, NoRoomException {
    long names =
        hashing.hashLongLongLongToLong(
            tables.strings.hash(tables.functionRows.get(function, 0)),
            tables.strings.hash(tables.functionRows.get(function, 1)),
            tables.strings.hash(tables.functionRows.get(function, 2)));
    long lines =
        (long) lineNumber(tables.lines.get(line, 1)) << Integer.SIZE
            | lineNumber(tables.functionRows.get(function, 3));
    long column = (long) lineNumber(tables.lines.get(line, 2)) << 1 | (inlined ? 1 : 0);
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
              tables.strings.hash(mapping(location, 0)), tables.strings.hash(mapping(location, 1)));
    }
    return lastMappingHash;
  }

  /** What there is to know of a location's mapping; 0, an empty string, if it has none. */
  private long mapping(int location, int column) throws PprofException {
    long id = tables.locationRows.get(location, 0);
    return id == 0 ? 0 : tables.mappingRows.get(tables.mappings.indexOf(id), column);
  }

  private Frame frame(int location, int line, int function, boolean inlined)
      throws PprofException, NoRoomException {
    String named = tables.strings.get(tables.functionRows.get(function, 0));
    String systemName = tables.strings.get(tables.functionRows.get(function, 1));
    String name = named.isEmpty() ? systemName : named;
    String file = tables.strings.get(tables.functionRows.get(function, 2));
    String mapping = tables.strings.get(mapping(location, 0));
    FrameKind kind = FrameKind.of(mapping, file);
    DebugInfo more =
        new DebugInfo(
            systemName.equals(name) ? "" : systemName,
            lineNumber(tables.functionRows.get(function, 3)),
            lineNumber(tables.lines.get(line, 2)),
            mapping,
            tables.strings.get(mapping(location, 1)),
            0);
    return identified(
        name.isEmpty() ? "?" : name,
        className(name, kind),
        file,
        lineNumber(tables.lines.get(line, 1)),
        inlined ? FrameKind.INLINED : kind,
        more);
  }

  private static int lineNumber(long line) throws PprofException {
    if (line < 0 || line > Integer.MAX_VALUE) {
      throw new PprofException("A line number is " + line);
    }
    return (int) line;
  }

  /** Code without a symbol: the place in its file tells it apart on every host alike. */
  private long unnamed(int location) throws PprofException, NoRoomException {
    String path = tables.strings.get(mapping(location, 0));
    String file = path.substring(path.lastIndexOf('/') + 1);
    long place = tables.locationRows.get(location, 1) - mapping(location, 2) + mapping(location, 3);
    String function = (file.isEmpty() ? "" : file + "+") + "0x" + Long.toHexString(place);
    String buildId = tables.strings.get(mapping(location, 1));
    DebugInfo more = new DebugInfo("", 0, 0, path, buildId, place);
    Frame frame = identified(function, "", "", 0, FrameKind.of(path, ""), more);
    text.take(function.length() + more.length());
    return add(frame.id(), frame);
  }

  private static String className(String function, FrameKind kind) {
    if (kind == FrameKind.CLASS) {
      return function;
    }
    if (kind != FrameKind.JAVA) {
      return "";
    }
    int signature = function.indexOf('(');
    int dot = function.lastIndexOf('.', signature < 0 ? function.length() : signature);
    return dot < 0 ? "" : function.substring(0, dot);
  }

  private Frame identified(
      String function, String className, String file, int line, FrameKind kind, DebugInfo more) {
    long id = ids.frame(function, className, file, line, kind, more);
    return new Frame(id, function, className, file, line, kind, more);
  }

  private long add(long id, Frame frame) {
    if (known.get(id) == KeyNumbers.ABSENT) {
      known.add(id);
      frames.add(frame);
    }
    return id;
  }
}
