import java.nio.ByteBuffer;

/** Waits for the end of its standard input, and then takes known amounts of memory off the heap. */
public class Direct {
  static ByteBuffer sink;

  public static void main(String[] arguments) throws Exception {
    while (System.in.read() >= 0) {}
    for (int i = 0; i < 20; i++) {
      take();
    }
    System.out.println("took " + sink.capacity());
  }

  static void take() {
    sink = ByteBuffer.allocateDirect(1 << 20);
  }
}
