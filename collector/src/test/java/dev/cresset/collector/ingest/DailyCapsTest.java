package dev.cresset.collector.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.collector.pprof.DecodedProfile;
import dev.cresset.collector.pprof.FrameCache;
import dev.cresset.collector.pprof.Limit;
import dev.cresset.collector.pprof.Overflow;
import dev.cresset.collector.pprof.PprofBuilder;
import dev.cresset.collector.pprof.PprofDecoder;
import dev.cresset.collector.pprof.PprofLimits;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DailyCapsTest {
  private static final PprofLimits ALL =
      new PprofLimits(
          limit(1 << 30),
          limit(1 << 30),
          limit(1 << 20),
          limit(1 << 20),
          limit(1 << 20),
          limit(1 << 20),
          limit(1 << 20),
          limit(1 << 20));

  private static final NameLimits NAMES =
      new NameLimits(
          new Limit("services", 200),
          new Limit("releases", 2),
          new Limit("environments", 2),
          new Limit("instances", 3),
          new Limit("types", 2));

  private final PrometheusRegistry metrics = new PrometheusRegistry();
  private final IngestMetrics ingestMetrics = new IngestMetrics(metrics);
  private Instant now = Instant.parse("2026-03-01T23:00:00Z");

  @Test
  void furtherStackTracesAreOneAndTheirSumsStay() throws Exception {
    DailyCaps caps = caps(2, 9, 9, 9);
    PprofBuilder pprof = PprofBuilder.cpu(now);
    for (String function : List.of("a", "b", "c", "d")) {
      pprof.sample(List.of(function, "main"), List.of(1L, 10L), "thread", "t");
    }

    DecodedProfile folded = caps.fold("shop", decoded(pprof));

    assertThat(folded.stacks()).hasSize(3).contains(Overflow.STACK);
    assertThat(folded.stackIds()[2]).isEqualTo(Overflow.STACK.id());
    assertThat(folded.measures().getFirst().values()).containsExactly(10, 10, 20);
    assertThat(folded.measures().getFirst().samples()).containsExactly(1, 1, 2);
    assertThat(folded.frames()).anyMatch(frame -> frame.function().equals("(other)"));
    assertThat(counted()).isEqualTo(Map.of("stacks", 2.0));
  }

  @Test
  void whatIsKnownStaysToldApartUntilTheDayIsOver() throws Exception {
    DailyCaps caps = caps(1, 9, 9, 9);
    DecodedProfile first = decoded(PprofBuilder.cpu(now).sample(List.of("a"), List.of(1L, 1L)));
    DecodedProfile second = decoded(PprofBuilder.cpu(now).sample(List.of("b"), List.of(1L, 1L)));

    assertThat(caps.fold("shop", first)).isSameAs(first);
    assertThat(caps.fold("shop", second).stacks()).containsExactly(Overflow.STACK);
    assertThat(caps.fold("shop", first)).isSameAs(first);
    assertThat(caps.fold("another", second)).isSameAs(second);
    now = now.plusSeconds(3600);
    assertThat(caps.fold("shop", second)).isSameAs(second);
  }

  @Test
  void furtherNamesAndValuesOfLabelsAreOther() throws Exception {
    DailyCaps caps = caps(9, 9, 2, 2);
    List<Long> one = List.of(1L, 1L);
    PprofBuilder pprof = PprofBuilder.cpu(now);
    pprof.sample(List.of("f"), one, "thread", "t1", "endpoint", "/");
    pprof.sample(List.of("f"), one, "thread", "t2", "endpoint", "/");
    pprof.sample(List.of("f"), one, "thread", "t3", "endpoint", "/");
    pprof.sample(List.of("f"), one, "thread", "t4", "endpoint", "/");
    pprof.sample(List.of("f"), one, "thread", "t1", "user", "me");

    assertThat(sums(caps.fold("shop", decoded(pprof))))
        .isEqualTo(
            Map.of(
                "{endpoint=/, thread=t1}", 1L,
                "{endpoint=/, thread=t2}", 1L,
                "{endpoint=/, thread=(other)}", 2L,
                "{(other)=(other), thread=t1}", 1L));
    assertThat(counted()).isEqualTo(Map.of("labelNames", 1.0, "labelValues", 2.0));
  }

  @Test
  void ofFurtherSetsOfLabelsOnlyTheNamesStay() throws Exception {
    DailyCaps caps = caps(9, 1, 9, 9);
    PprofBuilder pprof = PprofBuilder.cpu(now);
    for (String thread : List.of("t1", "t2", "t3")) {
      pprof.sample(List.of("f"), List.of(1L, 1L), "thread", thread);
    }

    assertThat(sums(caps.fold("shop", decoded(pprof))))
        .isEqualTo(Map.of("{thread=t1}", 1L, "{thread=(other)}", 2L));
    assertThat(counted()).isEqualTo(Map.of("labelSets", 2.0));
  }

  @Test
  void labelsThatAreNumbersOrComeTwiceAreFoldedOneByOne() throws Exception {
    DailyCaps caps = caps(9, 9, 9, 1);
    PprofBuilder pprof = PprofBuilder.cpu(now);
    pprof.sample(List.of("f"), List.of(1L, 1L), "user", "a", "user", "b", "user", "c");
    pprof
        .raw()
        .getSampleBuilder(0)
        .addLabelBuilder()
        .setKey(pprof.string("bytes"))
        .setNum(512)
        .setNumUnit(pprof.string("bytes"));

    DecodedProfile.LabelSet set = caps.fold("shop", decoded(pprof)).labelSets().getFirst();

    assertThat(set.labels()).isEqualTo(Map.of("bytes", "512 bytes", "user", "(other), a"));
    assertThat(set.exact()).hasSize(3).contains(Overflow.labels(set).getFirst());
  }

  /** Random profiles, whatever the limits are: all values and samples are there, for each type. */
  @Test
  void totalsAreThoseOfTheProfile() throws Exception {
    Random random = new Random(3);
    DailyCaps caps = caps(30, 10, 3, 4);
    for (int i = 0; i < 200; i++) {
      PprofBuilder pprof = PprofBuilder.cpu(now);
      for (int sample = 0; sample < 30; sample++) {
        pprof.sample(
            List.of("f" + random.nextInt(60), "g" + random.nextInt(3)),
            List.of(random.nextLong(5), random.nextLong(1L << 40)),
            "l" + random.nextInt(6),
            "v" + random.nextInt(9),
            "m",
            "v" + random.nextInt(5));
      }
      DecodedProfile profile = decoded(pprof);

      DecodedProfile folded = caps.fold("shop", profile);

      assertThat(total(folded)).isEqualTo(total(profile));
      assertThat(new TreeSet<>(ids(folded.stacks().stream().mapToLong(DecodedProfile.Stack::id))))
          .containsAll(ids(Arrays.stream(folded.stackIds())));
      assertThat(ids(folded.labelSets().stream().mapToLong(DecodedProfile.LabelSet::id)))
          .containsAll(ids(Arrays.stream(folded.labelSetIds()).filter(id -> id != 0)));
    }
    assertThat(counted().keySet())
        .containsExactlyInAnyOrder("stacks", "labelSets", "labelNames", "labelValues");
  }

  @Test
  void valuesOfSetsThatAreNotToldApartAreNotLearnt() throws Exception {
    DailyCaps caps = caps(9, 1, 9, 2);
    PprofBuilder pprof = PprofBuilder.cpu(now);
    for (String thread : List.of("t1", "t2", "t3", "t4")) {
      pprof.sample(List.of("f"), List.of(1L, 1L), "thread", thread);
    }

    caps.fold("shop", decoded(pprof));

    assertThat(counted()).isEqualTo(Map.of("labelSets", 3.0));
  }

  @Test
  void oneServiceTakesNoMoreMemoryThanItMay() throws Exception {
    KnownThings known = new KnownThings(limits(1 << 20, 1 << 20, 200, 50_000), 1, 1 << 16);
    Map<Limit, Integer> broken = new HashMap<>();
    for (int i = 0; i < 100; i++) {
      PprofBuilder pprof = PprofBuilder.cpu(now);
      for (int sample = 0; sample < 100; sample++) {
        String unique = i + "-" + sample;
        pprof.sample(
            List.of("f" + unique), List.of(1L, 1L), "n" + i, "v" + unique, "m", "v" + unique);
      }
      DecodedProfile profile = decoded(pprof);

      assertThat(total(known.fold(profile, broken))).isEqualTo(total(profile));
      assertThat(known.bytes()).isLessThanOrEqualTo(1 << 16);
    }
    assertThat(known.bytes()).isGreaterThan(1 << 15);
    assertThat(broken.keySet().stream().map(Limit::setting)).contains("stacks", "labelSets");
  }

  @Test
  void whereMemoryIsShortServicesThatWereNotSeenForTheLongestTimeBeginAnew() throws Exception {
    DailyCaps caps = caps(1, 9, 9, 9, 20_000);
    DecodedProfile one = decoded(PprofBuilder.cpu(now).sample(List.of("a"), List.of(1L, 1L)));
    DecodedProfile another = decoded(PprofBuilder.cpu(now).sample(List.of("b"), List.of(1L, 1L)));
    caps.fold("idle", one);
    caps.fold("busy", one);
    assertThat(caps.fold("idle", another).stacks()).containsExactly(Overflow.STACK);

    for (int i = 0; i < 100; i++) {
      caps.fold("service " + i, one);
      caps.fold("busy", one);
    }

    assertThat(caps.fold("idle", another)).isSameAs(another);
    assertThat(caps.fold("busy", another).stacks()).containsExactly(Overflow.STACK);
  }

  @Test
  void furtherNamesOfAServiceAreRefusedUntilTheDayIsOver() throws Exception {
    DailyCaps caps = caps(9, 9, 9, 9);
    DecodedProfile profile = decoded(PprofBuilder.cpu(now).sample(List.of("a"), List.of(1L, 1L)));
    caps.check(origin("shop", "1", "test", "a"), profile);
    caps.check(origin("shop", "2", "live", "a"), profile);

    assertThatThrownBy(() -> caps.check(origin("shop", "3", "test", "b"), profile))
        .isInstanceOf(RejectedProfileException.class)
        .hasMessage(
            "Of today, the number of different releases of shop is 3, more than the 2 that releases"
                + " allows")
        .satisfies(refusal ->
            assertThat((RejectedProfileException) refusal)
                .returns("releases", RejectedProfileException::limit)
                .returns(3L, RejectedProfileException::value)
                .returns(2L, RejectedProfileException::maximum));
    assertThatThrownBy(() -> caps.check(origin("shop", "1", "dev", "a"), profile))
        .hasMessageContaining("environments of shop is 3");
    // What was refused has not used up what others may have.
    caps.check(origin("shop", "1", "test", "c"), profile);
    caps.check(origin("shop", "2", "test", "d"), profile);
    assertThatThrownBy(() -> caps.check(origin("shop", "2", "test", "e"), profile))
        .hasMessageContaining("instances of shop is 4");
    caps.check(origin("another", "3", "dev", "e"), profile);
    now = now.plusSeconds(3600);
    caps.check(origin("shop", "3", "dev", "e"), profile);
  }

  @Test
  void aProfileWithTooManyTypesIsRefused() throws Exception {
    DailyCaps caps = caps(9, 9, 9, 9);
    DecodedProfile heap =
        decoded(
            new PprofBuilder(now, "a", "count", "b", "count", "c", "count")
                .sample(List.of("f"), List.of(1L, 1L, 1L)));

    assertThatThrownBy(() -> caps.check(origin("shop", "1", "", ""), heap))
        .hasMessageContaining("types of shop is 3");
  }

  @Test
  void servicesAreCountedHoweverLittleMemoryThereIs() throws Exception {
    DailyCaps caps = caps(9, 9, 9, 9, 2000);
    DecodedProfile profile = decoded(PprofBuilder.cpu(now).sample(List.of("a"), List.of(1L, 1L)));
    for (int i = 0; i < 200; i++) {
      caps.check(origin("service " + i, "1", "", ""), profile);
    }

    assertThatThrownBy(() -> caps.check(origin("one more", "1", "", ""), profile))
        .isInstanceOf(RejectedProfileException.class)
        .hasMessageContaining("services is 201, more than the 200 that services allows");
    caps.check(origin("service 0", "2", "", ""), profile);
  }

  private static Origin origin(
      String service, String release, String environment, String instance) {
    return new Origin(service, release, environment, instance, Map.of());
  }

  private static TreeSet<Long> ids(LongStream ids) {
    return ids.boxed().collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<Long> total(DecodedProfile profile) {
    return profile.measures().stream()
        .flatMap(measure ->
            List.of(Arrays.stream(measure.values()).sum(), Arrays.stream(measure.samples()).sum())
                .stream())
        .toList();
  }

  private static SortedMap<String, Long> sums(DecodedProfile profile) {
    SortedMap<String, Long> sums = new TreeMap<>();
    for (int i = 0; i < profile.labelSetIds().length; i++) {
      long id = profile.labelSetIds()[i];
      String labels =
          profile.labelSets().stream()
              .filter(set -> set.id() == id)
              .findAny()
              .orElseThrow()
              .labels()
              .toString();
      sums.merge(labels, profile.measures().getFirst().values()[i], Long::sum);
    }
    return sums;
  }

  private Map<String, Double> counted() {
    Map<String, Double> counts = new HashMap<>();
    metrics.scrape("cresset_ingest_folded"::equals).stream()
        .flatMap(metric -> ((CounterSnapshot) metric).getDataPoints().stream())
        .forEach(point -> counts.put(point.getLabels().get("limit"), point.getValue()));
    return counts;
  }

  private DailyCaps caps(int stacks, int labelSets, int labelNames, int labelValues) {
    return caps(stacks, labelSets, labelNames, labelValues, 1 << 20);
  }

  private DailyCaps caps(
      int stacks, int labelSets, int labelNames, int labelValues, long maxBytes) {
    DailyLimits limits = limits(stacks, labelSets, labelNames, labelValues);
    return new DailyCaps(limits, maxBytes, () -> now, ingestMetrics);
  }

  private static DailyLimits limits(int stacks, int labelSets, int labelNames, int labelValues) {
    return new DailyLimits(
        new Limit("stacks", stacks),
        new Limit("labelSets", labelSets),
        new Limit("labelNames", labelNames),
        new Limit("labelValues", labelValues),
        NAMES);
  }

  private static Limit limit(long maximum) {
    return new Limit("", maximum);
  }

  private static DecodedProfile decoded(PprofBuilder pprof) throws Exception {
    return PprofDecoder.decode(pprof.bytes(), ALL, FrameCache.ofHeap(0), bytes -> true);
  }
}
