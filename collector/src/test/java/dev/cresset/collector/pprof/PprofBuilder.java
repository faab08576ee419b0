package dev.cresset.collector.pprof;

import com.google.protobuf.ByteString;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * Makes pprof files for tests, with the generated classes, so that nothing of what is tested is in
 * it. Every frame is a location of its own.
 */
public final class PprofBuilder {
  private final Profile.Builder profile = Profile.newBuilder();
  private final Map<String, Integer> strings = new LinkedHashMap<>();
  private final Map<String, Long> mappings = new LinkedHashMap<>();
  private final Map<List<Object>, Long> functions = new LinkedHashMap<>();
  private final Map<List<Object>, Long> locations = new LinkedHashMap<>();

  /**
   * @param types pairs of a type and its unit
   */
  public PprofBuilder(Instant start, String... types) {
    string("");
    for (int i = 0; i < types.length; i += 2) {
      profile.addSampleType(
          ValueType.newBuilder().setType(string(types[i])).setUnit(string(types[i + 1])));
    }
    profile.setTimeNanos(start.getEpochSecond() * 1_000_000_000 + start.getNano());
    profile.setDurationNanos(Duration.ofSeconds(10).toNanos());
    profile.setPeriod(10_000_000);
  }

  /** A CPU profile as Cresset's agent takes it. */
  public static PprofBuilder cpu(Instant start) {
    return new PprofBuilder(start, "samples", "count", "cpu", "nanoseconds");
  }

  /** The profile under construction, for what has no method here. */
  public Profile.Builder raw() {
    return profile;
  }

  public long string(String text) {
    return strings.computeIfAbsent(text, added -> strings.size());
  }

  public PprofBuilder comment(String text) {
    profile.addComment(string(text));
    return this;
  }

  /**
   * A sample of Java methods, leaf first.
   *
   * @param labels names and values in turns
   */
  public PprofBuilder sample(List<String> methods, List<Long> values, String... labels) {
    List<Long> stack = methods.stream().map(method -> location("[java]", method, "", 0)).toList();
    return sampleOf(stack, values, labels);
  }

  public PprofBuilder sampleOf(List<Long> locations, List<Long> values, String... labels) {
    Sample.Builder sample = Sample.newBuilder().addAllLocationId(locations).addAllValue(values);
    for (int i = 0; i < labels.length; i += 2) {
      sample.addLabel(Label.newBuilder().setKey(string(labels[i])).setStr(string(labels[i + 1])));
    }
    profile.addSample(sample);
    return this;
  }

  /** The id of a location with one line. */
  public long location(String mapping, String function, String file, long line) {
    return locations.computeIfAbsent(
        List.of(mapping, function, file, line),
        added -> {
          Location.Builder location =
              Location.newBuilder()
                  .setId(locations.size() + 1)
                  .setMappingId(mapping.isEmpty() ? 0 : mapping(mapping))
                  .addLine(line(function, file, line));
          profile.addLocation(location);
          return location.getId();
        });
  }

  /**
   * The id of a location where some methods were inlined into the last.
   *
   * @param methods leaf first
   */
  public long inlined(String mapping, String... methods) {
    return locations.computeIfAbsent(
        List.of(mapping, List.of(methods)),
        added -> {
          Location.Builder location =
              Location.newBuilder().setId(locations.size() + 1).setMappingId(mapping(mapping));
          for (String method : methods) {
            location.addLine(line(method, "", 0));
          }
          profile.addLocation(location);
          return location.getId();
        });
  }

  public long mapping(String file) {
    return mappings.computeIfAbsent(
        file,
        added -> {
          long id = mappings.size() + 1;
          profile.addMapping(Mapping.newBuilder().setId(id).setFilename(string(file)));
          return id;
        });
  }

  private Line line(String function, String file, long line) {
    return Line.newBuilder().setFunctionId(function(function, file)).setLine(line).build();
  }

  private long function(String name, String file) {
    return functions.computeIfAbsent(
        List.of(name, file),
        added -> {
          long id = functions.size() + 1;
          profile.addFunction(
              Function.newBuilder().setId(id).setName(string(name)).setFilename(string(file)));
          return id;
        });
  }

  public byte[] bytes() {
    Profile.Builder complete = profile.clone();
    for (String text : new ArrayList<>(strings.keySet())) {
      complete.addStringTableBytes(ByteString.copyFromUtf8(text));
    }
    return complete.build().toByteArray();
  }

  public byte[] gzipped() {
    return gzip(bytes());
  }

  public static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
