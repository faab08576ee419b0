package dev.cresset.agent.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The application does not see what the agent is made of. */
class IsolationIT {
  private static final String JDKS = "dev.cresset.agent.shipped.Jdk#all";
  private static final String RESOURCES =
      "META-INF/services/io.grpc.NameResolverProvider,META-INF/services/io.grpc.LoadBalancerProvider,"
          + "META-INF/LICENSE,linux-x64/libasyncProfiler.so,google/protobuf/any.proto,"
          + "dev/cresset/agent/AgentMain.class,io/grpc/Channel.class";
  private static final String CLASSES =
      "dev.cresset.agent.AgentMain,dev.cresset.api.RequestEntryPoint,dev.cresset.profile.Profile,"
          + "io.grpc.Channel,"
          + "com.google.protobuf.Message,com.google.common.base.Strings,com.google.gson.Gson,"
          + "okio.Buffer,kotlin.Unit,one.profiler.AsyncProfiler,"
          + "org.objectweb.asm.ClassReader";

  @TempDir private Path directory;

  @BeforeEach
  void compile() throws Exception {
    Programs.compile("Curious", directory);
    Programs.compile("Particular", directory);
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  void noClassOrResourceOfTheAgentsCanBeSeen(Jdk jdk) throws Exception {
    String[] program = {"-cp", ".", "Curious", CLASSES, RESOURCES};

    Fork.Result with;
    try (Fork.Running curious =
        new Fork(jdk, directory).agent("export=file:out,period=200ms").start(program)) {
      with = curious.untilThereAre(4, directory.resolve("out")).finish().isUnharmed();
    }
    Fork.Result without = new Fork(jdk, directory).withoutAgent().run(program);

    assertThat(with.stdout()).doesNotContain("sees class", "sees interface");
    assertThat(withoutHashes(with.stdout())).isEqualTo(withoutHashes(without.stdout()));
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  void anApplicationMaySetUpItsOwnLoggingAndStderrLate(Jdk jdk) throws Exception {
    Fork fork =
        new Fork(jdk, directory).agent("period=200ms,collector=http://127.0.0.1:" + Ports.closed());
    Fork.Result result;
    try (Fork.Running particular = fork.start("-cp", ".", "Particular")) {
      result = particular.untilItSays("No profiles get").finish().isUnharmed();
    }

    assertThat(result.stdout())
        .isEqualTo("log manager OwnLogManager\nmbean server started false\n");
  }

  private static String withoutHashes(String text) {
    return text.replaceAll("@[0-9a-f]+", "");
  }
}
