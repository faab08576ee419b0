package dev.cresset.agent.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Exceptions of a program that makes known numbers of them at known places. */
class ExceptionsIT {
  private static final String JDKS = "dev.cresset.agent.shipped.Jdk#all";

  @TempDir private Path directory;

  @BeforeEach
  void compile() throws Exception {
    Programs.compile("Throws", directory);
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  void eachIsCountedByItsClassBelowWhichIsWhatMadeIt(Jdk jdk) throws Exception {
    run(jdk, "exceptions=on");

    assertThat(made("-focus=Throws.parse")).containsExactly("20 java.lang.NumberFormatException");
    assertThat(made("-focus=Throws.dereference"))
        .containsExactly("15 java.lang.NullPointerException");
    assertThat(made("-focus=Throws.miss")).containsExactly("10 Throws$Missing");
    assertThat(made("-focus=Throws.refuse")).containsExactly("5 Throws$Refused");
    assertThat(made("-tagfocus=thread=worker-#", "-focus=Throws"))
        .containsExactly("5 Throws$Refused");
    assertThat(made("-tagfocus=class=Throws.Missing")).containsExactly("10 Throws$Missing");
    assertThat(exceptions().topFunctions("-focus=Throws.miss"))
        .contains("Throws$Missing", "Throws.miss", "Throws.main")
        .noneMatch(function -> function.contains("<init>") || function.startsWith("dev.cresset"));
  }

  @Test
  void theyCanBeAllThatIsProfiled() throws Exception {
    run(Jdk.newest(), "exceptions=on,cpu=off,wall=off,alloc=off,lock=off");

    assertThat(made("-focus=Throws.miss")).containsExactly("10 Throws$Missing");
    assertThat(PprofFiles.of("cpu", out()).files()).isEmpty();
  }

  @Test
  void byDefaultThereIsNone() throws Exception {
    run(Jdk.newest(), "cpu.interval=10ms");

    assertThat(PprofFiles.of("cpu", out()).files()).isNotEmpty();
    assertThat(exceptions().files()).isEmpty();
  }

  private void run(Jdk jdk, String options) throws Exception {
    Fork fork = new Fork(jdk, directory).agent("service=throws,export=file:out," + options);
    try (Fork.Running running = fork.start("-cp", ".", "Throws")) {
      Fork.Result result = running.untilItSays(" INFO ").finish().isUnharmed();
      assertThat(result.stdout()).isEqualTo("caught 50\n");
    }
  }

  /** How many of each class. */
  private List<String> made(String... options) throws Exception {
    return exceptions().top(options).stream()
        .filter(line -> line.matches("\\s+[1-9]\\d* .*%.*"))
        .map(line -> line.trim().split("\\s+", 6))
        .map(cells -> cells[0] + " " + cells[5])
        .toList();
  }

  private PprofFiles exceptions() throws Exception {
    return PprofFiles.of("exceptions", out());
  }

  private Path out() {
    return directory.resolve("out");
  }
}
