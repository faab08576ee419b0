package dev.cresset.agent.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostProcessTest {
  private static final String ID =
      "3f0a1b2c3d4e5f60718293a4b5c6d7e8f90123456789abcdef0123456789abcd";

  @TempDir private Path root;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "12:cpu:/docker/" + ID,
        "1:name=systemd:/kubepods/burstable/pod1-2/" + ID,
        "0::/system.slice/docker-" + ID + ".scope",
        "0::/kubepods.slice/kubepods-pod1.slice/cri-containerd-" + ID + ".scope"
      })
  void theControlGroupNamesTheContainer(String line) throws Exception {
    write("proc/self/cgroup", "2:other:/\n" + line + "\n");

    assertThat(process().containerId()).contains(ID);
  }

  @Test
  void theMountsNameTheContainerWhereTheControlGroupIsHidden() throws Exception {
    write("proc/self/cgroup", "0::/\n");
    write(
        "proc/self/mountinfo",
        "1 2 0:1 /var/lib/overlay/"
            + ID.replace('3', '4')
            + "/merged / rw\n"
            + "3 4 0:2 /var/lib/docker/containers/"
            + ID
            + "/hostname /etc/hostname rw\n");

    assertThat(process().containerId()).contains(ID);
  }

  @Test
  void outsideAContainerThereIsNone() throws Exception {
    write("proc/self/cgroup", "0::/user.slice/user-1000.slice/session-1.scope\n");

    assertThat(process().containerId()).isEmpty();
  }

  @Test
  void theKernelsNameOfTheHostGoesFirst() throws Exception {
    assertThat(process().hostName()).isEqualTo("localhost");

    write("etc/hostname", "from-file\n");
    assertThat(process().hostName()).isEqualTo("from-file");

    Map<String, String> environment = Map.of("HOSTNAME", "from-environment");
    assertThat(new HostProcess(root, environment).hostName()).isEqualTo("from-environment");

    write("proc/sys/kernel/hostname", "from-kernel\n");
    assertThat(new HostProcess(root, environment).hostName()).isEqualTo("from-kernel");
  }

  @Test
  void theNumberIsThisProcesss() {
    String pid = String.valueOf(ProcessHandle.current().pid());

    assertThat(HostProcess.current().pid()).isEqualTo(pid);
    assertThat(process().pid()).as("without /proc").isEqualTo(pid);
  }

  private HostProcess process() {
    return new HostProcess(root, Map.of());
  }

  private void write(String file, String text) throws Exception {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
