package dev.cresset.exporter;

import io.grpc.Status;

/**
 * Finds the profile that breaks every stream it is sent on, such as one above the largest message a
 * proxy lets through, so that it does not hold up the others for good. One thread.
 *
 * <p>After a stream broke in a way that a profile can be the cause of, profiles go one at a time
 * until one gets through.
 */
final class Poison {
  private static final int PROOF = 3;

  private boolean suspicion;
  private String last;
  private String suspect;
  private int times;

  /** How many profiles may be under way. */
  int window(int usual) {
    return suspicion ? 1 : usual;
  }

  void pushing(String id) {
    last = id;
  }

  /**
   * @return the id of the profile that has now been the only one under way three times in a row, or
   *     null
   */
  String brokeStream(Status end) {
    if (!canBeAProfile(end)) {
      return null;
    }
    if (!suspicion) {
      suspicion = true;
      return null;
    }
    times = last != null && last.equals(suspect) ? times + 1 : 1;
    suspect = last;
    return times >= PROOF ? suspect : null;
  }

  /** A profile got through. */
  void reset() {
    suspicion = false;
    suspect = null;
    times = 0;
  }

  private static boolean canBeAProfile(Status end) {
    switch (end.getCode()) {
      case RESOURCE_EXHAUSTED:
      case INVALID_ARGUMENT:
      case UNKNOWN:
        return true;
      default:
        return false;
    }
  }
}
