package dev.cresset.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PerfAccessTest {
  @TempDir private Path root;

  @Test
  void aKernelThatForbidsPerfEventsIsNamedWithItsSettingAndTheRemedy() throws Exception {
    kernel("3\n", "CapEff:\t0000000000000000\nSeccomp:\t0\n");

    assertThat(new PerfAccess(root).whyDenied())
        .isEqualTo(
            "kernel.perf_event_paranoid is 3: set it to 2 or lower, or give the process"
                + " CAP_PERFMON");
  }

  @Test
  void aContainerThatForbidsThemIsNamed() throws Exception {
    kernel("4\n", "CapEff:\t000001ffffffffff\nSeccomp:\t2\n");

    assertThat(new PerfAccess(root).whyDenied()).contains("seccomp profile");
  }

  @Test
  void aKernelWithoutThemIsNamed() {
    assertThat(new PerfAccess(root).whyDenied()).isEqualTo("this kernel has no perf events");
  }

  @Test
  void whatIsNotUnderstoodIsARefusal() throws Exception {
    kernel("1\n", "");

    assertThat(new PerfAccess(root).whyDenied()).isEqualTo("the kernel refuses perf_event_open");
  }

  private void kernel(String paranoid, String status) throws Exception {
    Path setting = root.resolve("proc/sys/kernel/perf_event_paranoid");
    Files.createDirectories(setting.getParent());
    Files.writeString(setting, paranoid);
    Files.createDirectories(root.resolve("proc/self"));
    Files.writeString(root.resolve("proc/self/status"), status);
  }
}
