package dev.cresset.agent.bootstrap;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes what a loader of the agent's loads a module of its own.
 *
 * <p>From JDK 24 on, code must be allowed to load native libraries (JEP 472). The unnamed modules
 * of all loaders share that permission, so one for ours would be one for the application's classes;
 * a module of our own can have it alone.
 *
 * <p>Uses Java 9's API in bytecode for Java 8, and is only ever loaded where that API is.
 */
final class AgentModule {
  private static final String CLASS = ".classdata";
  private static final String SERVICES = "META-INF/services/";

  private AgentModule() {}

  /**
   * Must come before the loader's first class.
   *
   * @param entries the names of what the loader can load
   */
  static void define(String name, ClassLoader loader, List<String> entries) throws IOException {
    ModuleFinder finder = new SingleModule(describe(name, loader, entries));
    ModuleLayer boot = ModuleLayer.boot();
    Configuration configuration =
        boot.configuration().resolve(finder, ModuleFinder.of(), Collections.singleton(name));
    boot.defineModules(configuration, module -> loader);
  }

  /** An automatic module: it reads every other, as classes on a class path do. */
  private static ModuleDescriptor describe(String name, ClassLoader loader, List<String> entries)
      throws IOException {
    ModuleDescriptor.Builder module =
        ModuleDescriptor.newAutomaticModule(name).packages(packages(entries));
    for (String entry : entries) {
      if (entry.startsWith(SERVICES) && entry.length() > SERVICES.length()) {
        module.provides(entry.substring(SERVICES.length()), providers(loader, entry));
      }
    }
    return module.build();
  }

  private static Set<String> packages(List<String> entries) {
    return entries.stream()
        .filter(entry -> entry.endsWith(CLASS))
        .map(entry -> entry.substring(0, entry.lastIndexOf('/')).replace('/', '.'))
        .collect(Collectors.toSet());
  }

  private static List<String> providers(ClassLoader loader, String entry) throws IOException {
    try (InputStream in = loader.getResourceAsStream(entry);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .map(line -> line.replaceAll("#.*", "").trim())
          .filter(line -> !line.isEmpty())
          .collect(Collectors.toList());
    }
  }

  private static final class SingleModule implements ModuleFinder {
    private final ModuleReference module;

    SingleModule(ModuleDescriptor descriptor) {
      this.module =
          new ModuleReference(descriptor, URI.create("cresset:/")) {
            @Override
            public ModuleReader open() {
              throw new UnsupportedOperationException("Its loader reads it.");
            }
          };
    }

    @Override
    public Optional<ModuleReference> find(String name) {
      return name.equals(module.descriptor().name()) ? Optional.of(module) : Optional.empty();
    }

    @Override
    public Set<ModuleReference> findAll() {
      return Collections.singleton(module);
    }
  }
}
