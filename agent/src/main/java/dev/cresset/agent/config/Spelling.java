package dev.cresset.agent.config;

import java.util.Comparator;
import java.util.Optional;

/** Finds the option that somebody meant. */
final class Spelling {
  private Spelling() {}

  /** The option with the most similar name, if it is similar enough to have been meant. */
  static Optional<Option<?>> nearest(String name) {
    return Option.all().stream()
        .min(Comparator.comparingInt(option -> distance(name, option.name())))
        .filter(option -> distance(name, option.name()) <= Math.max(1, name.length() / 3))
        .map(option -> option);
  }

  /** How many letters must be put in, taken out, exchanged or swapped with their neighbour. */
  static int distance(String from, String to) {
    int[][] d = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        d[i][j] = i == 0 || j == 0 ? i + j : cheapest(d, from, i, to, j);
      }
    }
    return d[from.length()][to.length()];
  }

  private static int cheapest(int[][] d, String from, int i, String to, int j) {
    int exchanged = d[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
    int best = Math.min(exchanged, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
    boolean swapped =
        i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1);
    return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
  }
}
