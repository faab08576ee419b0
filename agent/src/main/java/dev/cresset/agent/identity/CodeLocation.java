package dev.cresset.agent.identity;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A jar or a directory of classes, and what its build left in it. Immutable. */
final class CodeLocation {
  /** Where builds put their files: at the root, or below it in Spring Boot's and web archives. */
  private static final String[] ROOTS = {"", "BOOT-INF/classes/", "WEB-INF/classes/"};

  private final Path path;

  CodeLocation(Path path) {
    this.path = path;
  }

  /** The jar's name without version and suffix; empty for a directory, whose name says nothing. */
  String name() {
    String file = String.valueOf(path.getFileName());
    return Files.isDirectory(path)
        ? ""
        : file.replaceFirst("\\.[jw]ar$", "").replaceFirst("[-_]v?\\d+(\\..*|-.*)?$", "");
  }

  boolean contains(String entry) throws IOException {
    return read(entry, in -> true, false);
  }

  /** The main attribute's value; empty without such, or without a manifest. */
  String manifest(String attribute) throws IOException {
    return read(
        "META-INF/MANIFEST.MF",
        in -> {
          String value = new Manifest(in).getMainAttributes().getValue(attribute);
          return value == null ? "" : value.trim();
        },
        "");
  }

  /** The property's value in the first such file of the build; empty without. */
  String property(String file, String key) throws IOException {
    for (String root : ROOTS) {
      Properties properties = new Properties();
      read(
          root + file,
          in -> {
            properties.load(in);
            return true;
          },
          false);
      if (properties.containsKey(key)) {
        return properties.getProperty(key).trim();
      }
    }
    return "";
  }

  private <T> T read(String entry, Reader<T> reader, T otherwise) throws IOException {
    if (Files.isDirectory(path)) {
      Path file = path.resolve(entry);
      return Files.isRegularFile(file) ? readAll(Files.newInputStream(file), reader) : otherwise;
    }
    try (ZipFile jar = new ZipFile(path.toFile())) {
      ZipEntry found = jar.getEntry(entry);
      return found == null ? otherwise : readAll(jar.getInputStream(found), reader);
    }
  }

  private static <T> T readAll(InputStream stream, Reader<T> reader) throws IOException {
    try (InputStream in = stream) {
      return reader.read(in);
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }

  private interface Reader<T> {
    T read(InputStream in) throws IOException;
  }
}
