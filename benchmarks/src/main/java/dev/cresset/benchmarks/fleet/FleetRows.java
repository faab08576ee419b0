package dev.cresset.benchmarks.fleet;

import dev.cresset.benchmarks.fleet.FleetStacks.Call;
import dev.cresset.benchmarks.fleet.FleetWindow.FleetSample;
import dev.cresset.collector.pprof.DecodedProfile;
import dev.cresset.collector.pprof.Frame;
import dev.cresset.collector.pprof.FrameKind;
import dev.cresset.collector.store.NewProfile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Windows as what is stored, without a detour by pprof. Keeps what it made; one thread. */
public final class FleetRows {
  static final String LABEL = "endpoint";

  private static final String SERVICE = "shop";

  private final FleetStacks stacks;
  private final Map<Call, Frame> frames = new HashMap<>();
  private final Map<Integer, DecodedProfile.Stack> known = new HashMap<>();
  private final Map<Long, Frame> byId = new HashMap<>();

  public FleetRows(Fleet fleet) {
    this.stacks = fleet.stacks();
  }

  public NewProfile profile(FleetWindow window) {
    return new NewProfile(
        window.id(),
        SERVICE,
        window.release(),
        "production",
        window.instance(),
        Map.of("process.pid", "1", "host.name", window.instance()),
        window.family().family(),
        content(window));
  }

  private DecodedProfile content(FleetWindow window) {
    List<FleetSample> samples = window.samples();
    Map<Integer, DecodedProfile.Stack> used = new LinkedHashMap<>();
    Map<Integer, DecodedProfile.LabelSet> labels = new LinkedHashMap<>();
    Map<Long, Frame> usedFrames = new LinkedHashMap<>();
    for (FleetSample sample : samples) {
      DecodedProfile.Stack stack = known.computeIfAbsent(sample.stack(), this::stack);
      if (used.put(sample.stack(), stack) == null) {
        for (long frame : stack.frames()) {
          usedFrames.put(frame, byId.get(frame));
        }
      }
      if (sample.endpoint() != 0) {
        labels.computeIfAbsent(sample.endpoint(), FleetRows::labelSet);
      }
    }
    return new DecodedProfile(
        window.start(),
        FleetPlan.WINDOW.toNanos(),
        10_000_000,
        List.of("cresset agent, effective rate 100 Hz"),
        List.copyOf(usedFrames.values()),
        List.copyOf(used.values()),
        List.copyOf(labels.values()),
        samples.stream().mapToLong(sample -> id(sample.stack())).toArray(),
        samples.stream().mapToLong(sample -> labelSetId(sample.endpoint())).toArray(),
        measures(window));
  }

  private static List<DecodedProfile.Measure> measures(FleetWindow window) {
    List<DecodedProfile.Measure> measures = new ArrayList<>();
    long[] counts = window.samples().stream().mapToLong(FleetSample::count).toArray();
    for (int i = 0; i < window.family().types().size(); i++) {
      int type = i;
      FleetFamily.Type is = window.family().types().get(i);
      long[] values = window.samples().stream().mapToLong(s -> s.values()[type]).toArray();
      measures.add(new DecodedProfile.Measure(is.name(), is.unit(), values, counts));
    }
    return measures;
  }

  private DecodedProfile.Stack stack(int number) {
    Call[] calls = stacks.calls(number);
    long[] ids = new long[calls.length];
    for (int i = 0; i < ids.length; i++) {
      Frame frame = frames.computeIfAbsent(calls[i], this::frame);
      ids[i] = frame.id();
      byId.put(frame.id(), frame);
    }
    return new DecodedProfile.Stack(id(number), ids);
  }

  private Frame frame(Call call) {
    return new Frame(
        FleetStacks.mix(-1L - frames.size()),
        call.function(),
        call.className(),
        call.file(),
        call.line(),
        FrameKind.JAVA);
  }

  private static DecodedProfile.LabelSet labelSet(int endpoint) {
    return new DecodedProfile.LabelSet(
        labelSetId(endpoint), new TreeMap<>(Map.of(LABEL, endpoint(endpoint))));
  }

  static String endpoint(int number) {
    return "GET /api/resource" + number;
  }

  /** Ids are 64 bits that look random, as hashes do. */
  private static long id(int stack) {
    return FleetStacks.mix(0x5EED_0000_0000L + stack);
  }

  private static long labelSetId(int endpoint) {
    return endpoint == 0 ? 0 : FleetStacks.mix(0x1ABE_0000_0000L + endpoint);
  }
}
