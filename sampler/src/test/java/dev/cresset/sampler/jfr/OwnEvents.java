package dev.cresset.sampler.jfr;

import dev.cresset.sampler.jfr.JfrEvent.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A recording's events as our reader has them, each as a line, sorted, by chunk. */
final class OwnEvents {
  private final JfrChunk chunk;

  private OwnEvents(JfrChunk chunk) {
    this.chunk = chunk;
  }

  static List<List<String>> of(Path recording) throws IOException {
    List<List<String>> chunks = new ArrayList<>();
    try (JfrFile file = JfrFile.open(recording, new ChunkBuffer())) {
      while (file.next() != null) {
        chunks.add(of(file.read()));
      }
    }
    return chunks;
  }

  static List<String> of(JfrChunk chunk) throws IOException {
    OwnEvents events = new OwnEvents(chunk);
    List<String> lines = new ArrayList<>();
    lines.add("chunk " + chunk.header().startNanos() + " " + chunk.header().endNanos());
    chunk.forEach(event -> {
      if (!event.is(Kind.LOST)) {
        lines.add(events.line(event));
      }
    });
    Collections.sort(lines);
    return lines;
  }

  private String line(JfrEvent event) {
    int thread = event.thread();
    return event.time()
        + " "
        + what(event)
        + " on "
        + chunk.threadName(thread)
        + " "
        + chunk.javaThreadId(thread)
        + stack(event.stack());
  }

  private String what(JfrEvent event) {
    return event.kind()
        + switch (event.kind()) {
          case EXECUTION -> " " + chunk.threadState(event.state()) + " " + event.samples();
          case ALLOCATION -> " " + className(event) + " " + event.size() + " " + event.bufferSize();
          case LIVE -> " " + className(event) + " " + event.size();
          case LOCK -> " " + className(event) + " " + event.duration();
          case MALLOC -> " " + event.size();
          case CPU_TIME, LOST -> "";
        };
  }

  private String stack(int number) {
    if (number < 0) {
      return " without a stack";
    }
    RecordedStacks stacks = chunk.stacks();
    StringBuilder text = new StringBuilder();
    int depth = stacks.depth(number);
    stacks.read(number, depth);
    for (int i = 0; i < depth; i++) {
      int method = stacks.method(i);
      text.append(" < ")
          .append(
              method < 0
                  ? "?"
                  : className(chunk.methodClass(method)) + "." + chunk.methodName(method))
          .append(":" + (stacks.line(i) & 0xffff) + " " + chunk.frameType(stacks.type(i)));
    }
    return text.toString();
  }

  private String className(JfrEvent event) {
    return className(event.classNumber());
  }

  private String className(int number) {
    return number < 0 ? null : chunk.className(number);
  }
}
