package dev.cresset.demo;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * What the load generator is asked to do.
 *
 * @param targets each gets the same requests
 * @param rate requests a second for each target, at most
 * @param connections how many requests may be under way at one target
 * @param duration when to end by itself
 */
record LoadOptions(
    List<URI> targets, int rate, int connections, Duration duration, boolean untilStdinCloses) {
  static final String USAGE =
      "Usage: java -jar load.jar URL... [--rate N] [--connections N] [--seconds N]"
          + " [--until-stdin-closes]";

  private static final int DEFAULT_RATE = 150;
  private static final int DEFAULT_CONNECTIONS = 6;
  private static final int DEFAULT_SECONDS = (int) Duration.ofHours(24).toSeconds();

  /**
   * @throws IllegalArgumentException whose message says what is wrong
   */
  static LoadOptions parse(String... arguments) {
    List<URI> targets = new ArrayList<>();
    int rate = DEFAULT_RATE;
    int connections = DEFAULT_CONNECTIONS;
    int seconds = DEFAULT_SECONDS;
    boolean untilStdinCloses = false;
    Iterator<String> rest = List.of(arguments).iterator();
    while (rest.hasNext()) {
      String argument = rest.next();
      switch (argument) {
        case "--rate" -> rate = positive(argument, rest);
        case "--connections" -> connections = positive(argument, rest);
        case "--seconds" -> seconds = positive(argument, rest);
        case "--until-stdin-closes" -> untilStdinCloses = true;
        default -> targets.add(target(argument));
      }
    }
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("No URL was given.");
    }
    return new LoadOptions(
        List.copyOf(targets), rate, connections, Duration.ofSeconds(seconds), untilStdinCloses);
  }

  /** How long one connection waits from one request to the next. */
  Duration pause() {
    return Duration.ofSeconds(1).multipliedBy(connections).dividedBy(rate);
  }

  private static int positive(String option, Iterator<String> rest) {
    String value = rest.hasNext() ? rest.next() : "nothing";
    try {
      int number = Integer.parseInt(value);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new IllegalArgumentException(
        option + " wants a whole number above zero, not " + value + ".");
  }

  private static URI target(String argument) {
    if (!argument.startsWith("http://")) {
      throw new IllegalArgumentException(
          argument + " is neither an option nor a URL that starts with http://.");
    }
    return URI.create(argument);
  }
}
