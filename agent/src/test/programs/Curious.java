import java.net.URL;
import java.util.Collections;

/** Waits for the end of its standard input, and prints what of the agent it can see. */
public class Curious {
  public static void main(String[] arguments) throws Exception {
    while (System.in.read() >= 0) {}
    for (String name : arguments[0].split(",")) {
      lookFor(name);
    }
    for (String resource : arguments[1].split(",")) {
      for (URL found : Collections.list(Curious.class.getClassLoader().getResources(resource))) {
        if (!found.toString().contains("/java.")) {
          System.out.println("sees " + found);
        }
      }
    }
    System.out.println("context " + Thread.currentThread().getContextClassLoader());
    System.out.println("system " + ClassLoader.getSystemClassLoader());
    System.out.println("logManager " + System.getProperty("java.util.logging.manager"));
  }

  private static void lookFor(String name) {
    try {
      System.out.println("sees " + Class.forName(name));
    } catch (ClassNotFoundException e) {
      System.out.println("does not see " + name);
    }
  }
}
