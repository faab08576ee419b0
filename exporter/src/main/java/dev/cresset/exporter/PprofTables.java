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

  /** Each as a frame at no line. */
  private final Index<Frame> functions = new Index<>();

  private final FrameIndex frames = new FrameIndex();

  private final LocationTable locations = new LocationTable();
  private final StackLocations stackLocations = new StackLocations(frames, locations);

  PprofTables() {
    strings.of("");
  }

  /** Finds the locations of a sample's stack. */
  StackLocations locate(StackTrace stack) {
    stackLocations.locate(stack);
    return stackLocations;
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

  LocationTable locations() {
    return locations;
  }

  int functionId(int frame) {
    int id = frames.functionId(frame);
    if (id == 0) {
      id = functions.of(function(frames.get(frame))) + 1;
      frames.setFunctionId(frame, id);
    }
    return id;
  }

  int sourceLine(int frame) {
    return frames.get(frame).line();
  }

  int mappingId(int location) {
    int physical = location;
    while (locations.outer(physical) != LocationTable.NONE) {
      physical = locations.outer(physical);
    }
    return mappings.of(mapping(frames.get(locations.frame(physical)))) + 1;
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
