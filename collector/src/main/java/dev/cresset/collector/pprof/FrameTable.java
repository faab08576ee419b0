package dev.cresset.collector.pprof;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Turns a profile's locations into frames.
 *
 * <p>What kind of code a frame is, its mapping says: {@code [java]}, {@code [native]}, {@code
 * [vm]}, {@code [kernel]} and {@code [class]} as Cresset's agent writes them, or the name of a
 * library or executable, which is native code. Where there is no mapping, a source file of a JVM
 * language means Java, and everything else, Go or Python say, counts as native.
 */
final class FrameTable {
  private static final Set<String> JVM_SOURCES =
      Set.of("java", "kt", "scala", "groovy", "clj", "cljc");

  private static final long[] NO_MAPPING = {0, 0, 0, 0};

  /** Bytes of memory for a frame, beside its names. */
  private static final int FRAME = 400;

  private final PprofTables tables;
  private final CanonicalIds ids;
  private final TextBudget text;
  private final Memory memory;
  private final long[][] framesOf;
  private final List<Frame> frames = new ArrayList<>();
  private final Set<Long> known = new HashSet<>();

  FrameTable(PprofTables tables, CanonicalIds ids, TextBudget text, Memory memory)
      throws NoRoomException {
    memory.take((long) Long.BYTES * tables.locations.size());
    this.tables = tables;
    this.ids = ids;
    this.text = text;
    this.memory = memory;
    this.framesOf = new long[tables.locations.size()][];
  }

  /** All frames met so far, each once. */
  List<Frame> frames() {
    return frames;
  }

  /** The frames of a location, leaf first: what was inlined, then what it was inlined into. */
  long[] framesOf(long locationId) throws PprofException, NoRoomException {
    int location = tables.locations.indexOf(locationId);
    if (framesOf[location] == null) {
      framesOf[location] = decode(tables.locationRows.get(location));
    }
    return framesOf[location];
  }

  private long[] decode(long[] row) throws PprofException, NoRoomException {
    long[] mapping =
        row[0] == 0 ? NO_MAPPING : tables.mappingRows.get(tables.mappings.indexOf(row[0]));
    int lines = (row.length - 2) / PprofTables.LINE;
    memory.take(Math.max(1, lines) * FRAME);
    if (lines == 0) {
      return new long[] {add(unnamed(mapping, row[1]))};
    }
    long[] decoded = new long[lines];
    for (int i = 0; i < lines; i++) {
      decoded[i] = add(frame(mapping, row, 2 + PprofTables.LINE * i, i < lines - 1));
    }
    return decoded;
  }

  private Frame frame(long[] mapping, long[] location, int line, boolean inlined)
      throws PprofException, NoRoomException {
    long[] row = tables.functionRows.get(tables.functions.indexOf(location[line]));
    String name = tables.strings.get(row[0]);
    String systemName = tables.strings.get(row[1]);
    String function = name.isEmpty() ? systemName : name;
    String file = tables.strings.get(row[2]);
    String mappingFile = tables.strings.get(mapping[0]);
    FrameKind kind = kind(mappingFile, file);
    DebugInfo more =
        new DebugInfo(
            systemName.equals(function) ? "" : systemName,
            lineNumber(row[3]),
            lineNumber(location[line + 2]),
            mappingFile,
            tables.strings.get(mapping[1]),
            0);
    return identified(
        function.isEmpty() ? "?" : function,
        className(function, kind),
        file,
        lineNumber(location[line + 1]),
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
  private Frame unnamed(long[] mapping, long address) throws PprofException, NoRoomException {
    String path = tables.strings.get(mapping[0]);
    String file = path.substring(path.lastIndexOf('/') + 1);
    long place = address - mapping[2] + mapping[3];
    String function = (file.isEmpty() ? "" : file + "+") + "0x" + Long.toHexString(place);
    DebugInfo more = new DebugInfo("", 0, 0, path, tables.strings.get(mapping[1]), place);
    return identified(function, "", "", 0, kind(path, ""), more);
  }

  private static FrameKind kind(String mapping, String file) {
    return switch (mapping) {
      case "[java]" -> FrameKind.JAVA;
      case "[vm]" -> FrameKind.VM;
      case "[class]" -> FrameKind.CLASS;
      case "" ->
          JVM_SOURCES.contains(file.substring(file.lastIndexOf('.') + 1))
              ? FrameKind.JAVA
              : FrameKind.NATIVE;
      default -> mapping.startsWith("[kernel") ? FrameKind.KERNEL : FrameKind.NATIVE;
    };
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
      String function, String className, String file, int line, FrameKind kind, DebugInfo more)
      throws PprofException {
    text.take(function, file);
    text.take(more.systemName(), more.mapping());
    text.take(more.buildId(), "");
    long id = ids.frame(function, className, file, line, kind, more);
    return new Frame(id, function, className, file, line, kind, more);
  }

  private long add(Frame frame) {
    if (known.add(frame.id())) {
      frames.add(frame);
    }
    return frame.id();
  }
}
