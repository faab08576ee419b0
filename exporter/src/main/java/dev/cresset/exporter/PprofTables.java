package dev.cresset.exporter;

import dev.cresset.profile.Frame;
import dev.cresset.profile.FrameKind;
import dev.cresset.profile.StackTrace;

/**
 * Everything in a pprof that other things refer to by number, each once, in the order it is first
 * needed. Numbers begin at 0 here; pprof's ids are one above. One thread, one profile.
 */
final class PprofTables {
  private final Index<String> strings = new Index<>();
  private final Index<String> mappings = new Index<>();

  /** Name and file of each function: two string numbers in a long. */
  private final Index<Long> functions = new Index<>();

  private final FrameIndex frames = new FrameIndex();

  /** Each location's frames: what was inlined, and last the physical frame. */
  private final SequenceIndex locations = new SequenceIndex();

  /** Of the stack at hand. */
  private int[] stackFrames = new int[128];

  PprofTables() {
    strings.of("");
  }

  /**
   * Finds the locations of a stack: a run of inlined methods and the method they were inlined into
   * is one, any other frame is one by itself.
   *
   * @param ids receives the locations' ids, leaf first; as long as the stack at least
   * @return how many there are
   */
  int locate(StackTrace stack, int[] ids) {
    int depth = stack.depth();
    if (depth > stackFrames.length) {
      stackFrames = new int[depth * 2];
    }
    int count = 0;
    int first = 0;
    for (int i = 0; i < depth; i++) {
      stackFrames[i] = frame(stack.frame(i));
      if (!isInlinedIntoNext(stack, i)) {
        ids[count++] = first == i ? ownLocation(i) : locations.of(stackFrames, first, i + 1) + 1;
        first = i + 1;
      }
    }
    return count;
  }

  /** Of a frame of the stack at hand that shares its location with no other. */
  private int ownLocation(int i) {
    int frame = stackFrames[i];
    int id = frames.locationId(frame);
    if (id == 0) {
      id = locations.of(stackFrames, i, i + 1) + 1;
      frames.setLocationId(frame, id);
    }
    return id;
  }

  int string(String text) {
    return strings.of(text);
  }

  String stringAt(int number) {
    return strings.get(number);
  }

  int strings() {
    return strings.size();
  }

  int locations() {
    return locations.size();
  }

  /** How many frames the location has. */
  int lines(int location) {
    return locations.length(location);
  }

  int functionId(int location, int line) {
    return frames.functionId(locations.get(location, line));
  }

  int sourceLine(int location, int line) {
    return frames.get(locations.get(location, line)).line();
  }

  int mappingId(int location) {
    int physical = locations.get(location, locations.length(location) - 1);
    return mappings.of(mapping(frames.get(physical))) + 1;
  }

  /** How many mappings {@link #mappingId} has given out. */
  int mappings() {
    return mappings.size();
  }

  /** As a string's number. */
  int mappingFile(int mapping) {
    return strings.of(mappings.get(mapping));
  }

  int functions() {
    return functions.size();
  }

  /** As a string's number. */
  int functionName(int function) {
    return (int) (functions.get(function) >>> 32);
  }

  /** As a string's number. */
  int functionFile(int function) {
    return functions.get(function).intValue();
  }

  private int frame(Frame frame) {
    int number = frames.of(frame);
    if (frames.functionId(number) == 0) {
      long name = strings.of(frame.function());
      frames.setFunctionId(number, functions.of(name << 32 | strings.of(frame.fileName())) + 1);
    }
    return number;
  }

  private static boolean isInlinedIntoNext(StackTrace stack, int i) {
    if (stack.frame(i).kind() != FrameKind.INLINED || i + 1 == stack.depth()) {
      return false;
    }
    FrameKind caller = stack.frame(i + 1).kind();
    return caller == FrameKind.JAVA || caller == FrameKind.INLINED;
  }

  /** What tells the collector a location's kind of code, and viewers where it lies. */
  private static String mapping(Frame physical) {
    switch (physical.kind()) {
      case NATIVE:
        return physical.fileName().isEmpty() ? "[native]" : physical.fileName();
      case KERNEL:
        return "[kernel]";
      case VM:
        return "[vm]";
      case CLASS:
        return "[class]";
      default:
        return "[java]";
    }
  }
}
