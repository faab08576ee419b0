package dev.cresset.benchmarks.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.benchmarks.fleet.FleetWindow.FleetSample;
import dev.cresset.collector.pprof.DecodedProfile;
import dev.cresset.protocol.pprof.Profile;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FleetTest {
  private static final Instant MIDNIGHT = Instant.parse("2026-03-01T00:00:00Z");

  private final Fleet fleet = new Fleet(FleetPlan.of(3, MIDNIGHT));

  @Test
  void doesTheSameEachTimeItIsAsked() {
    FleetWindow once = fleet.window(FleetFamily.CPU, 1, MIDNIGHT);
    FleetWindow again = new Fleet(fleet.plan()).window(FleetFamily.CPU, 1, MIDNIGHT);

    assertThat(again.samples()).usingRecursiveComparison().isEqualTo(once.samples());
    assertThat(fleet.window(FleetFamily.CPU, 2, MIDNIGHT).samples())
        .usingRecursiveComparison()
        .isNotEqualTo(once.samples());
  }

  @Test
  void fewStackTracesHaveMostSamplesAndManyHaveOne() {
    List<FleetSample> samples = noon(FleetFamily.CPU, 0).samples();
    long[] counts = samples.stream().mapToLong(FleetSample::count).sorted().toArray();
    long all = Arrays.stream(counts).sum();

    assertThat(Arrays.stream(counts).filter(count -> count == 1).count())
        .isGreaterThan(counts.length / 2);
    assertThat(LongStream.of(counts).skip(counts.length * 9L / 10).sum()).isGreaterThan(all / 3);
    assertThat(samples.stream().map(s -> List.of(s.stack(), s.endpoint())).distinct())
        .hasSameSizeAs(samples);
  }

  @Test
  void nightsAreQuiet() {
    assertThat(samplesAt(MIDNIGHT.plus(Duration.ofHours(2))))
        .isLessThan(samplesAt(MIDNIGHT.plus(Duration.ofHours(14))) / 2);
  }

  private long samplesAt(Instant start) {
    return fleet.window(FleetFamily.CPU, 0, start).samples().stream()
        .mapToLong(FleetSample::count)
        .sum();
  }

  @Test
  void aReleaseChangesSomeStackTracesAndComesToOneInstanceAfterTheOther() {
    assertThat(noon(FleetFamily.CPU, 0).release()).isEqualTo("1.1");
    assertThat(noon(FleetFamily.CPU, 1).release()).isEqualTo("1.0");

    Set<Integer> before = new HashSet<>();
    Set<Integer> after = new HashSet<>();
    for (int rank = 0; rank < fleet.plan().stacks(); rank++) {
      before.add(fleet.stacks().inRelease(rank, 0));
      after.add(fleet.stacks().inRelease(rank, 1));
    }
    assertThat(before).hasSize(fleet.plan().stacks());
    assertThat(after).hasSize(fleet.plan().stacks());
    after.removeAll(before);
    assertThat(after).hasSizeBetween(before.size() / 3, before.size() / 2);
  }

  @Test
  void stackTracesShareTheirCallersAndNotTheirLeaves() {
    FleetStacks.Call[] one = fleet.stacks().calls(3);
    FleetStacks.Call[] other = fleet.stacks().calls(19_999);

    assertThat(one[one.length - 1].function()).isEqualTo(other[other.length - 1].function());
    assertThat(one[0]).isNotEqualTo(other[0]);
    assertThat(one).hasSizeBetween(45, 75);
  }

  @Test
  void pprofAndRowsSayTheSame() throws Exception {
    for (FleetFamily family : FleetFamily.values()) {
      FleetWindow window = noon(family, 0);
      DecodedProfile rows = new FleetRows(fleet).profile(window).content();
      Profile pprof = Profile.parseFrom(FleetPprof.of(fleet, window));

      assertThat(pprof.getSampleCount()).isEqualTo(rows.stackIds().length);
      for (int type = 0; type < rows.measures().size(); type++) {
        int value = type + 1;
        assertThat(pprof.getSampleList().stream().map(sample -> sample.getValue(value)).toList())
            .isEqualTo(Arrays.stream(rows.measures().get(type).values()).boxed().toList());
      }
      assertThat(pprof.getLocationCount()).isEqualTo(rows.frames().size());
      assertThat(pprof.getSampleList().stream().map(s -> s.getLocationIdList()).distinct())
          .hasSameSizeAs(rows.stacks());
      assertThat(rows.stacks().stream().max(Comparator.comparing(s -> s.frames().length)))
          .hasValueSatisfying(longest -> assertThat(longest.frames()).hasSizeLessThan(76));
    }
  }

  private FleetWindow noon(FleetFamily family, int instance) {
    return fleet.window(family, instance, MIDNIGHT.plus(Duration.ofHours(12)));
  }
}
