package dev.cresset.exporter;

import dev.cresset.protocol.pprof.Function;
import dev.cresset.protocol.pprof.Line;
import dev.cresset.protocol.pprof.Location;
import dev.cresset.protocol.pprof.Mapping;
import dev.cresset.protocol.pprof.Profile;
import dev.cresset.protocol.pprof.Sample;
import dev.cresset.protocol.pprof.ValueType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** A pprof file as the generated classes read it, with numbers replaced by what they refer to. */
record DecodedPprof(Profile message) {
  static DecodedPprof of(byte[] gzipped) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzipped))) {
      return new DecodedPprof(Profile.parseFrom(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String string(long index) {
    return message.getStringTable((int) index);
  }

  String type(ValueType type) {
    return string(type.getType()) + '/' + string(type.getUnit());
  }

  /**
   * Each {@code [mapping] function:line file < inlined into | [mapping] caller {labels} values}.
   */
  List<String> samples() {
    return message.getSampleList().stream().map(this::describe).toList();
  }

  /** Every frame of every sample as {@code function:line}, inlined ones too. */
  List<List<String>> functionsOfSamples() {
    Map<Long, Location> locations = new HashMap<>();
    message.getLocationList().forEach(location -> locations.put(location.getId(), location));
    Map<Long, Function> functions = new HashMap<>();
    message.getFunctionList().forEach(function -> functions.put(function.getId(), function));
    return message.getSampleList().stream()
        .map(sample ->
            sample.getLocationIdList().stream()
                .flatMap(id -> locations.get(id).getLineList().stream())
                .map(line -> name(functions.get(line.getFunctionId()), line))
                .toList())
        .toList();
  }

  private String name(Function function, Line line) {
    String name = string(function.getName());
    return line.getLine() == 0 ? name : name + ':' + line.getLine();
  }

  private String describe(Sample sample) {
    List<String> locations = new ArrayList<>();
    for (long id : sample.getLocationIdList()) {
      locations.add(describe(location(id)));
    }
    List<String> labels =
        sample.getLabelList().stream()
            .map(label -> string(label.getKey()) + '=' + string(label.getStr()))
            .toList();
    return String.join(" | ", locations) + ' ' + labels + ' ' + sample.getValueList();
  }

  private String describe(Location location) {
    List<String> lines = new ArrayList<>();
    for (Line line : location.getLineList()) {
      Function function = function(line.getFunctionId());
      lines.add(
          string(function.getName()) + ':' + line.getLine() + '@' + string(function.getFilename()));
    }
    return string(mapping(location.getMappingId()).getFilename()) + ' ' + String.join(" < ", lines);
  }

  private Location location(long id) {
    return only(message.getLocationList().stream().filter(l -> l.getId() == id).toList());
  }

  private Function function(long id) {
    return only(message.getFunctionList().stream().filter(f -> f.getId() == id).toList());
  }

  private Mapping mapping(long id) {
    return only(message.getMappingList().stream().filter(m -> m.getId() == id).toList());
  }

  private static <T> T only(List<T> found) {
    if (found.size() != 1) {
      throw new AssertionError("An id must be there exactly once, but it stands for " + found);
    }
    return found.getFirst();
  }
}
