package dev.cresset.exporter;

import dev.cresset.profile.Frame;
import dev.cresset.profile.FrameKind;
import dev.cresset.profile.StackTrace;
import java.io.IOException;
import java.util.Arrays;

/**
 * Everything in a pprof that other things refer to by number, each once, in the order it is first
 * needed. Numbers begin at 0 here; pprof's ids are one above. One thread, one profile.
 */
final class PprofTables {
  private final Index<String> strings = new Index<>();
  private final Index<String> mappings = new Index<>();

  /** Each as a frame at no line. */
  private final Index<Frame> functions = new Index<>();

  private final FrameIndex frames = new FrameIndex();

  /** Each location's frames: what was inlined, and last the physical frame. */
  private final SequenceIndex locations = new SequenceIndex();

  // The stack at hand, or the one before it, and its frames' numbers.
  private StackTrace numbered = StackTrace.of();
  private int[] numbers = new int[128];

  PprofTables() {
    strings.of("");
  }

  /**
   * Finds the locations of a stack: a run of inlined methods and the method they were inlined into
   * is one, any other frame is one by itself.
   *
   * @param ids receives the locations' ids as elements, leaf first
   */
  void locate(StackTrace stack, ProtoBuffer ids) throws IOException {
    number(stack);
    int last = stack.depth() - 1;
    int first = 0;
    for (int i = 0; i <= last; i++) {
      int frame = numbers[i];
      if (i == last || !frames.isInlined(frame) || !frames.isJava(numbers[i + 1])) {
        ids.element(first == i ? ownLocation(frame) : locations.of(numbers, first, i + 1) + 1);
        first = i + 1;
      }
    }
  }

  /** Most stacks have much in common with the one before, and nothing of that is looked up. */
  private void number(StackTrace stack) {
    int depth = stack.depth();
    if (depth > numbers.length) {
      numbers = Arrays.copyOf(numbers, depth * 2);
    }
    int common = commonRoot(stack, numbered);
    System.arraycopy(numbers, numbered.depth() - common, numbers, depth - common, common);
    for (int i = 0; i < depth - common; i++) {
      numbers[i] = frames.of(stack.frame(i));
    }
    numbered = stack;
  }

  /** How many frames they share, from the last on. */
  private static int commonRoot(StackTrace one, StackTrace other) {
    int i = one.depth() - 1;
    int j = other.depth() - 1;
    int common = 0;
    while (i >= 0 && j >= 0 && one.frame(i) == other.frame(j)) {
      i--;
      j--;
      common++;
    }
    return common;
  }

  /** Of a frame that shares its location with no other. */
  private int ownLocation(int frame) {
    int id = frames.locationId(frame);
    if (id == 0) {
      id = locations.of(frame) + 1;
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
    int frame = locations.get(location, line);
    int id = frames.functionId(frame);
    if (id == 0) {
      id = functions.of(function(frames.get(frame))) + 1;
      frames.setFunctionId(frame, id);
    }
    return id;
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

  /** How many functions {@link #functionId} has given out. */
  int functions() {
    return functions.size();
  }

  /** As a string's number. */
  int functionName(int function) {
    return strings.of(functions.get(function).function());
  }

  /** As a string's number. */
  int functionFile(int function) {
    return strings.of(functions.get(function).fileName());
  }

  private static Frame function(Frame frame) {
    return Frame.java(frame.className(), frame.methodName(), frame.fileName(), 0, FrameKind.JAVA);
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
