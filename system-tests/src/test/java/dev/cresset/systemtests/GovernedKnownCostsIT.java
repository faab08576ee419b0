package dev.cresset.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * With a small budget, and rates that cost several times as much: the agent samples less often
 * while the program runs, and what comes out is true over all those rates.
 */
class GovernedKnownCostsIT extends NativeKnownCosts {
  private static final Rates CPU = new Rates("cpu", "cpu", "$Burner.sixty", 1e6);
  private static final Rates WALL = new Rates("wall", "wall", "$Waiter.waiting", 10e6);
  private static final Rates ALLOC =
      new Rates("alloc", "alloc_space", "$Allocator.single", 32 << 10);

  private static final List<Rates> ALL = List.of(CPU, WALL, ALLOC);

  private long atFirstChange;

  /**
   * @param interval as configured, in the type's unit
   */
  private record Rates(String family, String type, String method, double interval) {
    /** By what the interval was multiplied at most. */
    int slowest(List<String> log) {
      Pattern pace = Pattern.compile(" Sampling goes on .*\\b" + family + " at 1/(\\d+)");
      return log.stream()
          .flatMap(line -> pace.matcher(line).results())
          .mapToInt(found -> Integer.parseInt(found.group(1)))
          .max()
          .orElse(1);
    }
  }

  @Override
  String engineOptions() {
    return "overhead.budget=0.5%,engine=async-profiler,"
        + "cpu.interval=1ms,wall.interval=10ms,alloc.interval=32k";
  }

  @Override
  int cpuSamples() {
    return 1000;
  }

  /** Half of the program at least is sampled at rates that were changed under it. */
  @Override
  void assertEnoughIsKnown() {
    super.assertEnoughIsKnown();
    assertThat(changed()).isNotEmpty();
    Top cpu = api().top(service(), "cpu");
    if (atFirstChange == 0) {
      atFirstChange = cpu.total();
    }
    assertThat(cpu.total()).as("CPU time").isGreaterThan(2 * atFirstChange);
    assertThat(cpu.total() / slowest(CPU))
        .as("CPU samples, at the slowest rate")
        .isGreaterThan(300);
  }

  /** Which of them cost too much, depends on the machine. */
  private List<Rates> changed() {
    List<String> log = application().err();
    return ALL.stream().filter(rates -> rates.slowest(log) > 1).toList();
  }

  @Test
  void samplesOfSeveralRatesMakeUpTheProfiles() {
    assertThat(changed())
        .allSatisfy(rates ->
            assertThat(each(rates)).isBetween(1.1 * rates.interval(), 0.95 * slowest(rates)));
  }

  /** The longest interval there was. */
  private double slowest(Rates rates) {
    return rates.slowest(application().err()) * rates.interval();
  }

  /** What a sample stands for, in the mean. */
  private double each(Rates rates) {
    Top top = api().top(service(), rates.type());
    String function = PROGRAM + rates.method();
    return (double) top.total(function) / top.samples(function);
  }

  /** Chance is no greater than if all had been sampled at the slowest rate. */
  private long atSlowest(Rates rates, long samples) {
    return (long) (samples * each(rates) / slowest(rates));
  }

  @Override
  double cpuPoints(long samples) {
    return 2 + chancePoints(atSlowest(CPU, samples));
  }

  @Override
  double allocationPercent(long samples) {
    return Math.max(5, chancePercent(atSlowest(ALLOC, samples)) * Math.sqrt(1.5));
  }

  @Override
  double wallPoints(long samples) {
    return 2 + chancePoints(atSlowest(WALL, samples));
  }
}
