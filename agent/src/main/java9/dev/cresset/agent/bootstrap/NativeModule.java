package dev.cresset.agent.bootstrap;

import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.net.URI;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the classes with native methods a module of their own.
 *
 * <p>From JDK 24 on, code must be allowed to load native libraries (JEP 472). The unnamed modules
 * of all loaders share that permission, so one for ours would be one for the application's classes;
 * a module of our own can have it alone.
 *
 * <p>Uses Java 9's API in bytecode for Java 8, and is only ever loaded where that API is.
 */
final class NativeModule {
  private NativeModule() {}

  /**
   * Must come before the loader's first class.
   *
   * @param packageName of all that the loader can load
   */
  static void define(String name, ClassLoader loader, String packageName) {
    // Not automatic: to find out what such a module reads, the JVM makes a dozen classes.
    ModuleDescriptor descriptor = ModuleDescriptor.newModule(name).exports(packageName).build();
    ModuleLayer boot = ModuleLayer.boot();
    Configuration configuration =
        boot.configuration()
            .resolve(new SingleModule(descriptor), ModuleFinder.of(), Collections.singleton(name));
    boot.defineModules(configuration, module -> loader);
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
