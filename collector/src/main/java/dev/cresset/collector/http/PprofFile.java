package dev.cresset.collector.http;

import dev.cresset.collector.query.FrameKind;
import dev.cresset.collector.query.StackTable;
import dev.cresset.collector.query.StackTable.StackFrame;
import dev.cresset.protocol.pprof.Function;
import dev.cresset.protocol.pprof.Line;
import dev.cresset.protocol.pprof.Location;
import dev.cresset.protocol.pprof.Mapping;
import dev.cresset.protocol.pprof.Profile;
import dev.cresset.protocol.pprof.Sample;
import dev.cresset.protocol.pprof.ValueType;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Stack traces as a gzipped pprof file, by the conventions of docs/pprof.md. One thread. */
final class PprofFile {
  private static final String COUNT = "samples";

  private final Profile.Builder profile = Profile.newBuilder();
  private final Map<String, Long> strings = new HashMap<>();
  private final Map<String, Long> mappings = new HashMap<>();
  private final Map<FunctionKey, Long> functions = new HashMap<>();
  private final Map<List<StackFrame>, Long> locations = new HashMap<>();

  private PprofFile() {
    string("");
  }

  /**
   * @param from when what the stack traces are of began
   */
  static void write(StackTable stacks, Instant from, OutputStream out) throws IOException {
    try (GZIPOutputStream gzip = new GZIPOutputStream(out, 1 << 16)) {
      new PprofFile().build(stacks, from).writeTo(gzip);
    }
  }

  private Profile build(StackTable stacks, Instant from) {
    ValueType type = type(stacks.type(), stacks.unit());
    // Of a profile that has nothing but samples, these are the values.
    boolean counted = !stacks.type().equals(COUNT);
    if (counted) {
      profile.addSampleType(type(COUNT, "count"));
    }
    profile
        .addSampleType(type)
        .setDefaultSampleType(type.getType())
        .setPeriodType(type)
        .setTimeNanos(ChronoUnit.NANOS.between(Instant.EPOCH, from))
        .setDurationNanos(stacks.profiledNanos());
    for (StackTable.Row row : stacks.rows()) {
      Sample.Builder sample = Sample.newBuilder();
      if (counted) {
        sample.addValue(row.samples());
      }
      sample.addValue(row.value());
      for (List<StackFrame> frames : physical(row.frames())) {
        sample.addLocationId(location(frames));
      }
      profile.addSample(sample);
    }
    return profile.build();
  }

  private ValueType type(String type, String unit) {
    return ValueType.newBuilder().setType(string(type)).setUnit(string(unit)).build();
  }

  /** Puts inlined frames together with the one they were inlined into. */
  private static List<List<StackFrame>> physical(List<StackFrame> leafFirst) {
    List<List<StackFrame>> physical = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < leafFirst.size(); i++) {
      if (leafFirst.get(i).kind() != FrameKind.INLINED || i == leafFirst.size() - 1) {
        physical.add(leafFirst.subList(start, i + 1));
        start = i + 1;
      }
    }
    return physical;
  }

  private long location(List<StackFrame> frames) {
    Long known = locations.get(frames);
    if (known != null) {
      return known;
    }
    Location.Builder location =
        Location.newBuilder()
            .setId(locations.size() + 1L)
            .setMappingId(mapping(frames.getLast().kind()));
    for (StackFrame frame : frames) {
      location.addLine(
          Line.newBuilder()
              .setFunctionId(function(frame.function(), frame.file()))
              .setLine(frame.line()));
    }
    profile.addLocation(location);
    locations.put(List.copyOf(frames), location.getId());
    return location.getId();
  }

  private long mapping(FrameKind kind) {
    String name =
        switch (kind) {
          case JAVA, INLINED -> "[java]";
          case NATIVE -> "[native]";
          case KERNEL -> "[kernel]";
          case VM -> "[vm]";
          case CLASS -> "[class]";
        };
    return mappings.computeIfAbsent(
        name,
        added -> {
          long id = mappings.size() + 1L;
          profile.addMapping(
              Mapping.newBuilder()
                  .setId(id)
                  .setFilename(string(name))
                  // So that viewers do not look for binaries to read symbols from.
                  .setHasFunctions(true)
                  .setHasFilenames(true)
                  .setHasLineNumbers(true)
                  .setHasInlineFrames(true));
          return id;
        });
  }

  private long function(String name, String file) {
    return functions.computeIfAbsent(
        new FunctionKey(name, file),
        added -> {
          long id = functions.size() + 1L;
          profile.addFunction(
              Function.newBuilder()
                  .setId(id)
                  .setName(string(name))
                  .setSystemName(string(name))
                  .setFilename(string(file)));
          return id;
        });
  }

  private long string(String text) {
    return strings.computeIfAbsent(
        text,
        added -> {
          profile.addStringTable(text);
          return (long) strings.size();
        });
  }

  private record FunctionKey(String name, String file) {}
}
