package dev.cresset.exporter;

import io.grpc.Status;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * Tells the operator what becomes of the profiles: the first of a row of failures and its end, not
 * what lies between. Used by the shipping thread, {@link #overflow} by any.
 */
final class ShippingNews {
  /** A limit's name comes from outside: so many are remembered. */
  private static final int MAX_LIMITS = 32;

  private static final int MAX_OUTSIDE_TEXT = 300;
  private static final int MAX_CAUSES = 20;

  private final ShipperConfig config;
  private final ExportLog log;
  private final Complaint pause;
  private final Complaint poison;
  private final Set<String> limits = new HashSet<>();
  private boolean down;

  // Since the last time that all was well.
  private long wellAt = System.nanoTime();
  private long delivered;
  private long droppedBefore;

  ShippingNews(ShipperConfig config, ExportLog log) {
    this.config = config;
    this.log = log;
    this.pause = new Complaint(log);
    this.poison = new Complaint(log);
  }

  void unreachable(Status end, ExportCounts counts) {
    if (down) {
      return;
    }
    down = true;
    log.warn(
        "No profiles get to the collector at "
            + config.address()
            + ": "
            + cause(end)
            + ". "
            + remedy(end)
            + " They wait in memory ("
            + counts.waiting()
            + " so far, with room for "
            + room()
            + "), and it is tried again until it works.");
  }

  void delivered() {
    delivered++;
  }

  /**
   * All that waited was dealt with.
   *
   * @param overflowed whether {@link #overflow} was told
   */
  void allWell(ExportCounts counts, boolean overflowed) {
    if (down || overflowed) {
      log.info(
          "The collector at "
              + config.address()
              + " takes profiles again, after "
              + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - wellAt)
              + " s: "
              + delivered
              + " that waited were delivered, "
              + (counts.dropped() - droppedBefore)
              + " were dropped for want of room.");
    }
    down = false;
    pause.reset();
    wellAt = System.nanoTime();
    delivered = 0;
    droppedBefore = counts.dropped();
  }

  void rejected(PushAnswer answer) {
    String limit = clip(answer.limit());
    if (limits.size() < MAX_LIMITS && limits.add(limit)) {
      log.warn(
          "The collector at "
              + config.address()
              + " rejected a profile: "
              + clip(answer.text())
              + (limit.isEmpty()
                  ? ""
                  : " (" + limit + " is " + answer.maximum() + ", not " + answer.value() + ")")
              + ". Others like it are only counted.");
    }
  }

  void retryLater(String reason, long pauseMillis) {
    pause.say(
        "The collector at "
            + config.address()
            + " asks for a pause of "
            + pauseMillis
            + " ms: "
            + clip(reason)
            + ". Profiles wait in memory until it takes them.");
  }

  void poisonous(Status end) {
    poison.say(
        "A profile that ended the stream to "
            + config.address()
            + " each time it was sent is lost: "
            + cause(end)
            + ". Others like it are only counted.");
  }

  String overflow() {
    return "The collector at "
        + config.address()
        + " does not take profiles as fast as they come, and there is room in memory for no more"
        + " than "
        + room()
        + ": the oldest are dropped and counted until it does.";
  }

  private String room() {
    return config.spoolProfiles() + " profiles or " + (config.spoolBytes() >> 10) + " KiB";
  }

  private static String cause(Status end) {
    Throwable root = root(end);
    String description =
        end.getDescription() == null ? "" : " (" + clip(end.getDescription()) + ")";
    return root == null || root.getMessage() == null
        ? end.getCode() + description
        : root.getClass().getSimpleName() + " (" + clip(root.getMessage()) + ")";
  }

  private String remedy(Status end) {
    if (isCausedBy(UnknownHostException.class, end)) {
      return "Check the host's name.";
    }
    if (isCausedBy(ConnectException.class, end)) {
      return "Check that it runs and that " + config.port() + " is its gRPC port.";
    }
    if (isCausedBy(SSLException.class, end)) {
      return "Check that it speaks TLS with a certificate this JVM trusts, or use http://.";
    }
    if (end.getCode() == Status.Code.UNAVAILABLE
        || end.getCode() == Status.Code.DEADLINE_EXCEEDED) {
      return "Check that it runs and that nothing in between cuts connections.";
    }
    return "Check that this is the gRPC port of a Cresset collector ("
        + ShipperConfig.DEFAULT_PORT
        + " unless it was changed).";
  }

  private static boolean isCausedBy(Class<? extends Throwable> type, Status end) {
    Throwable cause = end.getCause();
    for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
      if (type.isInstance(cause)) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  private static Throwable root(Status end) {
    Throwable root = end.getCause();
    for (int depth = 0; root != null && root.getCause() != null && depth < MAX_CAUSES; depth++) {
      root = root.getCause();
    }
    return root;
  }

  private static String clip(String text) {
    String line = text.replaceAll("[\\s\\p{Cntrl}]+", " ").trim();
    return line.length() <= MAX_OUTSIDE_TEXT ? line : line.substring(0, MAX_OUTSIDE_TEXT) + "…";
  }
}
