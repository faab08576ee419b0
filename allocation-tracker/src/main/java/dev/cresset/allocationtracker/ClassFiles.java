package dev.cresset.allocationtracker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Class files, our own for the most part. */
public final class ClassFiles {
  private ClassFiles() {}

  /**
   * @param className with dots
   */
  public static byte[] read(String className) throws IOException {
    return read(ClassFiles.class.getClassLoader(), className);
  }

  /**
   * @param loader has the class file
   * @param className with dots
   */
  static byte[] read(ClassLoader loader, String className) throws IOException {
    String path = className.replace('.', '/');
    // In the agent's jar they have another extension, so that no other loader takes them. First,
    // since for what a loader does not have, the JDK looks through all of its own modules.
    InputStream hidden = loader.getResourceAsStream(path + ".classdata");
    try (InputStream in = hidden != null ? hidden : loader.getResourceAsStream(path + ".class")) {
      if (in == null) {
        throw new IOException("The class file of " + className + " is not in the agent's jar.");
      }
      return read(in);
    }
  }

  /** All that comes, which is left open. */
  private static byte[] read(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] buffer = new byte[4096];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      bytes.write(buffer, 0, n);
    }
    return bytes.toByteArray();
  }
}
