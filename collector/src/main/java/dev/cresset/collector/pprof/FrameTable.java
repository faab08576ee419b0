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

  private final PprofTables tables;
  private final CanonicalIds ids;
  private final TextBudget text;
  private final long[][] framesOf;
  private final List<Frame> frames = new ArrayList<>();
  private final Set<Long> known = new HashSet<>();

  FrameTable(PprofTables tables, CanonicalIds ids, TextBudget text) {
    this.tables = tables;
    this.ids = ids;
    this.text = text;
    this.framesOf = new long[tables.locations.size()][];
  }

  /** All frames met so far, each once. */
  List<Frame> frames() {
    return frames;
  }

  /** The frames of a location, leaf first: what was inlined, then what it was inlined into. */
  long[] framesOf(long locationId) throws PprofException {
    int location = tables.locations.indexOf(locationId);
    if (framesOf[location] == null) {
      framesOf[location] = decode(tables.locationRows.get(location));
    }
    return framesOf[location];
  }

  private long[] decode(long[] row) throws PprofException {
    String mapping = "";
    long start = 0;
    if (row[0] != 0) {
      long[] found = tables.mappingRows.get(tables.mappings.indexOf(row[0]));
      mapping = tables.strings.get(found[0]);
      start = found[1];
    }
    int lines = row.length / 2 - 1;
    if (lines == 0) {
      return new long[] {add(unnamed(mapping, row[1], row[1] - start))};
    }
    long[] decoded = new long[lines];
    for (int i = 0; i < lines; i++) {
      boolean inlined = i < lines - 1;
      decoded[i] = add(frame(mapping, row[2 + 2 * i], row[3 + 2 * i], inlined));
    }
    return decoded;
  }

  private Frame frame(String mapping, long functionId, long line, boolean inlined)
      throws PprofException {
    if (line < 0 || line > Integer.MAX_VALUE) {
      throw new PprofException("A line number is " + line);
    }
    long[] row = tables.functionRows.get(tables.functions.indexOf(functionId));
    String name = tables.strings.get(row[0]);
    String function = name.isEmpty() ? tables.strings.get(row[1]) : name;
    String file = tables.strings.get(row[2]);
    FrameKind kind = kind(mapping, file);
    text.take(function, file);
    return identified(
        function.isEmpty() ? "?" : function,
        className(function, kind),
        file,
        (int) line,
        inlined ? FrameKind.INLINED : kind);
  }

  /** Code without a symbol: the offset in its file tells it apart on every host alike. */
  private Frame unnamed(String mapping, long address, long offset) throws PprofException {
    String file = mapping.substring(mapping.lastIndexOf('/') + 1);
    String function =
        file.isEmpty()
            ? "0x" + Long.toHexString(address)
            : "%s+0x%s".formatted(file, Long.toHexString(offset));
    text.take(function, "");
    return identified(function, "", "", 0, kind(mapping, ""));
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
      String function, String className, String file, int line, FrameKind kind) {
    long id = ids.frame(function, className, file, line, kind);
    return new Frame(id, function, className, file, line, kind);
  }

  private long add(Frame frame) {
    if (known.add(frame.id())) {
      frames.add(frame);
    }
    return frame.id();
  }
}
