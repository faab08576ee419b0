package dev.cresset.agent.requests;

import dev.cresset.api.RequestEntryPoint;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Consumer;

/**
 * Entry points that come in jars of their own. What is wrong with one is said in a line, and the
 * others go on.
 */
final class Extensions implements AutoCloseable {
  private static final String PROVIDERS = "META-INF/services/" + RequestEntryPoint.class.getName();

  private final Consumer<String> onProblem;
  private final List<ExtensionLoader> loaders = new ArrayList<>();
  private final List<EntryPoint> entryPoints = new ArrayList<>();

  private Extensions(Consumer<String> onProblem) {
    this.onProblem = onProblem;
  }

  /**
   * Never throws.
   *
   * @param jarOrFolder the empty path for none
   * @param onProblem told what is wrong, by any thread while these are in use; it must not throw
   */
  static Extensions load(Path jarOrFolder, Consumer<String> onProblem) {
    Extensions extensions = new Extensions(onProblem);
    if (!jarOrFolder.toString().isEmpty()) {
      for (Path jar : extensions.jars(jarOrFolder)) {
        extensions.load(jar);
      }
    }
    return extensions;
  }

  private List<Path> jars(Path jarOrFolder) {
    if (!Files.exists(jarOrFolder)) {
      say(jarOrFolder, "there is no such file or folder");
    } else if (!Files.isDirectory(jarOrFolder)) {
      return Collections.singletonList(jarOrFolder);
    } else {
      return jarsIn(jarOrFolder);
    }
    return Collections.emptyList();
  }

  private List<Path> jarsIn(Path folder) {
    List<Path> jars = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.jar")) {
      found.forEach(jars::add);
    } catch (IOException | RuntimeException e) {
      say(folder, "it cannot be listed: " + e);
    }
    // The first entry point that knows a method has it: always the same one.
    Collections.sort(jars);
    return jars;
  }

  private void load(Path jar) {
    try {
      ExtensionLoader loader = ExtensionLoader.open(jar);
      loaders.add(loader);
      if (loader.findResource(PROVIDERS) == null) {
        say(jar, "it has no " + PROVIDERS + ", which names its classes");
      }
      loadProviders(jar, loader);
    } catch (IOException | RuntimeException | LinkageError e) {
      say(jar, "it cannot be read: " + e);
    }
  }

  private void loadProviders(Path jar, ExtensionLoader loader) {
    Iterator<RequestEntryPoint> providers =
        ServiceLoader.load(RequestEntryPoint.class, loader).iterator();
    while (loadNext(jar, providers)) {
      // One that cannot be loaded is no reason to go without the next.
    }
  }

  /**
   * @return false if there is none any more
   */
  private boolean loadNext(Path jar, Iterator<RequestEntryPoint> providers) {
    try {
      if (!providers.hasNext()) {
        return false;
      }
      add(jar, providers.next());
    } catch (ServiceConfigurationError e) {
      String cause = e.getCause() == null ? "" : ", because of " + e.getCause();
      say(jar, e.getMessage() + cause);
    } catch (LinkageError e) {
      // Of the class itself: compiled for a later Java, or it extends what is not there.
      say(jar, e.toString());
    }
    return true;
  }

  private void add(Path jar, RequestEntryPoint provider) {
    try {
      entryPoints.add(new ProvidedEntryPoint(provider, problem -> say(jar, problem)));
    } catch (Throwable e) {
      // Whatever somebody else's class throws, the agent goes on.
      say(jar, provider.getClass().getName() + " is not used, because of its classes(): " + e);
    }
  }

  private void say(Path where, String problem) {
    onProblem.accept("requests.extensions: " + where + ": " + problem);
  }

  List<EntryPoint> entryPoints() {
    return Collections.unmodifiableList(entryPoints);
  }

  @Override
  public void close() {
    for (ExtensionLoader loader : loaders) {
      try {
        loader.close();
      } catch (IOException e) {
        // Nothing was written.
      }
    }
  }
}
