package dev.cresset.agent.requests;

import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

/**
 * A method of the application's libraries, of which we know the name only. It finds the method in a
 * public class or interface of the object it is called on, and remembers the last.
 *
 * <p>Safe for use by many threads.
 */
final class PublicMethod {
  private static final Object[] NO_ARGUMENTS = {};

  private final String name;
  private final Class<?>[] parameters;
  private volatile Remembered last = new Remembered((Method) null);

  PublicMethod(String name, Class<?>... parameters) {
    this.name = name;
    this.parameters = parameters;
  }

  Object of(Object target) throws ReflectiveOperationException {
    return on(target).invoke(target, NO_ARGUMENTS);
  }

  Object of(Object target, Object argument) throws ReflectiveOperationException {
    return on(target).invoke(target, argument);
  }

  /**
   * @return null if it has no such method, or that failed
   */
  Object ifThere(Object target) {
    try {
      return of(target);
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  private Method on(Object target) throws NoSuchMethodException {
    Remembered remembered = last;
    Method method = remembered.get();
    if (method != null && method.getDeclaringClass().isInstance(target)) {
      return method;
    }
    if (remembered.isMissingFrom(target.getClass())) {
      throw new NoSuchMethodException(name);
    }
    Method found = find(target.getClass());
    last = found == null ? new Remembered(target.getClass()) : new Remembered(found);
    if (found == null) {
      throw new NoSuchMethodException(name);
    }
    return found;
  }

  /** The one that all implementations have in common, if there is one: an interface's. */
  private Method find(Class<?> type) {
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      for (Class<?> declaring : at.getInterfaces()) {
        Method found = find(declaring);
        if (found != null) {
          return found;
        }
      }
    }
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      Method found = declaredBy(at);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private Method declaredBy(Class<?> type) {
    try {
      Method method = type.getDeclaredMethod(name, parameters);
      boolean callable =
          Modifier.isPublic(type.getModifiers()) && Modifier.isPublic(method.getModifiers());
      return callable ? unchecked(method) : null;
    } catch (NoSuchMethodException | RuntimeException | LinkageError e) {
      return null;
    }
  }

  /** Spared the search for its caller at each call, where that is allowed. */
  private static Method unchecked(Method method) {
    try {
      method.setAccessible(true);
    } catch (RuntimeException e) {
      // It is public: it can be called all the same.
    }
    return method;
  }

  /**
   * Held weakly, since it must not keep an application's class loader. Who collects garbage has us
   * look the method up again.
   */
  private static final class Remembered {
    private final WeakReference<Method> method;
    private final WeakReference<Class<?>> without;

    Remembered(Method method) {
      this.method = new WeakReference<>(method);
      this.without = new WeakReference<>(null);
    }

    Remembered(Class<?> without) {
      this.method = new WeakReference<>(null);
      this.without = new WeakReference<>(without);
    }

    Method get() {
      return method.get();
    }

    boolean isMissingFrom(Class<?> type) {
      return without.get() == type;
    }
  }
}
