package dev.cresset.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.profile.Family;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NativeCostsTest {
  private final NativeCosts costs = new NativeCosts(new SignalCosts(50_000, 10_000, 10));

  @Test
  void walksAreSharedByTheirFramesAndInterruptionsAreCounted() {
    WalkedStacks cpu = walked(1, 100, 40);
    WalkedStacks lock = walked(1, 100, 240);

    Map<Family, Long> nanos =
        costs.of(Map.of(Family.CPU, cpu, Family.LOCK, lock), 400_000, 1, 0, 0).nanos();

    assertThat(nanos.get(Family.CPU)).isEqualTo(100 * 50_000 + 100_000);
    assertThat(nanos.get(Family.LOCK)).isEqualTo(100 * 1_000 + 300_000);
  }

  @Test
  void aTimersSignalCostsWhatTheWallClocksDoesAndNoPerfEvent() {
    Map<Family, WalkedStacks> cpu = samples();

    costs.sessionIs("event=ctimer,interval=10000000ns");
    assertThat(costs.of(cpu, 100_000, 1, 0, 0).nanos().get(Family.CPU))
        .isEqualTo(100 * 10_000 + 100_000);

    costs.sessionIs("event=cpu,interval=10000000ns");
    assertThat(costs.of(cpu, 100_000, 1, 0, 0).nanos().get(Family.CPU))
        .isEqualTo(100 * 50_000 + 100_000);
  }

  @Test
  void aSleeperThatIsFoundAgainIsNotInterrupted() {
    WalkedStacks wall = walked(50, 100, 40);

    assertThat(costs.of(Map.of(Family.WALL, wall), 0, 1, 7_000, 0).nanos())
        .isEqualTo(Map.of(Family.WALL, 7_000L));
  }

  @Test
  void walksInAnApplicationTakeUpToSixteenTimesWhatWasFoundOutAtTheStartAtOnce() {
    assertThat(costs.of(samples(), 1_500_000, 1, 0, 0).nanos().get(Family.CPU))
        .isEqualTo(100 * 50_000 + 1_500_000);
  }

  @Test
  void whereWalksAreDearSoIsWhatIsNeededBesideThemAndMostForAllocations() {
    Map<Family, WalkedStacks> alloc = Map.of(Family.ALLOC, walked(1, 100, 40));
    Map<Family, WalkedStacks> lock = Map.of(Family.LOCK, walked(1, 100, 40));

    assertThat(costs.of(alloc, 1_000_000, 1, 0, 0).nanos().get(Family.ALLOC))
        .isEqualTo(1_000_000 + 600_000);
    assertThat(costs.of(lock, 1_000_000, 1, 0, 0).nanos().get(Family.LOCK))
        .isEqualTo(1_000_000 + 200_000);
  }

  @Test
  void walksThatSeemToTakeEvenLongerAreBelievedSlowly() {
    Map<Family, WalkedStacks> cpu = samples();

    assertThat(costs.of(cpu, 1_600_000, 1, 0, 0).nanos().get(Family.CPU))
        .isEqualTo(100 * 50_000 + 1_600_000);
    assertThat(costs.of(cpu, 10_000_000, 1, 0, 0).nanos().get(Family.CPU))
        .isEqualTo(100 * 50_000 + 1_760_000);
  }

  @Test
  void whatWaitingForACpuMakesOfAWalkIsNoneOfItsCost() {
    assertThat(costs.of(samples(), 600_000, 3, 0, 0).nanos().get(Family.CPU))
        .isEqualTo(100 * 50_000 + 200_000);
  }

  @Test
  void whereTheCpusAreBusyTheClockIsNotBelievedBeyondThat() {
    Map<Family, WalkedStacks> cpu = samples();

    for (int i = 0; i < 100; i++) {
      assertThat(costs.of(cpu, 100_000_000, 2, 0, 0).nanos().get(Family.CPU))
          .isEqualTo(100 * 50_000 + 1_600_000);
    }
    assertThat(costs.of(cpu, 200_000, 2, 0, 0).nanos().get(Family.CPU))
        .isEqualTo(100 * 50_000 + 100_000);
  }

  private static Map<Family, WalkedStacks> samples() {
    return Map.of(Family.CPU, walked(1, 100, 40));
  }

  private static WalkedStacks walked(int samples, int times, int depth) {
    WalkedStacks stacks = new WalkedStacks();
    for (int i = 0; i < times; i++) {
      stacks.count(samples, depth, "");
    }
    return stacks;
  }
}
