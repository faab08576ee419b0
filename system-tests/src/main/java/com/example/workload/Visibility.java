package com.example.workload;

import java.util.ArrayList;
import java.util.List;

/**
 * Tells which of the classes named by its arguments it can see, {@code visible NAME} a line; and of
 * the threads that are not its own, those that would keep it running.
 */
public final class Visibility {
  private Visibility() {}

  public static void main(String[] names) {
    for (String name : names) {
      for (ClassLoader loader : loaders()) {
        tell(name, loader);
      }
    }
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("cresset-") && !thread.isDaemon()) {
        System.out.println("keeps running " + thread.getName());
      }
    }
    System.out.println("looked");
  }

  private static List<ClassLoader> loaders() {
    List<ClassLoader> loaders = new ArrayList<>();
    loaders.add(Visibility.class.getClassLoader());
    loaders.add(ClassLoader.getSystemClassLoader());
    loaders.add(ClassLoader.getSystemClassLoader().getParent());
    loaders.add(Thread.currentThread().getContextClassLoader());
    return loaders;
  }

  private static void tell(String name, ClassLoader loader) {
    try {
      Class.forName(name, false, loader);
      System.out.println("visible " + name);
    } catch (ClassNotFoundException | LinkageError e) {
      // As it should be.
    }
    if (loader.getResource(name.replace('.', '/') + ".class") != null) {
      System.out.println("visible as a resource " + name);
    }
  }
}
