import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URL;

/** What the programs that serve have in common. */
final class Asks {
  private Asks() {}

  static void get(int port, String path) throws IOException {
    URL url = new URL("http", "127.0.0.1", port, path);
    HttpURLConnection connection = (HttpURLConnection) url.openConnection();
    try (InputStream in = connection.getInputStream()) {
      while (in.read() >= 0) {
        // To the end, so that the connection is used again.
      }
    }
  }

  /** The same, where the answer is an error. */
  static void getThatFails(int port, String path) throws IOException {
    URL url = new URL("http", "127.0.0.1", port, path);
    HttpURLConnection connection = (HttpURLConnection) url.openConnection();
    connection.getResponseCode();
    try (InputStream in = connection.getErrorStream()) {
      while (in != null && in.read() >= 0) {
        // To the end, so that the connection is used again.
      }
    }
  }

  /** Runs something a tenth of a second later, on a thread that follows nobody. */
  static void later(Runnable answer) {
    Thread thread =
        new Thread(
            () -> {
              try {
                Thread.sleep(100);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              answer.run();
            });
    thread.start();
  }

  /** The agent starts while the program does. */
  static void untilToldToBegin() throws IOException {
    System.in.read();
  }

  static void untilToldToEnd() throws IOException {
    System.out.println("served");
    while (System.in.read() >= 0) {
      // Only its end is of interest.
    }
  }
}
