package dev.cresset.collector.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code go tool pprof -raw} says is in a file, so that two files can be compared: ids have
 * become what they stand for, and addresses places in their mapping's file.
 */
final class RawProfile {
  private static final Pattern SAMPLE = Pattern.compile("([ \\d]+): ([ \\d]*)");
  private static final Pattern LOCATION =
      Pattern.compile("(\\d+): 0x([0-9a-f]+) (?:M=(\\d+) ?)?(.*)");
  private static final Pattern MAPPING =
      Pattern.compile("(\\d+): 0x([0-9a-f]+)/0x[0-9a-f]+/0x([0-9a-f]+) (\\S*) ?(\\S*?) *(\\[.*)?");

  private final Map<String, Long> mappingStarts = new HashMap<>();
  private final Map<String, String> mappings = new HashMap<>();
  private final Map<String, String> locations = new HashMap<>();
  private List<String> types = List.of();

  /** Of each sample: values, locations, labels. */
  private final List<String[]> samples = new ArrayList<>();

  private RawProfile() {}

  /** Values of a type by stack trace, root last, and labels. */
  static SortedMap<String, Long> read(Path file, String type)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("go", "tool", "pprof", "-symbolize=none", "-raw", file.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    RawProfile raw = new RawProfile();
    // Where there is no system name, linkers call the function what everybody does.
    raw.parse(output.replace("()\n", "\n"));
    return raw.sums(type);
  }

  private void parse(String output) {
    String[] parts = output.split("\n(?=Samples:|Locations|Mappings)");
    assertThat(parts).as(output).hasSize(4);
    parts[3].lines().skip(1).forEach(this::mapping);
    String[] location = {""};
    parts[2].lines().skip(1).forEach(line -> location[0] = location(line.strip(), location[0]));
    parts[1].lines().skip(1).forEach(this::sample);
  }

  private void mapping(String line) {
    Matcher mapping = MAPPING.matcher(line.strip());
    assertThat(mapping.matches()).as(line).isTrue();
    long start = Long.parseLong(mapping.group(2), 16) - Long.parseLong(mapping.group(3), 16);
    mappingStarts.put(mapping.group(1), start);
    mappings.put(mapping.group(1), mapping.group(4) + " " + mapping.group(5));
  }

  /** Tells the id that the lines to come belong to. */
  private String location(String line, String current) {
    Matcher location = LOCATION.matcher(line);
    if (!location.matches()) {
      locations.merge(current, line, (lines, next) -> lines + "\n  " + next);
      return current;
    }
    String id = location.group(1);
    String mapping = location.group(3) == null ? "" : location.group(3);
    long place =
        Long.parseUnsignedLong(location.group(2), 16) - mappingStarts.getOrDefault(mapping, 0L);
    String text = location.group(4).isEmpty() ? "0x" + Long.toHexString(place) : location.group(4);
    locations.put(id, "[" + mappings.getOrDefault(mapping, "") + "] " + text);
    return id;
  }

  private void sample(String line) {
    Matcher sample = SAMPLE.matcher(line);
    if (sample.matches()) {
      samples.add(new String[] {sample.group(1).strip(), sample.group(2).strip(), ""});
    } else if (samples.isEmpty()) {
      types = List.of(line.replaceAll("/\\S*", "").split(" "));
    } else {
      samples.getLast()[2] += line.strip() + "\n";
    }
  }

  private SortedMap<String, Long> sums(String type) {
    int index = types.indexOf(type);
    assertThat(index).as(type + " in " + types).isNotNegative();
    SortedMap<String, Long> sums = new TreeMap<>();
    for (String[] sample : samples) {
      long value = Long.parseLong(sample[0].split(" +")[index]);
      StringBuilder key = new StringBuilder(sample[2]);
      for (String id : sample[1].isEmpty() ? new String[0] : sample[1].split(" ")) {
        key.append(locations.get(id)).append('\n');
      }
      if (value != 0) {
        sums.merge(key.toString(), value, Long::sum);
      }
    }
    return sums;
  }
}
