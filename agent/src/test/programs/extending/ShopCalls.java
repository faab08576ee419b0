import dev.cresset.api.RequestEntryPoint;

/** Tells the agent of the framework that {@code ServesCalls} has made for itself. */
public class ShopCalls implements RequestEntryPoint {
  @Override
  public String[] classes() {
    return new String[] {"ServesCalls$Dispatcher"};
  }

  @Override
  public boolean handles(String className, String method, String descriptor) {
    return method.equals("dispatch");
  }

  @Override
  public String endpoint(Object self, Object argument) {
    try {
      return (String) argument.getClass().getMethod("route").invoke(argument);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
