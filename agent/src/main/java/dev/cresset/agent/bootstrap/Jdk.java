package dev.cresset.agent.bootstrap;

/** The Java level of this JVM; shared by both sides. */
public final class Jdk {
  private Jdk() {}

  /** 8, 11, 17, …: from the system property, since {@code Runtime.version()} is not on 8. */
  public static int feature() {
    String version = System.getProperty("java.specification.version", "8");
    return Integer.parseInt(version.startsWith("1.") ? version.substring(2) : version);
  }
}
