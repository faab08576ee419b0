package dev.cresset.flamegraphui.synthetic;

import com.google.protobuf.ByteString;
import dev.cresset.collector.query.FrameKind;
import dev.cresset.protocol.pprof.Function;
import dev.cresset.protocol.pprof.Label;
import dev.cresset.protocol.pprof.Line;
import dev.cresset.protocol.pprof.Location;
import dev.cresset.protocol.pprof.Mapping;
import dev.cresset.protocol.pprof.Profile;
import dev.cresset.protocol.pprof.Sample;
import dev.cresset.protocol.pprof.ValueType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Writes stack traces of {@link ShopProgram} as pprof files, as an agent would send them. */
public final class ShopPprof {
  /** What a file counts: the types and units of its values, and a sample's values. */
  public enum Family {
    CPU(List.of("samples", "count", "cpu", "nanoseconds"), 1, 20_000_000),
    WALL(List.of("samples", "count", "wall", "nanoseconds"), 1, 50_000_000),
    ALLOC(List.of("alloc_objects", "count", "alloc_space", "bytes"), 9, 524_288),
    LIVE(List.of("live_objects", "count", "live_space", "bytes"), 5, 65_536),
    LOCK(List.of("lock_contentions", "count", "lock_delay", "nanoseconds"), 1, 3_500_000),
    NATIVEMEM(List.of("nativemem_objects", "count", "nativemem_space", "bytes"), 3, 585_728),
    EXCEPTIONS(List.of("exceptions", "count"), 1);

    private final List<String> types;
    private final long[] values;

    Family(List<String> types, long... values) {
      this.types = types;
      this.values = values;
    }
  }

  private static final List<String> OBJECTS =
      List.of("byte[]", "java.lang.String", "java.util.HashMap$Node", "char[]", "int[]");
  private static final List<String> EXCEPTIONS =
      List.of("java.lang.NumberFormatException", "java.io.EOFException");

  private final ShopProgram program;
  private final Profile.Builder profile = Profile.newBuilder();
  private final Map<String, Long> strings = new LinkedHashMap<>(Map.of("", 0L));
  private final Map<String, Long> functions = new HashMap<>();
  private final Map<List<String>, Long> locations = new HashMap<>();
  private final Map<FrameKind, Long> mappings = new HashMap<>();

  private ShopPprof(ShopProgram program) {
    this.program = program;
  }

  /** A gzipped file. */
  public static byte[] file(
      ShopProgram program,
      List<ShopProgram.Stack> stacks,
      Family family,
      Instant start,
      Duration duration) {
    ShopPprof pprof = new ShopPprof(program);
    pprof.write(stacks, family);
    pprof
        .profile
        .setTimeNanos(start.getEpochSecond() * 1_000_000_000L)
        .setDurationNanos(duration.toNanos());
    pprof.strings.keySet().forEach(pprof.profile::addStringTable);
    return gzip(pprof.profile.build().toByteString());
  }

  private void write(List<ShopProgram.Stack> stacks, Family family) {
    for (int i = 0; i < family.types.size(); i += 2) {
      profile.addSampleType(
          ValueType.newBuilder()
              .setType(string(family.types.get(i)))
              .setUnit(string(family.types.get(i + 1))));
    }
    Map<ShopProgram.Stack, Integer> counts = new LinkedHashMap<>();
    stacks.forEach(stack -> counts.merge(stack, 1, Integer::sum));
    counts.forEach((stack, count) -> profile.addSample(sample(stack, family, count)));
  }

  private Sample sample(ShopProgram.Stack stack, Family family, int count) {
    Sample.Builder sample = Sample.newBuilder();
    List<String> classes = classes(family);
    if (!classes.isEmpty()) {
      String leaf = classes.get(Math.floorMod(stack.hashCode(), classes.size()));
      sample.addLocationId(location(List.of(leaf), FrameKind.CLASS));
    }
    List<String> leafFirst = stack.functions().reversed();
    for (int i = 0; i < leafFirst.size(); ) {
      int end = i + 1;
      while (end < leafFirst.size() && program.kind(leafFirst.get(end - 1)) == FrameKind.INLINED) {
        end++;
      }
      FrameKind kind = program.kind(leafFirst.get(end - 1));
      sample.addLocationId(location(leafFirst.subList(i, end), kind));
      i = end;
    }
    for (long value : family.values) {
      sample.addValue(value * count);
    }
    program.labels(stack).forEach((name, value) -> sample.addLabel(label(name, value)));
    return sample.build();
  }

  /** What a sample may be of. */
  private static List<String> classes(Family family) {
    return switch (family) {
      case ALLOC, LIVE -> OBJECTS;
      case EXCEPTIONS -> EXCEPTIONS;
      case CPU, WALL, LOCK, NATIVEMEM -> List.of();
    };
  }

  private Label label(String name, String value) {
    return Label.newBuilder().setKey(string(name)).setStr(string(value)).build();
  }

  /** A place in the code: what was inlined there first, then what it was inlined into. */
  private long location(List<String> names, FrameKind kind) {
    return locations.computeIfAbsent(
        List.copyOf(names),
        k -> {
          long id = locations.size() + 1;
          Location.Builder location = Location.newBuilder().setId(id).setMappingId(mapping(kind));
          names.forEach(name -> location.addLine(Line.newBuilder().setFunctionId(function(name))));
          profile.addLocation(location);
          return id;
        });
  }

  private long function(String name) {
    return functions.computeIfAbsent(
        name,
        k -> {
          long id = functions.size() + 1;
          profile.addFunction(Function.newBuilder().setId(id).setName(string(name)));
          return id;
        });
  }

  private long mapping(FrameKind kind) {
    return mappings.computeIfAbsent(
        kind,
        k -> {
          String name =
              switch (kind) {
                case JAVA, INLINED -> "[java]";
                case NATIVE -> "[native]";
                case KERNEL -> "[kernel]";
                case VM -> "[vm]";
                case CLASS -> "[class]";
              };
          long id = mappings.size() + 1;
          profile.addMapping(Mapping.newBuilder().setId(id).setFilename(string(name)));
          return id;
        });
  }

  private long string(String text) {
    return strings.computeIfAbsent(text, k -> (long) strings.size());
  }

  private static byte[] gzip(ByteString content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      content.writeTo(gzip);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
