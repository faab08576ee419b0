package dev.cresset.sampler;

/** Which Java this JVM is. */
public final class JavaVersion {
  private JavaVersion() {}

  /** 8, 11, 17, … */
  public static int current() {
    String version = System.getProperty("java.specification.version");
    return Integer.parseInt(version.startsWith("1.") ? version.substring(2) : version);
  }
}
