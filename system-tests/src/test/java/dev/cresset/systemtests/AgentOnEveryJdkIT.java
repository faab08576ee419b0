package dev.cresset.systemtests;

import static dev.cresset.systemtests.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The agent on the JDKs that {@code cresset.jdks} names. */
@ExtendWith(SharedServer.class)
class AgentOnEveryJdkIT {
  private static final String PROGRAM = "com.example.workload.KnownCosts";

  @TempDir Path directory;

  @ParameterizedTest
  @MethodSource("jdks")
  void everyFamilyArrivesAndTheApplicationIsLeftAlone(Jdk jdk, CressetServer server)
      throws Exception {
    String service = "every-jdk-" + jdk.version();
    String options = "service=" + service + ",release=1,period=2s,collector=" + server.collector();
    Path end = directory.resolve("end");
    try (Application application =
        Application.start(jdk, directory, options, "KnownCosts", "300", end.toString())) {
      Api api = server.api();
      eventually(() -> {
        assertThat(api.top(service, "cpu").total(PROGRAM + "$Burner.sixty")).isPositive();
        assertThat(api.top(service, "wall").total(PROGRAM + "$Waiter.waiting")).isPositive();
        assertThat(api.top(service, "lock_delay").total(PROGRAM + "$LockSeeker.seek")).isPositive();
        assertThat(api.top(service, "alloc_space").total(PROGRAM + "$Allocator.twofold"))
            .isPositive();
      });
      Files.createFile(end);
      application.awaitSuccess();

      assertThat(application.out()).allMatch(line -> line.startsWith("truth ")).hasSize(11);
      assertThat(application.err()).allMatch(line -> line.startsWith("[cresset] "));
      assertThat(application.err().getFirst()).contains("INFO " + service + " 1 as ");
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void theApplicationSeesNothingOfTheAgentButItsEntryPoint(Jdk jdk, CressetServer server)
      throws Exception {
    String options = "service=isolated,collector=" + server.collector();
    try (Application application =
        Application.start(
            jdk,
            directory,
            options,
            "Visibility",
            "dev.cresset.agent.bootstrap.CressetAgent",
            "dev.cresset.agent.AgentMain",
            "dev.cresset.exporter.Shipper",
            "dev.cresset.sampler.NativeEngine",
            "dev.cresset.allocationtracker.AllocationFamilies",
            "dev.cresset.profile.Profile",
            "dev.cresset.protocol.pprof.Profile",
            "com.google.protobuf.CodedOutputStream",
            "com.google.common.collect.ImmutableList",
            "io.grpc.ManagedChannel",
            "okio.Buffer",
            "kotlin.Unit",
            "one.profiler.AsyncProfiler",
            "org.objectweb.asm.ClassReader")) {
      application.awaitSuccess();

      assertThat(application.out().stream().distinct())
          .containsExactlyInAnyOrder(
              "visible dev.cresset.agent.bootstrap.CressetAgent",
              "visible as a resource dev.cresset.agent.bootstrap.CressetAgent",
              "looked");
    }
  }

  static Stream<Jdk> jdks() {
    return Jdk.all();
  }
}
