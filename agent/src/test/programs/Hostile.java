import java.io.Closeable;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Waits for a byte, uses something up, holds it until it reads another, gives it back, works until its standard input
 * ends, and prints what became of it.
 */
public class Hostile {
  private static volatile double sink;

  public static void main(String[] arguments) throws Exception {
    // What is needed to speak is loaded before there is nothing left to load it with.
    System.out.println("begin");
    if (!arguments[0].equals("security")) {
      while (System.in.available() == 0) {
        sink = work();
      }
      System.in.read();
    }
    if (arguments[0].equals("stdout")) {
      withoutStdout();
    } else if (arguments[0].equals("descriptors")) {
      descriptors();
    } else if (arguments[0].equals("disk")) {
      disk(new File(arguments[1]));
    } else if (arguments[0].equals("memory")) {
      memory();
    }
    while (System.in.available() == 0) {
      sink = work();
    }
    System.out.println("end");
    System.exit(3);
  }

  private static double work() {
    double sum = 0;
    for (int i = 0; i < 3_000_000; i++) {
      sum += Math.sqrt(i + sum);
    }
    return sum;
  }

  /** As long as nothing comes by standard input. */
  private static void hold() throws IOException {
    System.out.println("holding");
    while (System.in.available() == 0) {
      sink = work();
    }
    System.in.read();
  }

  private static void withoutStdout() throws IOException {
    PrintStream failing =
        new PrintStream(
            new OutputStream() {
              @Override
              public void write(int b) {
                throw new IllegalStateException("nobody writes here");
              }
            },
            true);
    System.out.println("holding");
    PrintStream original = System.out;
    System.setOut(failing);
    System.setErr(failing);
    while (System.in.available() == 0) {
      sink = work();
    }
    System.in.read();
    System.setOut(original);
    System.out.println("released");
    new FileOutputStream(FileDescriptor.err).close();
  }

  private static void descriptors() throws IOException {
    List<Closeable> open = new ArrayList<>(100_000);
    boolean exhausted = false;
    while (!exhausted) {
      try {
        open.add(new FileInputStream("/dev/null"));
      } catch (IOException e) {
        exhausted = true;
      }
    }
    hold();
    for (Closeable file : open) {
      file.close();
    }
    System.out.println("released");
  }

  private static void disk(File directory) throws IOException {
    File filler = new File(directory, "filler");
    byte[] block = new byte[4096];
    try (FileOutputStream out = new FileOutputStream(filler)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      System.out.println("full");
    }
    hold();
    System.out.println(filler.delete() ? "released" : "not released");
  }

  private static void memory() throws IOException {
    for (int i = 0; i < 3; i++) {
      List<byte[]> all = new ArrayList<>();
      try {
        for (int size = 1 << 20; ; ) {
          try {
            all.add(new byte[size]);
          } catch (OutOfMemoryError e) {
            // To the last kilobyte.
            size /= 2;
            if (size < 1024) {
              throw e;
            }
          }
        }
      } catch (OutOfMemoryError e) {
        long until = System.nanoTime() + 1_000_000_000L;
        while (System.nanoTime() < until) {
          sink = work();
        }
      }
      all.clear();
    }
    hold();
    System.out.println("released");
  }
}
