package dev.cresset.systemtests;

import static dev.cresset.systemtests.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What must come out of a program whose costs are known, through the agent, the collector and the
 * store, by whichever engine. Each engine states how near it comes.
 */
@ParameterizedClass
@MethodSource("jdks")
@ExtendWith(SharedServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class KnownCostsContract {
  static final String PROGRAM = "com.example.workload.KnownCosts";
  private static final String SEEK = PROGRAM + "$LockSeeker.seek";
  private static final String SINGLE = PROGRAM + "$Allocator.single";
  private static final String BURNER = PROGRAM + "$Burner.";
  private static final String WAITER = PROGRAM + "$Waiter.";
  private static final List<String> SHARES = List.of("sixty", "thirty", "ten");
  private static final String SECONDS_AT_MOST = "300";

  @Parameter Jdk jdk;
  private String service;
  private Api api;
  private Application application;
  private Map<String, Long> truths;

  /** Those it is run on, unless the engine's own method of this name says otherwise. */
  static Stream<Jdk> jdks() {
    return Stream.of(Jdk.current());
  }

  /** The agent's options that choose the engine. */
  abstract String engineOptions();

  /** Of the program's JVM. */
  List<String> jvmOptions(Jdk jdk) {
    return List.of();
  }

  /** On how many samples the shares of the CPU are to stand. */
  abstract int cpuSamples();

  /** On how many samples what a method allocated is to stand. */
  int allocationSamples() {
    return 600;
  }

  /** For how many seconds the program does nothing before it ends. */
  int idleSeconds() {
    return 0;
  }

  /**
   * Of 100, how far a method's share of the CPU may be off.
   *
   * @param samples on which the share stands
   */
  abstract double cpuPoints(long samples);

  /**
   * Of 100, how far what a method allocated may be off.
   *
   * @param samples on which it stands
   */
  abstract double allocationPercent(long samples);

  /**
   * Of 100, how far the time a method was kept waiting for a lock may be off.
   *
   * @param samples on which the time stands
   */
  abstract double lockPercent(long samples);

  /**
   * How many of the waits for a lock must be counted.
   *
   * @param waits as many as there were
   * @param samples of them
   */
  double leastWaits(double waits, long samples) {
    return 0.95 * waits;
  }

  /**
   * Of 100, how far the time a method waited may be off.
   *
   * @param samples on which the time stands
   */
  abstract double wallPercent(long samples);

  /**
   * Of 100, how far a method's share of a thread's time may be off.
   *
   * @param samples on which the share stands
   */
  abstract double wallPoints(long samples);

  @BeforeParameterizedClassInvocation(injectArguments = false)
  void run(CressetServer server, @TempDir Path directory) throws Exception {
    api = server.api();
    service = getClass().getSimpleName() + "-" + jdk.version();
    Path begin = directory.resolve("begin");
    Path end = directory.resolve("end");
    application =
        Application.start(
            jdk,
            directory,
            "service=%s,release=1,period=2s,collector=%s,%s"
                .formatted(service, server.collector(), engineOptions()),
            jvmOptions(jdk),
            "KnownCosts",
            SECONDS_AT_MOST,
            end.toString(),
            String.valueOf(idleSeconds()),
            begin.toString());
    application.awaitProfiling();
    Files.createFile(begin);
    eventually(this::assertEnoughIsKnown);
    Files.createFile(end);
    truths = application.awaitSuccess().truths();
  }

  /** Chance decides less the longer the program runs; how long that is, depends on the machine. */
  void assertEnoughIsKnown() {
    assertThat(burnt(api.top(service, "cpu"))).as("CPU samples").isGreaterThan(cpuSamples());
    assertThat(api.top(service, "lock_delay").samples(SEEK)).as("lock").isGreaterThan(100);
    assertThat(api.top(service, "alloc_space").samples(SINGLE))
        .as("alloc")
        .isGreaterThan(allocationSamples());
  }

  @AfterParameterizedClassInvocation
  void close() {
    application.close();
  }

  @Test
  void theSharesOfTheCpuAreTrue() {
    Top cpu = api.top(service, "cpu");

    assertSharesAreTrue(cpu, BURNER, "cpu.", cpuPoints(burnt(cpu)));
  }

  @Test
  void theSecondsOfTheCpuAreTrue() {
    double spent = SHARES.stream().mapToLong(share -> truths.get("cpu." + share)).sum();

    assertThat((double) toldOfTheCpu())
        .as("of %s samples", burnt(api.top(service, "cpu")))
        .isCloseTo(spent, percent(5));
  }

  /** Of the thread: which of its methods has it is up to the shares, and some may be lost. */
  long toldOfTheCpu() {
    return api.topOfThread(service, "cpu", "burner").total();
  }

  final long toldOfTheMethods() {
    Top cpu = api.top(service, "cpu");
    return SHARES.stream().mapToLong(share -> cpu.total(BURNER + share)).sum();
  }

  @Test
  void theSharesOfTheTimeThatPassedAreTrue() {
    Top wall = api.top(service, "wall");

    assertSharesAreTrue(wall, WAITER, "wall.", wallPoints(wall.samples(WAITER + "waiting")));
  }

  private void assertSharesAreTrue(Top top, String type, String truth, double points) {
    double measured = SHARES.stream().mapToLong(share -> top.total(type + share)).sum();
    double spent = SHARES.stream().mapToLong(share -> truths.get(truth + share)).sum();

    assertThat(SHARES)
        .allSatisfy(share ->
            assertThat(100 * top.total(type + share) / measured)
                .as("%s, of %s samples", share, top.samples(type + share))
                .isCloseTo(100 * truths.get(truth + share) / spent, within(points)));
  }

  @Test
  void theMethodThatWaitsIsInTheWallProfileForAsLongAsItWaitedAndNotInTheCpuProfile() {
    String waiting = WAITER + "waiting";
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
    Top lock = api.top(service, "lock_delay");

    assertThat((double) lock.total(SEEK))
        .isCloseTo(truths.get("lock.delay"), percent(lockPercent(lock.samples(SEEK))));
    assertThat(lock.total(PROGRAM + "$LockHolder.hold")).isLessThan(lock.total() / 10);
  }

  /**
   * Each wait is three times as long as the shortest that is counted one by one. The program leaves
   * out those under a millisecond, where the two threads met by chance.
   */
  @Test
  void theWaitsForTheLockAreCounted() {
    double waits = truths.get("lock.contentions");
    long samples = api.top(service, "lock_delay").samples(SEEK);

    assertThat((double) api.top(service, "lock_contentions").total(SEEK))
        .as("of %s waits, by %s samples", waits, samples)
        .isBetween(leastWaits(waits, samples), 1.05 * waits);
  }

  @Test
  void whatAllocatesTwiceAsMuchIsSaidToAllocateTwiceAsMuch() {
    Top space = api.top(service, "alloc_space");
    double single = space.total(SINGLE);
    double twofold = space.total(PROGRAM + "$Allocator.twofold");
    Percentage tolerance = percent(allocationPercent(space.samples(SINGLE)));

    assertThat(twofold / single).as("%s / %s", twofold, single).isCloseTo(2, tolerance);
    assertThat(single)
        .as("of %s samples", space.samples(SINGLE))
        .isCloseTo(truths.get("alloc.single"), tolerance);
    assertThat(space.total("byte[]")).isGreaterThan((long) (0.9 * (single + twofold)));
  }

  @Test
  void theApplicationReadsWhatTheAgentDoesAndNothingElse() {
    assertThat(application.err())
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).startsWith("[cresset] ").contains(" INFO "))
        .anySatisfy(line -> assertThat(line).contains(service + " 1 as "));
  }

  Application application() {
    return application;
  }

  Api api() {
    return api;
  }

  String service() {
    return service;
  }

  private static long burnt(Top cpu) {
    return SHARES.stream().mapToLong(share -> cpu.samples(BURNER + share)).sum();
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
