package dev.cresset.allocationtracker;

import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/** The classes that were there before the transformer came, or are to outlive it. */
final class LoadedClasses {
  /**
   * Each call stops all threads for a time that grows with the number of all classes, as well as
   * with the number of its own.
   */
  private static final int BATCH = 200;

  private final Instrumentation instrumentation;
  private final BiPredicate<ClassLoader, String> filter;
  private final InstrumentationCounts counts;

  /**
   * @param filter which classes, by loader and name as in class files
   */
  LoadedClasses(
      Instrumentation instrumentation,
      BiPredicate<ClassLoader, String> filter,
      InstrumentationCounts counts) {
    this.instrumentation = instrumentation;
    this.filter = filter;
    this.counts = counts;
  }

  /**
   * Has all transformers see them again.
   *
   * @return how many there are
   */
  int transform() {
    if (!instrumentation.isRetransformClassesSupported()) {
      return 0;
    }
    List<Class<?>> classes = modifiable();
    for (int i = 0; i < classes.size(); i += BATCH) {
      transform(classes.subList(i, Math.min(i + BATCH, classes.size())));
    }
    return classes.size();
  }

  private List<Class<?>> modifiable() {
    List<Class<?>> classes = new ArrayList<>();
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (filter.test(type.getClassLoader(), type.getName().replace('.', '/'))
          && isModifiable(instrumentation, type)) {
        classes.add(type);
      }
    }
    return classes;
  }

  /**
   * Whether a class can be transformed. JDK 8 also says so of classes without a name of their own,
   * such as those of lambdas, and crashes when one is.
   */
  static boolean isModifiable(Instrumentation instrumentation, Class<?> type) {
    boolean anonymous = type.getName().indexOf('/') >= 0;
    return !anonymous && !type.isArray() && instrumentation.isModifiableClass(type);
  }

  /** Halves a batch that the JVM refuses, until the refused classes are left alone. */
  private void transform(List<Class<?>> classes) {
    try {
      instrumentation.retransformClasses(classes.toArray(new Class<?>[0]));
    } catch (UnmodifiableClassException | RuntimeException | LinkageError | InternalError e) {
      if (classes.size() == 1) {
        counts.failed(classes.get(0).getName(), e);
        return;
      }
      int half = classes.size() / 2;
      transform(classes.subList(0, half));
      transform(classes.subList(half, classes.size()));
    }
  }
}
