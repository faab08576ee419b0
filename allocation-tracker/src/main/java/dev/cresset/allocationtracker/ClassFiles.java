package dev.cresset.allocationtracker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Our own class files. */
final class ClassFiles {
  private ClassFiles() {}

  /**
   * @param className with dots
   */
  static byte[] read(String className) throws IOException {
    String path = className.replace('.', '/');
    ClassLoader loader = ClassFiles.class.getClassLoader();
    InputStream plain = loader.getResourceAsStream(path + ".class");
    // In the agent's jar they have another extension, so that no other loader takes them.
    try (InputStream in = plain != null ? plain : loader.getResourceAsStream(path + ".classdata")) {
      if (in == null) {
        throw new IOException("The class file of " + className + " is not in the agent's jar.");
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      byte[] buffer = new byte[4096];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        bytes.write(buffer, 0, n);
      }
      return bytes.toByteArray();
    }
  }
}
