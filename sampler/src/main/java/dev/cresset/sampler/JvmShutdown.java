package dev.cresset.sampler;

/** The end of this JVM. */
public final class JvmShutdown {
  private JvmShutdown() {}

  /** Whether shutdown hooks run, or did. There is no other way to ask. */
  public static boolean hasBegun() {
    Thread hook = new Thread(() -> {});
    try {
      Runtime.getRuntime().addShutdownHook(hook);
      Runtime.getRuntime().removeShutdownHook(hook);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }
}
