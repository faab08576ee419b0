import java.io.IOException;

/**
 * Burns CPU in hot() and allocates on the side: for as many milliseconds as it is told, or until its
 * standard input ends.
 */
public class Busy {
  static volatile double sink;
  static volatile Object garbage;
  static volatile boolean over;

  public static void main(String[] arguments) {
    Thread waiting = new Thread(() -> awaitEnd(arguments), "waiting");
    waiting.setDaemon(true);
    waiting.start();
    while (!over) {
      hot();
      allocate();
    }
    System.out.println("busy no more");
  }

  static void awaitEnd(String[] arguments) {
    try {
      if (arguments.length > 0) {
        Thread.sleep(Long.parseLong(arguments[0]));
      } else {
        while (System.in.read() >= 0) {}
      }
    } catch (IOException | InterruptedException e) {
      System.out.println(e);
    }
    over = true;
  }

  static void hot() {
    double sum = 0;
    for (int i = 0; i < 3_000_000; i++) {
      sum += Math.sqrt(i + sum);
    }
    sink = sum;
  }

  static void allocate() {
    for (int i = 0; i < 200; i++) {
      garbage = new byte[1000];
    }
  }
}
