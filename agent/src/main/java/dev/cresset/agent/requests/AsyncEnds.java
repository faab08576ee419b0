package dev.cresset.agent.requests;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** Finds out when asynchronous servlets have ended, as listeners of their containers do. */
final class AsyncEnds {
  private final String contextType;
  private final String listenerType;

  /**
   * @param root the package of the servlet API, with a dot
   */
  AsyncEnds(String root) {
    this.contextType = root + "AsyncContext";
    this.listenerType = root + "AsyncListener";
  }

  /**
   * @param answered run once the container is done with the request, however it ended
   */
  void await(Object asyncContext, Runnable answered) throws ReflectiveOperationException {
    Class<?> type = contextType(asyncContext.getClass());
    if (type == null) {
      throw new ClassNotFoundException(contextType + " of " + asyncContext.getClass());
    }
    Class<?> listener = Class.forName(listenerType, false, type.getClassLoader());
    type.getMethod("addListener", listener)
        .invoke(
            asyncContext,
            Proxy.newProxyInstance(
                listener.getClassLoader(), new Class<?>[] {listener}, new Listener(answered)));
  }

  private Class<?> contextType(Class<?> type) {
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      for (Class<?> implemented : at.getInterfaces()) {
        Class<?> found =
            implemented.getName().equals(contextType) ? implemented : contextType(implemented);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  private final class Listener implements InvocationHandler {
    private final PublicMethod asyncContext = new PublicMethod("getAsyncContext");
    private final Runnable answered;

    Listener(Runnable answered) {
      this.answered = answered;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) {
      switch (method.getName()) {
        case "onComplete":
          answered.run();
          return null;
        case "onStartAsync":
          goOn(arguments[0]);
          return null;
        case "equals":
          return proxy == arguments[0];
        case "hashCode":
          return System.identityHashCode(proxy);
        case "toString":
          return "Cresset's listener";
        default:
          // After a timeout or an error comes the end.
          return null;
      }
    }

    /** Whoever starts again loses its listeners. */
    private void goOn(Object event) {
      try {
        await(asyncContext.of(event), answered);
      } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
        answered.run();
      }
    }
  }
}
