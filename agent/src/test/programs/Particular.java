import java.io.OutputStream;
import java.io.PrintStream;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/**
 * An application that insists on its own stderr and its own log manager, and installs both late, as
 * application servers do.
 */
public class Particular {
  /** What the application's logging is made of. */
  public static class OwnLogManager extends LogManager {}

  public static void main(String[] arguments) throws Exception {
    PrintStream original = System.err;
    System.setErr(
        new PrintStream(
            new OutputStream() {
              @Override
              public void write(int b) {
                throw new IllegalStateException("nobody else may write here");
              }
            },
            true));
    while (System.in.read() >= 0) {}
    System.setProperty("java.util.logging.manager", OwnLogManager.class.getName());
    Logger.getLogger("particular");
    System.setErr(original);
    System.out.println("log manager " + LogManager.getLogManager().getClass().getSimpleName());
    System.out.println("mbean server started " + isMBeanServerStarted());
  }

  private static boolean isMBeanServerStarted() throws Exception {
    return !javax.management.MBeanServerFactory.findMBeanServer(null).isEmpty();
  }
}
