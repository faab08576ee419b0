package dev.cresset.agent.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nobody says who is profiled: the launcher and the build do. */
class DetectionIT {
  private static final String JDKS = "dev.cresset.agent.shipped.Jdk#all";

  @TempDir private Path directory;

  @BeforeEach
  void compile() throws Exception {
    Programs.compile("Busy", directory);
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  void aFatJarIsKnownByItsManifestAndItsBuildInfo(Jdk jdk) throws Exception {
    Path jar = Files.createDirectory(directory.resolve("my apps")).resolve("app.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      add(zip, "META-INF/MANIFEST.MF", "Main-Class: Busy\nImplementation-Title: checkout\n");
      add(zip, "BOOT-INF/classes/META-INF/build-info.properties", "build.version=1.4.2\n");
      for (Path file : Files.list(directory).filter(f -> f.toString().endsWith("class")).toList()) {
        zip.putNextEntry(new ZipEntry(file.getFileName().toString()));
        Files.copy(file, zip);
      }
    }

    assertThat(announced(jdk, "-jar", jar.toString())).startsWith("checkout 1.4.2 as ");
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  void aMainClassIsKnownByItsNameAndTheCommitBesideIt(Jdk jdk) throws Exception {
    Files.writeString(directory.resolve("git.properties"), "git.commit.id.abbrev=cafe123\n");

    assertThat(announced(jdk, "-cp", ".", "Busy")).startsWith("Busy cafe123 as ");
  }

  private String announced(Jdk jdk, String... program) throws Exception {
    Fork fork = new Fork(jdk, directory).agent("export=file:out");
    try (Fork.Running busy = fork.start(program)) {
      String line = busy.untilItSays(" INFO ").finish().isUnharmed().stderr().getFirst();
      return line.replaceFirst(".* INFO ", "");
    }
  }

  private static void add(ZipOutputStream zip, String name, String text) throws Exception {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
