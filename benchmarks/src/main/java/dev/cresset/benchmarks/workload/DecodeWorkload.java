package dev.cresset.benchmarks.workload;

import dev.cresset.collector.pprof.FrameCache;
import dev.cresset.collector.pprof.Limit;
import dev.cresset.collector.pprof.NoRoomException;
import dev.cresset.collector.pprof.PprofDecoder;
import dev.cresset.collector.pprof.PprofException;
import dev.cresset.collector.pprof.PprofLimits;
import dev.cresset.collector.pprof.Room;
import dev.cresset.exporter.PprofEncoder;
import dev.cresset.profile.Family;
import dev.cresset.profile.Frame;
import dev.cresset.profile.FrameKind;
import dev.cresset.profile.Labels;
import dev.cresset.profile.Profile;
import dev.cresset.profile.StackTrace;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Decodes a profile as an agent sends it to what is stored of it: a window of a busy service, whose
 * stack traces share their callers, with threads and endpoints.
 */
public final class DecodeWorkload {
  private static final int STACKS = 1500;
  private static final int DEPTH = 60;
  private static final int METHODS = 3000;
  private static final int CALLEES = 3;
  private static final int SAMPLES = 2500;
  private static final int THREADS = 30;
  private static final int ENDPOINTS = 20;
  private static final PprofLimits LIMITS = limits();

  private DecodeWorkload() {}

  /**
   * @param args those of {@link Measurement}, then {@code packed}, or {@code unpacked} to leave out
   *     gunzip
   */
  public static void main(String[] args) throws Exception {
    Measurement measurement = new Measurement(args);
    byte[] packed = new PprofEncoder().encode(profile(new Random(1)));
    byte[] unpacked = PprofDecoder.unpack(packed, LIMITS, Room.UNBOUNDED);
    System.out.printf("profile packed=%d unpacked=%d%n", packed.length, unpacked.length);
    byte[] sent = args[1].equals("packed") ? packed : unpacked;
    FrameCache cache = FrameCache.ofHeap(Runtime.getRuntime().maxMemory());
    measurement.run(() -> decode(sent, cache));
  }

  private static void decode(byte[] sent, FrameCache cache) {
    try {
      byte[] unpacked = PprofDecoder.unpack(sent, LIMITS, Room.UNBOUNDED);
      PprofDecoder.decode(unpacked, LIMITS, cache, Room.UNBOUNDED);
    } catch (PprofException | NoRoomException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Profile profile(Random random) {
    List<StackTrace> stacks = new ArrayList<>();
    for (int i = 0; i < STACKS; i++) {
      stacks.add(stack(random));
    }
    Profile.Builder profile = Profile.builder(Family.CPU);
    profile.window(System.currentTimeMillis() * 1_000_000, 10_000_000_000L);
    for (int i = 0; i < SAMPLES; i++) {
      // A few are seen often, most hardly ever.
      StackTrace stack = stacks.get((int) (Math.pow(random.nextDouble(), 3) * STACKS));
      Labels labels =
          Labels.of("thread", "http-worker-" + random.nextInt(THREADS))
              .with("endpoint", "GET /api/things/" + random.nextInt(ENDPOINTS));
      profile.add(stack, labels, 1, 10_000_000);
    }
    return profile.build();
  }

  /** A way through a graph of calls, where every method has a few others that it calls. */
  private static StackTrace stack(Random random) {
    Frame[] frames = new Frame[DEPTH];
    int method = 0;
    for (int i = DEPTH - 1; i >= 0; i--) {
      boolean inlined = method % 5 == 0 && i < DEPTH - 1;
      frames[i] =
          Frame.java(
              "com.example.shop.service.Service" + method / 10,
              "method" + method,
              "Service" + method / 10 + ".java",
              method % 500 + 1,
              inlined ? FrameKind.INLINED : FrameKind.JAVA);
      int choices = i > DEPTH / 2 ? 1 : CALLEES;
      method = (31 * method + 17 * random.nextInt(choices) + 7) % METHODS;
    }
    return StackTrace.of(frames);
  }

  private static PprofLimits limits() {
    Limit none = new Limit("none", Integer.MAX_VALUE);
    return new PprofLimits(none, none, none, none, none, none, none, none);
  }
}
