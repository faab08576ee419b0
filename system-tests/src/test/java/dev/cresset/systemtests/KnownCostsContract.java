package dev.cresset.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What must come out of a program whose costs are known, through the agent, the collector and the
 * store, by whichever engine. Each engine states how near it comes.
 */
@ExtendWith(SharedServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class KnownCostsContract {
  private static final String PROGRAM = "com.example.workload.KnownCosts";
  private static final String BURNER = PROGRAM + "$Burner.";
  private static final String SECONDS = "20";

  private final String service = getClass().getSimpleName();
  private Api api;
  private Application application;
  private Map<String, Long> truths;

  /** The agent's options that choose the engine. */
  abstract String engineOptions();

  /**
   * Of 100, how far a method's share of the CPU may be off.
   *
   * @param samples on which the share stands
   */
  abstract double cpuPoints(long samples);

  /** Of 100, how far what a method allocated may be off. */
  abstract double allocationPercent();

  /**
   * Of 100, how far the time a method was kept waiting for a lock may be off.
   *
   * @param samples on which the time stands
   */
  abstract double lockPercent(long samples);

  /**
   * Of 100, how far the time a method waited may be off.
   *
   * @param samples on which the time stands
   */
  abstract double wallPercent(long samples);

  @BeforeAll
  void run(CressetServer server, @TempDir Path directory) throws Exception {
    api = server.api();
    application =
        Application.start(
            Jdk.current(),
            directory,
            "service=%s,release=1,period=5s,collector=%s,%s"
                .formatted(service, server.collector(), engineOptions()),
            "KnownCosts",
            SECONDS);
    application.awaitSuccess();
    truths = application.truths();
  }

  @AfterAll
  void close() {
    application.close();
  }

  @Test
  void theSharesOfTheCpuAreTrue() {
    Top cpu = api.top(service, "cpu");
    List<String> methods = List.of("sixty", "thirty", "ten");
    double measured = methods.stream().mapToLong(method -> cpu.total(BURNER + method)).sum();
    double spent = methods.stream().mapToLong(method -> truths.get("cpu." + method)).sum();
    long samples = methods.stream().mapToLong(method -> cpu.samples(BURNER + method)).sum();

    assertThat(samples).isGreaterThan(20);
    assertThat(methods)
        .allSatisfy(method ->
            assertThat(100 * cpu.total(BURNER + method) / measured)
                .as("%s, of %s samples", method, samples)
                .isCloseTo(100 * truths.get("cpu." + method) / spent, within(cpuPoints(samples))));
  }

  @Test
  void theMethodThatWaitsIsInTheWallProfileForAsLongAsItWaitedAndNotInTheCpuProfile() {
    String waiting = PROGRAM + "$Waiter.waiting";
    Top wall = api.top(service, "wall");
    Top cpu = api.top(service, "cpu");

    assertThat((double) wall.total(waiting))
        .isCloseTo(truths.get("wall.waiting"), percent(wallPercent(wall.samples(waiting))));
    assertThat((double) cpu.total(waiting))
        .as("of %s ns of CPU time", cpu.total())
        .isLessThan(0.01 * cpu.total());
  }

  @Test
  void theDelayOfTheLockIsTrue() {
    String seek = PROGRAM + "$LockSeeker.seek";
    Top lock = api.top(service, "lock_delay");

    assertThat((double) lock.total(seek))
        .isCloseTo(truths.get("lock.delay"), percent(lockPercent(lock.samples(seek))));
    assertThat(lock.total(PROGRAM + "$LockHolder.hold")).isLessThan(lock.total() / 10);
  }

  @Test
  void whatAllocatesTwiceAsMuchIsSaidToAllocateTwiceAsMuch() {
    Top space = api.top(service, "alloc_space");
    double single = space.total(PROGRAM + "$Allocator.single");
    double twofold = space.total(PROGRAM + "$Allocator.twofold");

    assertThat(twofold / single)
        .as("%s / %s", twofold, single)
        .isCloseTo(2, percent(allocationPercent()));
    assertThat(single).isCloseTo(truths.get("alloc.single"), percent(allocationPercent()));
    assertThat(space.total("byte[]")).isGreaterThan((long) (0.9 * (single + twofold)));
  }

  @Test
  void theApplicationReadsOneLineAndNothingElse() {
    assertThat(application.err())
        .filteredOn(line -> !isTheJvmsOwn(line))
        .singleElement()
        .asString()
        .startsWith("[cresset] ")
        .contains("INFO " + service + " 1 as ");
  }

  /** Something the JVM cannot be kept from saying. */
  boolean isTheJvmsOwn(String line) {
    return false;
  }

  Api api() {
    return api;
  }

  String service() {
    return service;
  }

  /** What chance alone does to a share, of 100, in one of a thousand cases. */
  static double chancePoints(long samples) {
    return 330 * Math.sqrt(0.25 / samples);
  }

  /** What chance alone does to a sum, of 100, in one of a thousand cases. */
  static double chancePercent(long samples) {
    return 330 / Math.sqrt(samples);
  }

  private static Percentage percent(double value) {
    return Percentage.withPercentage(value);
  }
}
