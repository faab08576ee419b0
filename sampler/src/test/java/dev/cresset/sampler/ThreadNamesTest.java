package dev.cresset.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.profile.Labels;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThreadNamesTest {
  @ParameterizedTest
  @CsvSource({
    "main, main",
    "http-nio-8080-exec-7, http-nio-8080-exec-#",
    "http-nio-8080-Acceptor, http-nio-8080-Acceptor",
    "pool-3-thread-12, pool-3-thread-#",
    "qtp1552978964-44, qtp#-#",
    "GC Thread#0, GC Thread#",
    "C2 CompilerThread1, C2 CompilerThread#",
    "RMI TCP Connection(2)-127.0.0.1, RMI TCP Connection(#)-127.0.0.#",
    "Camel (camel-1) thread #12 - timer, Camel (camel-1) thread # - timer",
    "HikariPool-1 housekeeper, HikariPool-1 housekeeper",
    "[tid=4711], [tid=#]",
    "worker 12345 of 3 tenants, worker # of 3 tenants",
    "(7) of a(8)b, (#) of a(#)b",
    "7, #",
    "#, #",
    "cresset-sampler, cresset-sampler",
  })
  void threadsOfAPoolShareALabel(String name, String folded) {
    assertThat(ThreadNames.fold(name)).isEqualTo(folded);
  }

  @Test
  void aThreadWithoutANameHasALabelNonetheless() {
    assertThat(new ThreadNames().label("")).isEqualTo(Labels.of("thread", "(unnamed)"));
    assertThat(new ThreadNames().label(null)).isEqualTo(Labels.of("thread", "(unnamed)"));
  }

  @Test
  void namesBeyondAThousandShareOneLabel() {
    ThreadNames names = new ThreadNames();
    Set<Labels> labels = new HashSet<>();
    for (int i = 0; i < 5000; i++) {
      labels.add(names.label("request " + i + " of a user"));
    }

    assertThat(labels).hasSize(1001).contains(Labels.of("thread", "(other threads)"));
  }
}
