package dev.cresset.systemtests;

import com.google.protobuf.UnsafeByteOperations;
import dev.cresset.exporter.PprofEncoder;
import dev.cresset.profile.Family;
import dev.cresset.profile.Frame;
import dev.cresset.profile.FrameKind;
import dev.cresset.profile.Labels;
import dev.cresset.profile.Profile;
import dev.cresset.profile.StackTrace;
import dev.cresset.protocol.ingest.v1.PushRequest;
import dev.cresset.protocol.ingest.v1.Resource;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Random profiles of one service and of windows of hours ago, and what their sums have to be. */
final class RandomProfiles {
  private static final Duration RANGE = Duration.ofMinutes(80);
  private static final int SAMPLES = 12;
  private static final int FUNCTIONS = 20;
  private static final int THREADS = 3;

  /** Beyond what a double can tell apart, once they are added up. */
  private static final long MAX_VALUE = 1L << 44;

  private final Instant from =
      Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(3));
  private final String service;
  private final Random random = new Random();
  private final PprofEncoder encoder = new PprofEncoder();
  private final Map<Subject, long[]> sums = new HashMap<>();
  private int made;

  RandomProfiles(String service) {
    this.service = service;
  }

  private record Subject(String type, String function, String thread, long minute) {}

  PushRequest next() {
    Instant start = from.plusMillis(random.nextLong(RANGE.toMillis()));
    Profile.Builder profile =
        Profile.builder(Family.ALLOC)
            .window(
                TimeUnit.MILLISECONDS.toNanos(start.toEpochMilli()), TimeUnit.SECONDS.toNanos(10));
    for (int i = 0; i < SAMPLES; i++) {
      addSample(profile, start.getEpochSecond() / 60);
    }
    Profile built = profile.build();
    made++;
    return PushRequest.newBuilder()
        .setProfileId(built.id())
        .setResource(Resource.newBuilder().setService(service).setRelease("1"))
        .setFamily(built.family().wireName())
        .setPprof(UnsafeByteOperations.unsafeWrap(encoder.encode(built)))
        .build();
  }

  private void addSample(Profile.Builder profile, long minute) {
    String method = "f" + random.nextInt(FUNCTIONS);
    String thread = "t" + random.nextInt(THREADS);
    long samples = random.nextLong(1, 100);
    long objects = random.nextLong(1, MAX_VALUE);
    long space = random.nextLong(1, MAX_VALUE);
    Frame frame = Frame.java("a.B", method, "B.java", 7, FrameKind.JAVA);
    profile.add(StackTrace.of(frame), Labels.of(Labels.THREAD, thread), samples, objects, space);
    count(new Subject("alloc_objects", frame.function(), thread, minute), objects, samples);
    count(new Subject("alloc_space", frame.function(), thread, minute), space, samples);
  }

  private void count(Subject subject, long value, long samples) {
    long[] sum = sums.computeIfAbsent(subject, any -> new long[2]);
    sum[0] += value;
    sum[1] += samples;
  }

  String service() {
    return service;
  }

  int made() {
    return made;
  }

  /** Value and samples of all profiles, by function. */
  Map<String, List<Long>> byFunction(String type) {
    Map<String, List<Long>> byFunction = new HashMap<>();
    sums.forEach((subject, sum) -> {
      if (subject.type.equals(type)) {
        byFunction.merge(
            subject.function,
            List.of(sum[0], sum[1]),
            (a, b) -> List.of(a.getFirst() + b.getFirst(), a.getLast() + b.getLast()));
      }
    });
    return byFunction;
  }

  /** As {@link StoredTables#sums} tells them. */
  List<String> sums(int seconds) {
    Map<String, long[]> bySecond = new HashMap<>();
    sums.forEach((subject, sum) -> {
      long bucket = subject.minute * 60 / seconds * seconds;
      String key =
          String.join(
              "|", service, subject.type, subject.function, subject.thread, Long.toString(bucket));
      long[] both = bySecond.computeIfAbsent(key, any -> new long[2]);
      both[0] += sum[0];
      both[1] += sum[1];
    });
    return bySecond.entrySet().stream()
        .map(sum -> sum.getKey() + "|" + sum.getValue()[0] + "|" + sum.getValue()[1])
        .toList();
  }
}
