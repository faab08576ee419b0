package dev.cresset.flamegraphui.diff;

import dev.cresset.collector.query.ReleaseDiff;
import dev.cresset.collector.query.ReleaseDiff.Cost;
import dev.cresset.collector.query.ReleaseDiff.FunctionChange;
import dev.cresset.collector.query.ReleaseDiff.Verdict;
import dev.cresset.collector.query.Selection;
import dev.cresset.flamegraphui.page.TypeNames;
import java.util.Locale;
import java.util.Optional;

/** What a comparison found, in plain words. */
final class Wording {
  /** A difference in cost that does not keep two sides from being about the same. */
  private static final double SAME = 0.1;

  private Wording() {}

  /** What can be said of a function's change. */
  static String verdict(FunctionChange change) {
    return switch (change.verdict()) {
      case GROWN -> "grew by " + points(change.change()) + " " + interval(change);
      case SHRUNK -> "shrank by " + points(-change.change()) + " " + interval(change);
      case ADDED -> "new, takes " + points(change.targetShare());
      case REMOVED -> "gone, took " + points(change.baseShare());
      case UNCHANGED -> "could be noise";
      case DISPLACED -> "moved only because others changed";
      case NOT_ENOUGH_DATA -> "not enough data";
    };
  }

  static boolean isReal(Verdict verdict) {
    return switch (verdict) {
      case GROWN, SHRUNK, ADDED, REMOVED -> true;
      case UNCHANGED, DISPLACED, NOT_ENOUGH_DATA -> false;
    };
  }

  /** The comparison in a sentence or two. */
  static String summary(ReleaseDiff diff) {
    String base = name(diff.base().selection(), diff.target().selection(), "The base");
    String target = name(diff.target().selection(), diff.base().selection(), "The target");
    if (diff.base().samples() == 0 || diff.target().samples() == 0) {
      String empty = diff.base().samples() == 0 ? base : target;
      return empty + " has no samples in its range: choose a range in which it ran.";
    }
    return cost(diff, base, target) + " " + mostChanged(diff);
  }

  private static String cost(ReleaseDiff diff, String base, String target) {
    Cost cost = diff.cost();
    String what = TypeNames.inSentence(diff.base().selection().type());
    if (Double.isNaN(cost.ratio())) {
      return "There is not enough data yet to say what %s costs compared with %s."
          .formatted(inside(target), lower(base));
    }
    if (cost.low() < 1 - SAME && cost.high() > 1 + SAME) {
      return "It cannot be told yet whether %s takes more or less %s than %s for the same work (%s to %s)."
          .formatted(inside(target), what, lower(base), percent(cost.low()), percent(cost.high()));
    }
    if (cost.low() <= 1 && cost.high() >= 1) {
      return "%s takes about the same %s as %s for the same work (%s to %s)."
          .formatted(target, what, lower(base), percent(cost.low()), percent(cost.high()));
    }
    return "%s takes %s %s than %s for the same work (95 %% certain: %s to %s)."
        .formatted(
            target,
            percent(cost.ratio()).substring(1) + (cost.ratio() > 1 ? " more " : " less "),
            what,
            lower(base),
            percent(cost.low()),
            percent(cost.high()))
        .replace("  ", " ");
  }

  private static String mostChanged(ReleaseDiff diff) {
    Optional<FunctionChange> most =
        diff.changes().stream().filter(change -> isReal(change.verdict())).findFirst();
    return most.map(change ->
            "The largest change starts in %s: it %s.".formatted(change.function(), told(change)))
        .orElse("No function changed beyond what chance explains.");
  }

  private static String told(FunctionChange change) {
    return switch (change.verdict()) {
      case ADDED -> "is new and takes " + points(change.targetShare());
      case REMOVED -> "is gone and took " + points(change.baseShare());
      default -> verdict(change);
    };
  }

  /** A release by its number where that tells the sides apart. */
  private static String name(Selection side, Selection other, String otherwise) {
    return side.release()
        .filter(release -> !side.release().equals(other.release()))
        .map(release -> "Release " + release)
        .orElse(otherwise);
  }

  /** As it stands in the middle of a sentence. */
  private static String inside(String name) {
    return name.startsWith("The ") ? lower(name) : name;
  }

  private static String lower(String name) {
    return name.startsWith("The ") ? "the " + name.substring(4) : name.replace("Release ", "");
  }

  private static String interval(FunctionChange change) {
    double low = change.verdict() == Verdict.SHRUNK ? -change.high() : change.low();
    double high = change.verdict() == Verdict.SHRUNK ? -change.low() : change.high();
    return "(%s … %s)".formatted(number(low), number(high));
  }

  private static String points(double share) {
    return number(share) + " points";
  }

  private static String number(double share) {
    return String.format(Locale.ROOT, Math.abs(share) < 0.00995 ? "%.2f" : "%.1f", share * 100);
  }

  /** A ratio as a signed percentage of change. */
  private static String percent(double ratio) {
    double change = (ratio - 1) * 100;
    String sign = change < 0 ? "−" : "+";
    return sign
        + String.format(
            Locale.ROOT, Math.abs(change) < 9.95 ? "%.1f %%" : "%.0f %%", Math.abs(change));
  }
}
