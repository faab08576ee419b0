package dev.cresset.agent.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Virtual threads take what they work for from carrier to carrier: on JDK 21 too, where they still
 * pin those while they hold a monitor.
 */
class VirtualThreadsIT {
  @TempDir(factory = TheirDirectory.class)
  private Path directory;

  @BeforeEach
  void compile() throws Exception {
    Programs.compileServing(directory);
  }

  static Stream<Jdk> jdks() {
    return Jdk.allAnd(21).filter(jdk -> jdk.feature() >= 21);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void whatTheyDoIsLabelledWhoeverCarriesThem(Jdk jdk) throws Exception {
    Fork fork =
        new Fork(jdk, directory).agent("period=1s,export=file:out,cpu.interval=1ms,exceptions=on");
    try (Fork.Running running = start(fork)) {
      running.until(() -> PprofFiles.of("cpu", out()).files().size() >= 8, "eight profiles");
      running.finish().isUnharmed();
    }

    PprofFiles cpu = PprofFiles.of("cpu", out());
    assertThat(cpu.topFunctions("-tagfocus=job=billing"))
        .contains("Virtual.billing", "Virtual.handedOver")
        .doesNotContain("Virtual.forNobody");
    assertThat(cpu.topFunctions("-tagignore=job=billing")).contains("Virtual.forNobody");
    PprofFiles exceptions = PprofFiles.of("exceptions", out());
    assertThat(exceptions.topFunctions("-tagfocus=job=billing"))
        .contains("java.lang.IllegalStateException", "Virtual.billing")
        .doesNotContain("Virtual.forNobody");
    assertThat(exceptions.topFunctions("-tagignore=job=billing")).contains("Virtual.forNobody");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void theAgentComesAndGoesWhileTheyPark(Jdk jdk) throws Exception {
    Fork fork = new Fork(jdk, directory).withoutAgent().jvm("-XX:+EnableDynamicAgentLoading");
    try (Fork.Running running = start(fork)) {
      running.until(() -> Files.readString(running.out()).contains("served"), "it is told");
      VirtualMachine jvm = VirtualMachine.attach(Long.toString(running.process().pid()));
      for (int i = 0; i < 5; i++) {
        comeAndGo(jvm);
      }
      jvm.detach();

      Fork.Result result = running.finish().isUnharmed();
      assertThat(result.stdout()).contains("have ended");
    }
    assertThat(PprofFiles.of("cpu", out()).topFunctions("-tagfocus=job=billing"))
        .contains("Virtual.billing")
        .doesNotContain("Virtual.forNobody");
  }

  private void comeAndGo(VirtualMachine jvm) throws Exception {
    String agent = Fork.agentJar().toString();
    jvm.loadAgent(agent, "attach@t,period=100ms,cpu.interval=1ms,export=file:" + out());
    assertThat(jvm.getSystemProperties().getProperty("dev.cresset.agent.answer"))
        .startsWith("t done");
    int before = PprofFiles.of("cpu", out()).files().size();
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (PprofFiles.of("cpu", out()).files().size() < before + 5
        && System.nanoTime() < deadline) {
      Thread.sleep(20);
    }
    jvm.loadAgent(agent, "detach");
    jvm.loadAgent(agent, "forget");
  }

  private static Fork.Running start(Fork fork) throws Exception {
    return fork.start("-cp", "." + File.pathSeparator + Programs.classPath(), "Virtual");
  }

  private Path out() {
    return directory.resolve("out");
  }
}
