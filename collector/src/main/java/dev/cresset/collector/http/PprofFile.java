package dev.cresset.collector.http;

import dev.cresset.collector.query.FrameKind;
import dev.cresset.collector.query.StackTable;
import dev.cresset.collector.query.StackTable.DebugInfo;
import dev.cresset.collector.query.StackTable.StackFrame;
import dev.cresset.protocol.pprof.Function;
import dev.cresset.protocol.pprof.Label;
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
  private final Map<MappingKey, Long> mappings = new HashMap<>();
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
      row.labels().forEach(label -> sample.addLabel(label(label)));
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
    StackFrame own = frames.getLast();
    Location.Builder location =
        Location.newBuilder().setId(locations.size() + 1L).setMappingId(mapping(own));
    long address = own.debugInfo().address();
    if (address != 0) {
      // Of code without a symbol: what it is called was made of its address.
      location.setAddress(address);
    } else {
      frames.forEach(frame -> location.addLine(line(frame)));
    }
    profile.addLocation(location);
    locations.put(List.copyOf(frames), location.getId());
    return location.getId();
  }

  private Line line(StackFrame frame) {
    return Line.newBuilder()
        .setFunctionId(function(frame))
        .setLine(frame.line())
        .setColumn(frame.debugInfo().column())
        .build();
  }

  /** The id of a frame's mapping, or 0 where there is none. */
  private long mapping(StackFrame frame) {
    DebugInfo more = frame.debugInfo();
    if (more.mapping().isEmpty() && more.buildId().isEmpty()) {
      return 0;
    }
    boolean symbols = more.address() == 0;
    return mappings.computeIfAbsent(
        new MappingKey(more.mapping(), more.buildId(), symbols),
        added -> {
          long id = mappings.size() + 1L;
          profile.addMapping(
              Mapping.newBuilder()
                  .setId(id)
                  .setFilename(string(more.mapping()))
                  .setBuildId(string(more.buildId()))
                  // So that viewers look for binaries only where there are symbols to be read.
                  .setHasFunctions(symbols)
                  .setHasFilenames(symbols)
                  .setHasLineNumbers(symbols)
                  .setHasInlineFrames(symbols));
          return id;
        });
  }

  private long function(StackFrame frame) {
    String name = frame.function();
    DebugInfo more = frame.debugInfo();
    String systemName = more.systemName().isEmpty() ? name : more.systemName();
    return functions.computeIfAbsent(
        new FunctionKey(name, systemName, frame.file(), more.startLine()),
        key -> {
          long id = functions.size() + 1L;
          profile.addFunction(
              Function.newBuilder()
                  .setId(id)
                  .setName(string(key.name))
                  .setSystemName(string(key.systemName))
                  .setFilename(string(key.file))
                  .setStartLine(key.startLine));
          return id;
        });
  }

  private Label label(StackTable.Label label) {
    return Label.newBuilder()
        .setKey(string(label.name()))
        .setStr(string(label.text()))
        .setNum(label.number())
        .setNumUnit(string(label.unit()))
        .build();
  }

  private long string(String text) {
    return strings.computeIfAbsent(
        text,
        added -> {
          profile.addStringTable(text);
          return (long) strings.size();
        });
  }

  private record FunctionKey(String name, String systemName, String file, int startLine) {}

  private record MappingKey(String file, String buildId, boolean symbols) {}
}
