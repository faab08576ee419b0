package dev.cresset.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateDirectoryTest {
  @TempDir Path temp;

  @Test
  void itIsForItsOwnerOnlyAndGoneWithItsFilesWhenClosed() throws Exception {
    try (PrivateDirectory directory = PrivateDirectory.in(temp)) {
      Path file = Files.createFile(directory.resolve("file"));
      assertThat(Files.getPosixFilePermissions(file.getParent()))
          .containsExactlyInAnyOrder(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE);
    }
    assertThat(temp).isEmptyDirectory();
  }

  @Test
  void whatAKilledProcessLeftLongAgoIsSweptAndNothingElse() throws Exception {
    Path leftOver = directory(PrivateDirectory.PREFIX + "1", Duration.ofHours(2));
    Path inUse = directory(PrivateDirectory.PREFIX + "2", Duration.ofMinutes(1));
    Path another = directory("cresset-data", Duration.ofHours(2));
    Path elsewhere = directory("elsewhere", Duration.ofHours(2));
    Path link = Files.createSymbolicLink(temp.resolve(PrivateDirectory.PREFIX + "3"), elsewhere);

    PrivateDirectory.in(temp).close();

    assertThat(leftOver).doesNotExist();
    assertThat(inUse.resolve("file")).exists();
    assertThat(another.resolve("file")).exists();
    assertThat(elsewhere.resolve("file")).exists();
    assertThat(link).isSymbolicLink();
  }

  private Path directory(String name, Duration age) throws Exception {
    Path directory = Files.createDirectory(temp.resolve(name));
    Files.createFile(directory.resolve("file"));
    return Files.setLastModifiedTime(directory, FileTime.from(Instant.now().minus(age)));
  }
}
