package dev.cresset.benchmarks.fleet;

import dev.cresset.benchmarks.fleet.FleetStacks.Call;
import dev.cresset.benchmarks.fleet.FleetWindow.FleetSample;
import dev.cresset.protocol.pprof.Function;
import dev.cresset.protocol.pprof.Label;
import dev.cresset.protocol.pprof.Line;
import dev.cresset.protocol.pprof.Location;
import dev.cresset.protocol.pprof.Profile;
import dev.cresset.protocol.pprof.Sample;
import dev.cresset.protocol.pprof.ValueType;
import java.util.HashMap;
import java.util.Map;

/** A window as an agent sends it, before gzip. */
public final class FleetPprof {
  private final FleetStacks stacks;
  private final Profile.Builder profile = Profile.newBuilder();
  private final Map<String, Long> strings = new HashMap<>();
  private final Map<String, Long> functions = new HashMap<>();
  private final Map<Call, Long> locations = new HashMap<>();

  private FleetPprof(FleetStacks stacks) {
    this.stacks = stacks;
  }

  public static byte[] of(Fleet fleet, FleetWindow window) {
    return new FleetPprof(fleet.stacks()).bytes(window);
  }

  private byte[] bytes(FleetWindow window) {
    string("");
    addType("samples", "count");
    window.family().types().forEach(type -> addType(type.name(), type.unit()));
    profile.setTimeNanos(window.start().toEpochMilli() * 1_000_000);
    profile.setDurationNanos(FleetPlan.WINDOW.toNanos());
    profile.setPeriod(10_000_000);
    window.samples().forEach(this::add);
    return profile.build().toByteArray();
  }

  private void addType(String type, String unit) {
    profile.addSampleType(ValueType.newBuilder().setType(string(type)).setUnit(string(unit)));
  }

  private void add(FleetSample sample) {
    Sample.Builder added = Sample.newBuilder().addValue(sample.count());
    for (long value : sample.values()) {
      added.addValue(value);
    }
    for (Call call : stacks.calls(sample.stack())) {
      added.addLocationId(locations.computeIfAbsent(call, this::location));
    }
    if (sample.endpoint() != 0) {
      added.addLabel(
          Label.newBuilder()
              .setKey(string(FleetRows.LABEL))
              .setStr(string(FleetRows.endpoint(sample.endpoint()))));
    }
    profile.addSample(added);
  }

  private long location(Call call) {
    long id = locations.size() + 1L;
    long function = functions.computeIfAbsent(call.function(), name -> function(name, call.file()));
    profile.addLocation(
        Location.newBuilder()
            .setId(id)
            .addLine(Line.newBuilder().setFunctionId(function).setLine(call.line())));
    return id;
  }

  private long function(String name, String file) {
    long id = functions.size() + 1L;
    profile.addFunction(
        Function.newBuilder().setId(id).setName(string(name)).setFilename(string(file)));
    return id;
  }

  private long string(String text) {
    Long known = strings.get(text);
    if (known == null) {
      known = (long) strings.size();
      strings.put(text, known);
      profile.addStringTable(text);
    }
    return known;
  }
}
