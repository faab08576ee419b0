package dev.cresset.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cresset.agent.exceptions.ExceptionConfig;
import dev.cresset.agent.requests.RequestConfig;
import dev.cresset.allocationtracker.AllocationConfig;
import dev.cresset.allocationtracker.LiveConfig;
import dev.cresset.sampler.SamplerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OptionTest {
  @Test
  void theNamesAndDefaultsAreThese() {
    assertThat(Option.all())
        .extracting(option -> option.name() + "=" + option.defaultText())
        .containsExactly(
            "enabled=on",
            "options.file=",
            "service=",
            "release=",
            "environment=",
            "instance=",
            "attributes=",
            "collector=http://localhost:7401",
            "export=grpc",
            "period=10s",
            "engine=auto",
            "cpu=on",
            "cpu.interval=10ms",
            "wall=on",
            "wall.interval=100ms",
            "alloc=on",
            "alloc.interval=512k",
            "alloc.instrumentation=auto",
            "alloc.packages=",
            "alloc.excludes=",
            "live=on",
            "live.delay=1m",
            "live.pace=30s",
            "live.objects=4096",
            "live.classes=20",
            "lock=on",
            "lock.interval=10ms",
            "nativemem=off",
            "nativemem.interval=512k",
            "exceptions=off",
            "exceptions.interval=1",
            "overhead.budget=1%",
            "requests=on",
            "requests.slow=p95",
            "requests.values=200",
            "requests.traces=20",
            "requests.extensions=",
            "vm.frames=off",
            "stack.depth=512",
            "spool.bytes=32m",
            "shutdown.timeout=5s",
            "log.level=info",
            "log.file=",
            "temp.directory=",
            "state.directory=");
  }

  @Test
  void theTableInTheDocumentationIsTheOneInTheCode() throws Exception {
    String table =
        Option.all().stream().map(OptionTest::row).collect(Collectors.joining("\n", "\n", "\n\n"));

    assertThat(Files.readString(Path.of("..", "docs", "agent.md"))).contains(table);
  }

  @Test
  void theDefaultsAreThoseOfThePartsTheyAreFor() {
    SamplerConfig sampler = new SamplerConfig();
    AllocationConfig allocation = new AllocationConfig();

    assertThat(byDefault(Option.ENGINE)).hasToString(sampler.engine().toString());
    assertThat(byDefault(Option.CPU_INTERVAL)).isEqualTo(sampler.cpuInterval());
    assertThat(byDefault(Option.WALL_INTERVAL)).isEqualTo(sampler.wallInterval());
    assertThat(byDefault(Option.LOCK_INTERVAL)).isEqualTo(sampler.lockInterval());
    assertThat(byDefault(Option.STACK_DEPTH)).isEqualTo(sampler.maxDepth());
    assertThat(byDefault(Option.STACK_DEPTH)).isEqualTo(allocation.maxDepth());
    assertThat(byDefault(Option.ALLOC_INTERVAL)).isEqualTo(allocation.interval());
    assertThat(byDefault(Option.ALLOC_PACKAGES)).isEqualTo(allocation.includes());
    assertThat(byDefault(Option.ALLOC_EXCLUDES)).isEqualTo(allocation.excludes());
    assertThat(byDefault(Option.LIVE_DELAY)).isEqualTo(new LiveConfig().delay());
    assertThat(byDefault(Option.LIVE_OBJECTS)).isEqualTo(new LiveConfig().maxReferences());
    assertThat(byDefault(Option.LIVE_CLASSES)).isEqualTo(new LiveConfig().maxClasses());
    assertThat(byDefault(Option.ALLOC_INSTRUMENTATION))
        .hasToString(allocation.instrumentation().toString());
    assertThat(byDefault(Option.VM_FRAMES)).isEqualTo(sampler.vmFrames());
    assertThat(byDefault(Option.NATIVEMEM_INTERVAL)).isEqualTo(sampler.nativeMemoryInterval());
    assertThat(byDefault(Option.REQUESTS_EXTENSIONS)).isEqualTo(new RequestConfig().extensions());
    assertThat(byDefault(Option.EXCEPTIONS_INTERVAL)).isEqualTo(new ExceptionConfig().interval());
    assertThat(byDefault(Option.SPOOL_BYTES)).isEqualTo(byDefault(Option.COLLECTOR).spoolBytes());
  }

  @Test
  void aNameOfTwoWordsMayBeWrittenWithADashOrAnUnderscore() {
    assertThat(Option.ENGINE.parse("flight-recorder")).isEqualTo(Option.Engine.FLIGHT_RECORDER);
    assertThat(Option.ENGINE.parse("FLIGHT_RECORDER")).isEqualTo(Option.Engine.FLIGHT_RECORDER);
    assertThatIllegalArgumentException().isThrownBy(() -> Option.ENGINE.parse("flightrecorder"));
  }

  private static <T> T byDefault(Option<T> option) {
    return option.parseDefault();
  }

  private static String row(Option<?> option) {
    String written = option.defaultText();
    return String.format(
        "| `%s` | %s | %s | %s |",
        option.name(),
        written.isEmpty() ? "" : '`' + written + '`',
        option.allowed(),
        option.meaning());
  }
}
