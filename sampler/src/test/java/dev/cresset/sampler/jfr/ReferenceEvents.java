package dev.cresset.sampler.jfr;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import one.jfr.ClassRef;
import one.jfr.JfrReader;
import one.jfr.MethodRef;
import one.jfr.StackTrace;
import one.jfr.event.AllocationSample;
import one.jfr.event.ContendedLock;
import one.jfr.event.Event;
import one.jfr.event.ExecutionSample;
import one.jfr.event.LiveObject;
import one.jfr.event.MallocEvent;

/** A recording's events as jfr-converter's reader has them, each as a line, sorted, by chunk. */
final class ReferenceEvents {
  private final JfrReader reader;

  private ReferenceEvents(JfrReader reader) {
    this.reader = reader;
  }

  static List<List<String>> of(Path recording) throws IOException {
    List<List<String>> chunks = new ArrayList<>();
    try (JfrReader reader = new JfrReader(recording.toString())) {
      reader.stopAtNewChunk = true;
      do {
        chunks.add(new ReferenceEvents(reader).chunk());
      } while (reader.hasMoreChunks());
    }
    return chunks;
  }

  private List<String> chunk() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("chunk " + reader.chunkStartNanos + " " + reader.chunkEndNanos);
    for (Event event; (event = reader.readEvent()) != null; ) {
      String what = what(event);
      if (what != null) {
        lines.add(event.time + " " + what + thread(event.tid) + stack(event.stackTraceId));
      }
    }
    Collections.sort(lines);
    return lines;
  }

  private String what(Event event) {
    return switch (event) {
      case ExecutionSample sample when sample.threadState == ExecutionSample.CPU_TIME_SAMPLE ->
          "CPU_TIME";
      case ExecutionSample sample ->
          "EXECUTION "
              + reader.enums.getOrDefault("jdk.types.ThreadState", Map.of()).get(sample.threadState)
              + " "
              + sample.samples;
      case AllocationSample sample ->
          "ALLOCATION "
              + className(sample.classId)
              + " "
              + sample.allocationSize
              + " "
              + sample.tlabSize;
      case LiveObject object -> "LIVE " + className(object.classId) + " " + object.allocationSize;
      case ContendedLock lock -> "LOCK " + className(lock.classId) + " " + lock.duration;
      case MallocEvent malloc -> "MALLOC " + malloc.size;
      default -> null;
    };
  }

  private String thread(int id) {
    Long javaId = reader.javaThreads.get(id);
    return " on " + reader.threads.get(id) + " " + (javaId == null ? 0 : javaId);
  }

  private String stack(int id) {
    StackTrace stack = reader.stackTraces.get(id);
    if (stack == null) {
      return " without a stack";
    }
    StringBuilder text = new StringBuilder();
    Map<Integer, String> types = reader.enums.get("jdk.types.FrameType");
    for (int i = 0; i < stack.methods.length; i++) {
      MethodRef method = reader.methods.get(stack.methods[i]);
      text.append(" < ")
          .append(method == null ? "?" : className(method.cls) + "." + symbol(method.name))
          .append(":" + (stack.locations[i] >>> 16) + " " + types.get((int) stack.types[i]));
    }
    return text.toString();
  }

  private String className(long id) {
    ClassRef found = reader.classes.get(id);
    return found == null ? null : symbol(found.name);
  }

  private String symbol(long id) {
    byte[] name = reader.symbols.get(id);
    return name == null ? null : new String(name, StandardCharsets.UTF_8);
  }
}
