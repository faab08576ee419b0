package dev.cresset.agent.requests;

import static dev.cresset.agent.bridge.RequestHooks.UNKNOWN;

import dev.cresset.api.RequestEntryPoint;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** An entry point that somebody else's class tells of. Whatever that throws ends here. */
final class ProvidedEntryPoint implements EntryPoint {
  private final RequestEntryPoint provider;
  private final Consumer<String> onProblem;
  private final String[] classes;
  private final AtomicBoolean hasFailed = new AtomicBoolean();

  /**
   * @param onProblem told the first time that the provider throws while it is in use
   * @throws IllegalArgumentException if it names no classes; and whatever it throws when asked
   */
  ProvidedEntryPoint(RequestEntryPoint provider, Consumer<String> onProblem) {
    this.provider = provider;
    this.onProblem = onProblem;
    this.classes = asInClassFiles(provider.classes());
  }

  private static String[] asInClassFiles(String... names) {
    if (names == null || names.length == 0) {
      throw new IllegalArgumentException("there are none; name one class at least");
    }
    String[] internal = new String[names.length];
    for (int i = 0; i < names.length; i++) {
      if (names[i] == null) {
        throw new IllegalArgumentException("the name at " + i + " is null");
      }
      internal[i] = names[i].replace('.', '/');
    }
    return internal;
  }

  @Override
  public String[] classes() {
    return classes;
  }

  @Override
  public Advice advice(String className, String method, String descriptor) {
    // What a constructor makes must not be handed to anybody before it has called its parent's.
    boolean isConstructor = method.startsWith("<");
    return !isConstructor && handles(className.replace('/', '.'), method, descriptor)
        ? Advice.REQUEST
        : null;
  }

  private boolean handles(String className, String method, String descriptor) {
    try {
      return provider.handles(className, method, descriptor);
    } catch (Throwable e) {
      complain("handles", e);
      return false;
    }
  }

  @Override
  public int endpoint(Object self, Object argument, Endpoints endpoints)
      throws InvocationTargetException {
    String name = name(self, argument);
    return name == null || name.isEmpty() ? UNKNOWN : endpoints.number(name);
  }

  private String name(Object self, Object argument) throws InvocationTargetException {
    try {
      return provider.endpoint(self, argument);
    } catch (Throwable e) {
      complain("endpoint", e);
      throw new InvocationTargetException(e);
    }
  }

  private void complain(String method, Throwable failure) {
    if (!hasFailed.getAndSet(true)) {
      onProblem.accept(
          provider.getClass().getName()
              + "."
              + method
              + "(…) failed, and may again without a word: "
              + failure);
    }
  }
}
