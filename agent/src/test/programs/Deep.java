import java.io.IOException;

/** Burns CPU below 200 frames of its own, until its standard input ends. */
public class Deep {
  static volatile double sink;
  static volatile boolean over;

  public static void main(String[] arguments) {
    Thread waiting = new Thread(Deep::awaitEnd, "waiting");
    waiting.setDaemon(true);
    waiting.start();
    descend(200);
  }

  static void awaitEnd() {
    try {
      while (System.in.read() >= 0) {}
    } catch (IOException e) {
      System.out.println(e);
    }
    over = true;
  }

  static void descend(int frames) {
    if (frames > 1) {
      descend(frames - 1);
    } else {
      burn();
    }
  }

  static void burn() {
    double sum = 0;
    while (!over) {
      for (int i = 0; i < 3_000_000; i++) {
        sum += Math.sqrt(i + sum);
      }
      sink = sum;
    }
  }
}
