package dev.cresset.collector.pprof;

import java.util.ArrayList;
import java.util.List;

/** Turns a profile's locations into frames. */
final class FrameTable {
  /** Bytes of memory for a frame, beside its names. */
  private static final int FRAME = 400;

  private final PprofTables tables;
  private final CanonicalIds ids;
  private final FrameCache cache;
  private final FrameHashes hashes;
  private final TextBudget text;
  private final Memory memory;

  /** By location, where it has one frame; 0 where it is not known, or has more. */
  private final long[] frameOf;

  /** By location, where it has several. */
  private final long[][] framesOf;

  private final List<Frame> frames = new ArrayList<>();
  private final KeyNumbers known;

  FrameTable(PprofTables tables, CanonicalIds ids, FrameCache cache, TextBudget text, Memory memory)
      throws NoRoomException {
    memory.take(2L * Long.BYTES * tables.locations.size());
    this.tables = tables;
    this.ids = ids;
    this.cache = cache;
    this.hashes = new FrameHashes(tables, cache.hashing());
    this.text = text;
    this.memory = memory;
    this.frameOf = new long[tables.locations.size()];
    this.framesOf = new long[tables.locations.size()][];
    this.known = new KeyNumbers(cache.hashing());
  }

  /** All frames met so far, each once. */
  List<Frame> frames() {
    return frames;
  }

  /** Adds the frames of a location, leaf first: what was inlined, then what it was inlined into. */
  void addFramesOf(long locationId, LongList stack) throws PprofException, NoRoomException {
    add(tables.locations.indexOf(locationId), stack);
  }

  /**
   * Adds the frames of a whole stack trace, if its locations are as they nearly always are: with
   * ids of one byte or two, and in order in their table.
   *
   * @param most frames there may be
   * @return whether they are; otherwise what was added is not all
   */
  boolean addFramesOf(Slice packed, LongList stack, long most)
      throws PprofException, NoRoomException {
    byte[] bytes = packed.bytes();
    int end = packed.to();
    int locations = tables.locations.isAllRegular() ? tables.locations.size() : 0;
    for (int at = packed.from(); at < end; at++) {
      int id = bytes[at];
      if (id < 0 && ++at < end) {
        id = bytes[at] < 0 ? 0 : id & 0x7f | bytes[at] << 7;
      }
      if (id < 1 || id > locations || stack.size() >= most) {
        return false;
      }
      add(id - 1, stack);
    }
    return stack.size() <= most;
  }

  private void add(int location, LongList stack) throws PprofException, NoRoomException {
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
    long hash = hashes.of(location, line, function, inlined);
    FrameCache.Entry entry = cache.get(hash);
    if (entry == null) {
      entry = cache.add(hash, frame(location, line, function, inlined));
    }
    text.take(entry.length());
    return add(entry.id(), entry.frame());
  }

  private Frame frame(int location, int line, int function, boolean inlined)
      throws PprofException, NoRoomException {
    String named = tables.strings.get(tables.functionRows.get(function, 0));
    String systemName = tables.strings.get(tables.functionRows.get(function, 1));
    String name = named.isEmpty() ? systemName : named;
    String file = tables.strings.get(tables.functionRows.get(function, 2));
    String mapping = tables.strings.get(tables.mappingOf(location, 0));
    FrameKind kind = FrameKind.of(mapping, file);
    DebugInfo more =
        new DebugInfo(
            systemName.equals(name) ? "" : systemName,
            lineNumber(tables.functionRows.get(function, 3)),
            lineNumber(tables.lines.get(line, 2)),
            mapping,
            tables.strings.get(tables.mappingOf(location, 1)),
            0);
    return identified(
        name.isEmpty() ? "?" : name,
        className(name, kind),
        file,
        lineNumber(tables.lines.get(line, 1)),
        inlined ? FrameKind.INLINED : kind,
        more);
  }

  static int lineNumber(long line) throws PprofException {
    if (line < 0 || line > Integer.MAX_VALUE) {
      throw new PprofException("A line number is " + line);
    }
    return (int) line;
  }

  /** Code without a symbol: the place in its file tells it apart on every host alike. */
  private long unnamed(int location) throws PprofException, NoRoomException {
    String path = tables.strings.get(tables.mappingOf(location, 0));
    String file = path.substring(path.lastIndexOf('/') + 1);
    long place =
        tables.locationRows.get(location, 1)
            - tables.mappingOf(location, 2)
            + tables.mappingOf(location, 3);
    String function = (file.isEmpty() ? "" : file + "+") + "0x" + Long.toHexString(place);
    String buildId = tables.strings.get(tables.mappingOf(location, 1));
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
