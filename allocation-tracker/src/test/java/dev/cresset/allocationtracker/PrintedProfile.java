package dev.cresset.allocationtracker;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** The profile that a forked program printed. */
final class PrintedProfile {
  private final List<Line> samples;
  private final List<String> comments;
  private final List<String> output;

  PrintedProfile(List<String> output) {
    this.output = output;
    this.samples =
        output.stream().filter(line -> line.startsWith("sample\t")).map(Line::new).toList();
    this.comments =
        output.stream()
            .filter(line -> line.startsWith("comment\t"))
            .map(line -> line.substring(line.indexOf('\t') + 1))
            .toList();
  }

  List<Line> samples() {
    return samples;
  }

  List<String> comments() {
    return comments;
  }

  /** What was printed beside it under that name. */
  long number(String name) {
    return output.stream()
        .filter(line -> line.startsWith(name + '\t'))
        .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  /**
   * What was allocated underneath a method.
   *
   * @param method such as {@code com.shop.Sites.once}
   */
  Volume under(String method, String className) {
    return sum(line -> line.className.equals(className) && line.isUnder(method));
  }

  Volume sum(Predicate<Line> which) {
    Volume sum = new Volume();
    samples.stream()
        .filter(which)
        .forEach(line -> {
          sum.samples += line.samples;
          sum.objects += line.objects;
          sum.bytes += line.bytes;
        });
    return sum;
  }

  static final class Volume {
    long samples;
    long objects;
    long bytes;
  }

  static final class Line {
    final long samples;
    final long objects;
    final long bytes;
    final String thread;
    final String className;

    /** Leaf first, with the class; without lines. */
    final List<String> frames;

    Line(String printed) {
      String[] fields = printed.split("\t");
      samples = Long.parseLong(fields[1]);
      objects = Long.parseLong(fields[2]);
      bytes = Long.parseLong(fields[3]);
      thread = fields[4];
      className = fields[5];
      frames = Arrays.stream(fields).skip(6).map(frame -> frame.replaceAll(":\\d+$", "")).toList();
    }

    boolean isUnder(String method) {
      return frames.contains(method);
    }
  }
}
