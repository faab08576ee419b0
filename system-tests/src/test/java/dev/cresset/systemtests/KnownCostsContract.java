package dev.cresset.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
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

  private final String service = getClass().getSimpleName();
  private Api api;
  private Application application;
  private Map<String, Long> truths;

  /** The agent's options that choose the engine. */
  abstract String engineOptions();

  /** For how long the program runs. */
  abstract int seconds();

  /** Of 100, how far a method's share of the CPU may be off. */
  abstract double cpuPoints();

  /** How far the ratio of what two methods allocated may be off. */
  abstract double allocationPercent();

  /** How far the time a method was kept waiting for a lock may be off. */
  abstract double lockPercent();

  /** How far the time a method waited may be off. */
  abstract double wallPercent();

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
            String.valueOf(seconds()));
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
    long sixty = cpu.total(PROGRAM + "$Burner.sixty");
    long thirty = cpu.total(PROGRAM + "$Burner.thirty");
    long ten = cpu.total(PROGRAM + "$Burner.ten");
    double all = sixty + thirty + ten;

    assertThat(all).isPositive();
    assertThat(100 * sixty / all).as("sixty").isCloseTo(share("sixty"), within(cpuPoints()));
    assertThat(100 * thirty / all).as("thirty").isCloseTo(share("thirty"), within(cpuPoints()));
    assertThat(100 * ten / all).as("ten").isCloseTo(share("ten"), within(cpuPoints()));
  }

  @Test
  void theMethodThatWaitsIsInTheWallProfileForAsLongAsItWaitedAndNotInTheCpuProfile() {
    Top wall = api.top(service, "wall");
    Top cpu = api.top(service, "cpu");

    assertThat((double) wall.total(PROGRAM + "$Waiter.waiting"))
        .isCloseTo(truths.get("wall.waiting"), Percentage.withPercentage(wallPercent()));
    assertThat((double) cpu.total(PROGRAM + "$Waiter.waiting"))
        .as("of %s ns of CPU time", cpu.total())
        .isLessThan(0.01 * cpu.total());
  }

  @Test
  void theDelayOfTheLockIsTrue() {
    Top lock = api.top(service, "lock_delay");

    assertThat((double) lock.total(PROGRAM + "$LockSeeker.seek"))
        .isCloseTo(truths.get("lock.delay"), Percentage.withPercentage(lockPercent()));
    assertThat(lock.total(PROGRAM + "$LockHolder.hold")).isLessThan(lock.total() / 10);
  }

  @Test
  void whatAllocatesTwiceAsMuchIsSaidToAllocateTwiceAsMuch() {
    Top space = api.top(service, "alloc_space");
    double single = space.total(PROGRAM + "$Allocator.single");
    double twofold = space.total(PROGRAM + "$Allocator.twofold");

    assertThat(twofold / single)
        .as("%s / %s", twofold, single)
        .isCloseTo(2, Percentage.withPercentage(allocationPercent()));
    assertThat(single)
        .isCloseTo(truths.get("alloc.single"), Percentage.withPercentage(allocationPercent()));
    assertThat(space.total("byte[]")).isGreaterThan((long) (0.9 * (single + twofold)));
  }

  @Test
  void theApplicationReadsOneLineAndNothingElse() {
    assertThat(application.err())
        .singleElement()
        .asString()
        .startsWith("[cresset] ")
        .contains("INFO " + service + " 1 as ");
  }

  Api api() {
    return api;
  }

  String service() {
    return service;
  }

  private double share(String method) {
    double all = truths.get("cpu.sixty") + truths.get("cpu.thirty") + truths.get("cpu.ten");
    return 100 * truths.get("cpu." + method) / all;
  }
}
