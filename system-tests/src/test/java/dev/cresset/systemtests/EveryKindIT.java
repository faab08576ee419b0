package dev.cresset.systemtests;

import static dev.cresset.systemtests.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** All kinds of profile, those too that are off by default, from a program to the server's API. */
@ExtendWith(SharedServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryKindIT {
  private static final String SERVICE = "every-kind";
  private static final String PROGRAM = "com.example.workload.EveryKind.";
  private static final String NOT_FOLLOWED = "live_space&label.followed=no";

  private Api api;
  private Map<String, Long> truths;

  @BeforeAll
  void run(CressetServer server, @TempDir Path directory) throws Exception {
    api = server.api();
    Path begin = directory.resolve("begin");
    Path end = directory.resolve("end");
    String options =
        "service=%s,release=1,period=2s,collector=%s,overhead.budget=off,alloc.interval=32k,"
            + "live.delay=2s,live.pace=0s,nativemem=on,exceptions=on,vm.frames=on";
    try (Application application =
        Application.start(
            Jdk.current(),
            directory,
            options.formatted(SERVICE, server.collector()),
            "EveryKind",
            begin.toString(),
            end.toString())) {
      application.awaitProfiling();
      Files.createFile(begin);
      // It is told when a session of the native engine ends.
      eventually(() ->
          assertThat(api.top(SERVICE, NOT_FOLLOWED).total(PROGRAM + "remember")).isPositive());
      Files.createFile(end);
      truths = application.awaitSuccess().truths();
    }
  }

  @Test
  void eachIsListedWithItsUnit() {
    Map<String, String> units = new HashMap<>();
    for (JsonNode service : api.get("services").get("services")) {
      if (service.get("service").asString().equals(SERVICE)) {
        service
            .get("types")
            .forEach(type -> units.put(type.get("type").asString(), type.get("unit").asString()));
      }
    }
    assertThat(units)
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("cpu", "nanoseconds"),
                Map.entry("wall", "nanoseconds"),
                Map.entry("alloc_space", "bytes"),
                Map.entry("alloc_objects", "count"),
                Map.entry("live_space", "bytes"),
                Map.entry("live_objects", "count"),
                Map.entry("lock_delay", "nanoseconds"),
                Map.entry("lock_contentions", "count"),
                Map.entry("nativemem_space", "bytes"),
                Map.entry("nativemem_objects", "count"),
                Map.entry("exceptions", "count")));
  }

  @Test
  void exceptionsAreCountedByClassWhereTheyWereMade() {
    long truth = truths.get("exceptions");

    assertThat(api.top(SERVICE, "exceptions").total(PROGRAM + "parse")).isEqualTo(truth);
    assertThat(
            api.top(SERVICE, "exceptions&label.class=java.lang.NumberFormatException")
                .self("java.lang.NumberFormatException"))
        .isEqualTo(truth);
  }

  /** On a busy machine some samples are skipped, which the profile's comments say. */
  @Test
  void memoryThatIsTakenOffTheHeapIsCountedInBytesAndInCalls() {
    assertThat((double) api.top(SERVICE, "nativemem_space").total(PROGRAM + "takeBuffer"))
        .isCloseTo(truths.get("native.bytes"), Percentage.withPercentage(10));
    assertThat((double) api.top(SERVICE, "nativemem_objects").total(PROGRAM + "takeBuffer"))
        .isCloseTo(truths.get("native.objects"), Percentage.withPercentage(10));
  }

  @Test
  void whatVirtualThreadsDoIsTheirs() {
    Top all = api.top(SERVICE, "cpu");
    Top virtual = api.top(SERVICE, "cpu&label.thread=(virtual)");

    assertThat(virtual.total(PROGRAM + "spin")).isPositive().isEqualTo(all.total(PROGRAM + "spin"));
    assertThat(virtual.total(PROGRAM + "takeBuffer")).isZero();
  }

  @Test
  void whatTheThreadsOfTheJvmRunIsAboveTheFrameThatSaysWhatTheyAreFor() {
    Top cpu = api.top(SERVICE, "cpu");

    for (String role : new String[] {"[GC]", "[JIT]"}) {
      assertThat(cpu.total(role)).as(role).isPositive().isGreaterThan(cpu.self(role));
      assertThat(cpu.kind(role)).isEqualTo("vm");
    }
    assertThat(cpu.rows().keySet()).anyMatch(name -> name.startsWith("[compiles "));
  }

  @Test
  void whatStaysAtSitesThatAreNotFollowedIsShownAsSuch() {
    Top live = api.top(SERVICE, NOT_FOLLOWED);

    assertThat(live.self("java.util.HashMap$Node")).isPositive();
    assertThat(live.kind("java.util.HashMap$Node")).isEqualTo("class");
    assertThat(live.total("java.util.HashMap.putVal")).isPositive();
  }

  @Test
  void waitsForALockAreThoseOfItsClass() {
    String pay = PROGRAM + "pay";
    String ofTill = "&label.class=com.example.workload.EveryKind$Till";
    Top delay = api.top(SERVICE, "lock_delay" + ofTill);

    assertThat(delay.total(pay)).isPositive().isEqualTo(api.top(SERVICE, "lock_delay").total(pay));
    assertThat(api.top(SERVICE, "lock_contentions" + ofTill).total(pay)).isPositive();
  }
}
