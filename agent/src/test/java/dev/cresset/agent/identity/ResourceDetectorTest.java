package dev.cresset.agent.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.agent.config.ConfigReader;
import dev.cresset.profile.Resource;
import java.io.File;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceDetectorTest {
  private static final String MANIFEST = "META-INF/MANIFEST.MF";

  @TempDir private Path directory;

  private final Properties system = new Properties();
  private final Map<String, String> environment = new HashMap<>();

  @Test
  void whatIsConfiguredIsNotDetected() throws Exception {
    runJar("shop-1.0.jar", Map.of(MANIFEST, manifest("Title", "9.9")));

    Resource resource =
        detect("service=a,release=b,environment=c,instance=d,attributes=host.name=e");

    assertThat(resource.service()).isEqualTo("a");
    assertThat(resource.release()).isEqualTo("b");
    assertThat(resource.environment()).isEqualTo("c");
    assertThat(resource.instance()).isEqualTo("d");
    assertThat(resource.attributes()).containsEntry("host.name", "e");
  }

  @Test
  void theManifestOfTheMainJarNamesServiceAndRelease() throws Exception {
    runJar("app.jar", Map.of(MANIFEST, manifest("Checkout", "1.4.2")));

    assertThat(detect("").service()).isEqualTo("Checkout");
    assertThat(detect("").release()).isEqualTo("1.4.2");
  }

  @Test
  void springsNameGoesBeforeTheBuilds() throws Exception {
    runJar("app.jar", Map.of(MANIFEST, manifest("Checkout", "1")));
    environment.put("SPRING_APPLICATION_NAME", "from-environment");
    assertThat(detect("").service()).isEqualTo("from-environment");

    system.put("spring.application.name", "from-property");
    assertThat(detect("").service()).isEqualTo("from-property");
  }

  @ParameterizedTest
  @CsvSource({
    "shop.jar,shop",
    "shop-1.4.2.jar,shop",
    "shop-1.4.2-SNAPSHOT.jar,shop",
    "shop-v2.war,shop",
    "shop_3.0.0.RELEASE.jar,shop",
    "cart-2go-api.jar,cart-2go-api",
    "log4j-bridge-1.0.jar,log4j-bridge",
    "shop-exec.jar,shop-exec"
  })
  void aJarWithoutATitleGivesItsNameWithoutTheVersion(String jar, String service) throws Exception {
    runJar(jar, Map.of(MANIFEST, "Manifest-Version: 1.0\n"));

    assertThat(detect("").service()).isEqualTo(service);
    assertThat(detect("").release()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"''", "BOOT-INF/classes/", "WEB-INF/classes/"})
  void buildInfoNamesTheRelease(String root) throws Exception {
    runJar("app.jar", Map.of(root + "META-INF/build-info.properties", "build.version=2.0.1\n"));

    assertThat(detect("").release()).isEqualTo("2.0.1");
  }

  @ParameterizedTest
  @CsvSource({"''", "BOOT-INF/classes/", "WEB-INF/classes/"})
  void theCommitNamesTheReleaseIfNothingElseDoes(String root) throws Exception {
    runJar("app.jar", Map.of(root + "git.properties", "git.commit.id.abbrev=cafe123\n"));

    assertThat(detect("").release()).isEqualTo("cafe123");
  }

  @Test
  void aJarInAFolderWithSpacesIsFound() throws Exception {
    Path folder = Files.createDirectory(directory.resolve("with some space"));
    Path jar = jar(folder.resolve("app.jar"), Map.of(MANIFEST, manifest("Spaced", "1")));
    // On JDK 8 and 11 the JVM appends the agent itself.
    system.put("java.class.path", jar + File.pathSeparator + "/opt/cresset-agent.jar");
    system.put("sun.java.command", jar + " --port 80");

    assertThat(detect("").service()).isEqualTo("Spaced");
  }

  @Test
  void aMainClassOnTheClassPathLeadsToItsJar() throws Exception {
    Path library = jar(directory.resolve("lib-3.jar"), Map.of("com/lib/Util.class", "x"));
    Path app =
        jar(
            directory.resolve("shop-1.jar"),
            Map.of("com/shop/Main.class", "x", MANIFEST, manifest("", "1.1")));
    runClass("com.shop.Main serve", library, directory.resolve("missing.jar"), app);

    assertThat(detect("").service()).isEqualTo("shop");
    assertThat(detect("").release()).isEqualTo("1.1");
  }

  @Test
  void aMainClassInAFolderIsTheService() throws Exception {
    Path classes = Files.createDirectories(directory.resolve("classes/com/shop"));
    Files.createFile(classes.resolve("Main.class"));
    Path root = directory.resolve("classes");
    Files.writeString(root.resolve("git.properties"), "git.commit.id.abbrev=beef456");
    runClass("com.shop.Main", root);

    assertThat(detect("").service()).isEqualTo("com.shop.Main");
    assertThat(detect("").release()).isEqualTo("beef456");
  }

  @Test
  void aMainClassOfAModuleIsNamedWithoutIt() {
    runClass("shop.module/com.shop.Main serve");

    assertThat(detect("").service()).isEqualTo("com.shop.Main");
  }

  @Test
  void aJarThatCannotBeReadStillGivesItsName() throws Exception {
    Path broken = Files.writeString(directory.resolve("shop-1.0.jar"), "not a zip");
    system.put("java.class.path", broken.toString());
    system.put("sun.java.command", broken.toString());

    assertThat(detect("").service()).isEqualTo("shop");
    assertThat(detect("").release()).isEmpty();
  }

  @Test
  void aJvmWithoutALauncherIsCalledJava() {
    assertThat(detect("").service()).isEqualTo("java");
  }

  @Test
  void theInstanceIsHostAndProcess() {
    String pid = String.valueOf(ProcessHandle.current().pid());

    assertThat(detect("").instance()).matches(".+:" + pid);
    assertThat(detect("").attributes())
        .containsEntry("process.pid", pid)
        .containsKeys("host.name", "os.type", "host.arch", "process.runtime.version");
  }

  private Resource detect(String arguments) {
    return new ResourceDetector(system, environment, HostProcess.current())
        .detect(new ConfigReader(Map.of(), new Properties()).read(arguments));
  }

  private void runJar(String name, Map<String, String> entries) throws Exception {
    Path jar = jar(directory.resolve(name), entries);
    system.put("java.class.path", jar.toString());
    system.put("sun.java.command", jar + " serve --port 80");
  }

  private void runClass(String command, Path... classPath) {
    String[] paths = new String[classPath.length];
    for (int i = 0; i < paths.length; i++) {
      paths[i] = classPath[i].toString();
    }
    system.put("java.class.path", String.join(File.pathSeparator, paths));
    system.put("sun.java.command", command);
  }

  private static String manifest(String title, String version) {
    String titleLine = title.isEmpty() ? "" : "Implementation-Title: " + title + "\n";
    return "Manifest-Version: 1.0\n" + titleLine + "Implementation-Version: " + version + "\n";
  }

  private static Path jar(Path path, Map<String, String> entries) throws Exception {
    try (OutputStream file = Files.newOutputStream(path);
        ZipOutputStream jar = new ZipOutputStream(file)) {
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        jar.putNextEntry(new ZipEntry(entry.getKey()));
        jar.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return path;
  }
}
