package dev.cresset.agent.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A properties file of options, which remembers the line of each. What cannot be understood is a
 * problem with its line, and the rest is read.
 */
final class OptionsFile {
  private static final int MAX_BYTES = 1 << 20;

  private final String path;
  private final List<String> problems;
  private final Map<String, String> texts = new LinkedHashMap<>();
  private final Map<String, Integer> lines = new LinkedHashMap<>();

  private OptionsFile(String path, List<String> problems) {
    this.path = path;
    this.problems = problems;
  }

  static OptionsFile read(String path, List<String> problems) {
    OptionsFile file = new OptionsFile(path, problems);
    try {
      if (Files.size(Paths.get(path)) > MAX_BYTES) {
        throw new IOException("it is larger than " + MAX_BYTES + " bytes");
      }
      try (BufferedReader reader =
          Files.newBufferedReader(Paths.get(path), StandardCharsets.UTF_8)) {
        file.read(reader);
      }
    } catch (IOException | IllegalArgumentException e) {
      problems.add(
          "The options file " + path + " cannot be read (" + e + "): going on without the rest.");
    }
    return file;
  }

  private void read(BufferedReader reader) throws IOException {
    int number = 0;
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      int first = ++number;
      StringBuilder logical = new StringBuilder(line);
      while (isContinued(logical) && (line = reader.readLine()) != null) {
        number++;
        logical.append('\n').append(line);
      }
      add(logical.toString(), first);
    }
  }

  /** As properties files have it: an odd number of backslashes at the end, in no comment. */
  private static boolean isContinued(CharSequence line) {
    if (line.toString().trim().matches("(?s)[#!].*")) {
      return false;
    }
    int backslashes = 0;
    while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 1;
  }

  private void add(String logicalLine, int number) throws IOException {
    Properties one = new Properties();
    try {
      one.load(new StringReader(logicalLine));
    } catch (IllegalArgumentException e) {
      problems.add(
          path + " line " + number + " is ignored: \"" + logicalLine + "\" is no option=value.");
    }
    for (String name : one.stringPropertyNames()) {
      texts.put(name, one.getProperty(name));
      lines.put(name, number);
    }
  }

  /** By option name, in order. */
  Map<String, String> texts() {
    return texts;
  }

  /** Where an option is: the last one counts. */
  String place(String name) {
    return path + " line " + lines.get(name);
  }
}
