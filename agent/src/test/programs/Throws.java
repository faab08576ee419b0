/**
 * Waits for the end of its standard input, and then makes known numbers of exceptions at known
 * places.
 */
public class Throws {
  static Object nothing;
  static int caught;

  public static void main(String[] arguments) throws Exception {
    while (System.in.read() >= 0) {}
    Thread worker = new Thread(() -> times(5, Throws::refuse), "worker-7");
    worker.start();
    worker.join();
    times(20, Throws::parse);
    times(15, Throws::dereference);
    times(10, Throws::miss);
    System.out.println("caught " + caught);
  }

  private static void times(int times, Runnable action) {
    for (int i = 0; i < times; i++) {
      try {
        action.run();
      } catch (RuntimeException e) {
        caught++;
      }
    }
  }

  /** The JDK makes it. */
  static void parse() {
    Integer.parseInt("one");
  }

  /** The JVM makes it. */
  static void dereference() {
    nothing.hashCode();
  }

  /** Its constructors are two. */
  static void miss() {
    throw new Missing();
  }

  /** It has no stack trace of its own. */
  static void refuse() {
    throw new Refused();
  }

  static class Absent extends RuntimeException {
    Absent(String message) {
      super(message);
    }
  }

  static class Missing extends Absent {
    Missing() {
      super("missing");
    }
  }

  static class Refused extends RuntimeException {
    Refused() {
      super("refused", null, false, false);
    }
  }
}
