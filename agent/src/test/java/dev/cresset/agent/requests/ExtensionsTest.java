package dev.cresset.agent.requests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.api.RequestEntryPoint;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtensionsTest {
  private static final String PROVIDERS = "META-INF/services/dev.cresset.api.RequestEntryPoint";

  @TempDir private Path directory;
  private final List<String> problems = new ArrayList<>();

  @Test
  void withoutAPathThereAreNone() {
    assertThat(classes(Path.of(""))).isEmpty();
    assertThat(problems).isEmpty();
  }

  @Test
  void aJarsEntryPointsAreLoadedFromIt() throws Exception {
    Path jar =
        jar("acme.jar", name(Acme.class) + "\n" + name(Other.class), Acme.class, Other.class);

    try (Extensions extensions = load(jar)) {
      assertThat(extensions.entryPoints())
          .extracting(point -> point.classes()[0])
          .containsExactly("com/acme/Dispatcher", "com/other/Dispatcher");
    }
    assertThat(problems).isEmpty();
  }

  @Test
  void ofAFolderAllJarsAreLoadedInOrder() throws Exception {
    jar("b.jar", name(Other.class), Other.class, Acme.class);
    jar("a.jar", name(Acme.class), Acme.class);
    Files.writeString(directory.resolve("readme.txt"), "no jar");

    assertThat(classes(directory)).containsExactly("com/acme/Dispatcher", "com/other/Dispatcher");
    assertThat(problems).isEmpty();
  }

  @Test
  void theySeeTheJdkAndTheInterfaceAndNothingElseOfTheAgents() throws Exception {
    Path jar = jar("acme.jar", name(Acme.class), Acme.class);

    try (ExtensionLoader loader = ExtensionLoader.open(jar)) {
      Class<?> acme = loader.loadClass(name(Acme.class));

      assertThat(acme).isNotSameAs(Acme.class);
      assertThat(RequestEntryPoint.class).isAssignableFrom(acme);
      assertThat(isSeen("java.util.regex.Pattern", loader)).isTrue();
      assertThat(isSeen(name(EntryPoint.class), loader)).isFalse();
      assertThat(isSeen("org.objectweb.asm.ClassReader", loader)).isFalse();
    }
  }

  @Test
  void whatIsWrongIsOneLineEachAndTheOthersGoOn() throws Exception {
    Files.writeString(directory.resolve("a-torn.jar"), "no jar");
    jar("b-nameless.jar", null, Acme.class);
    jar("c-illegal.jar", "no class's name", Acme.class);
    jar(
        "d-mixed.jar",
        String.join(
            "\n",
            "com.acme.Missing",
            name(Abstract.class),
            name(Throwing.class),
            name(Failing.class),
            name(Nothing.class),
            name(Orphan.class),
            name(Stranger.class),
            name(Acme.class)),
        Abstract.class,
        Throwing.class,
        Failing.class,
        Nothing.class,
        Orphan.class,
        Stranger.class,
        Acme.class);

    assertThat(classes(directory)).containsExactly("com/acme/Dispatcher");
    assertThat(problems)
        .allSatisfy(problem -> assertThat(problem).startsWith("requests.extensions: " + directory))
        .satisfiesExactly(
            problem -> assertThat(problem).contains("a-torn.jar: it cannot be read"),
            problem -> assertThat(problem).contains("b-nameless.jar: it has no " + PROVIDERS),
            problem -> assertThat(problem).contains("c-illegal.jar", PROVIDERS + ":1"),
            problem -> assertThat(problem).contains("d-mixed.jar", "com.acme.Missing not found"),
            problem -> assertThat(problem).contains("d-mixed.jar", "Abstract"),
            problem -> assertThat(problem).contains("Throwing", "because of", "not today"),
            problem -> assertThat(problem).contains("Failing is not used", "classes()", "no names"),
            problem -> assertThat(problem).contains("Nothing is not used", "name one class"),
            problem -> assertThat(problem).contains("d-mixed.jar", "NoClassDefFound", "Parent"),
            problem -> assertThat(problem).contains("Stranger not a subtype"));
  }

  @Test
  void aPathThatIsNotThereIsNamed() {
    Path missing = directory.resolve("missing.jar");

    assertThat(classes(missing)).isEmpty();
    assertThat(problems)
        .containsExactly("requests.extensions: " + missing + ": there is no such file or folder");
  }

  @Test
  void nothingIsLeftOfThem() throws Exception {
    Extensions extensions = load(jar("acme.jar", name(Acme.class), Acme.class));
    WeakReference<?> left = new WeakReference<>(extensions.entryPoints().get(0));
    extensions.close();
    extensions = null;

    for (int i = 0; i < 100 && left.get() != null; i++) {
      System.gc();
      Thread.sleep(10);
    }

    assertThat(left.get()).isNull();
  }

  private List<String> classes(Path jarOrFolder) {
    try (Extensions extensions = load(jarOrFolder)) {
      return extensions.entryPoints().stream().map(point -> point.classes()[0]).toList();
    }
  }

  private Extensions load(Path jarOrFolder) {
    return Extensions.load(jarOrFolder, problems::add);
  }

  /**
   * @param providers what it says they are; null for nothing
   */
  private Path jar(String file, String providers, Class<?>... classes) throws IOException {
    Path jar = directory.resolve(file);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      if (providers != null) {
        out.putNextEntry(new JarEntry(PROVIDERS));
        out.write(providers.getBytes(UTF_8));
      }
      for (Class<?> type : classes) {
        String entry = type.getName().replace('.', '/') + ".class";
        out.putNextEntry(new JarEntry(entry));
        try (InputStream in = ExtensionsTest.class.getResourceAsStream("/" + entry)) {
          in.transferTo(out);
        }
      }
    }
    return jar;
  }

  private static String name(Class<?> type) {
    return type.getName();
  }

  private static boolean isSeen(String className, ClassLoader loader) {
    try {
      return Class.forName(className, false, loader) != null;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** What a provider needs, and no more. */
  public static class Acme implements RequestEntryPoint {
    @Override
    public String[] classes() {
      return new String[] {"com.acme.Dispatcher"};
    }

    @Override
    public boolean handles(String className, String method, String descriptor) {
      return true;
    }

    @Override
    public String endpoint(Object self, Object argument) {
      return null;
    }
  }

  public static class Other extends Acme {
    @Override
    public String[] classes() {
      return new String[] {"com.other.Dispatcher"};
    }
  }

  public abstract static class Abstract implements RequestEntryPoint {}

  public static class Throwing extends Acme {
    public Throwing() {
      throw new IllegalStateException("not today");
    }
  }

  public static class Failing extends Acme {
    @Override
    public String[] classes() {
      throw new AssertionError("no names");
    }
  }

  public static class Nothing extends Acme {
    @Override
    public String[] classes() {
      return null;
    }
  }

  /** Not in the jar. */
  public static class Parent extends Acme {}

  public static class Orphan extends Parent {}

  public static class Stranger {}
}
