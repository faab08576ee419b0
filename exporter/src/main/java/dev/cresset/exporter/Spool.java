package dev.cresset.exporter;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The profiles that have not left yet, oldest first, and the account of all there ever were.
 * Bounded by number and by bytes: where a new profile finds no room, the oldest go. Safe for use by
 * many threads.
 */
final class Spool {
  private final int maxProfiles;
  private final long maxBytes;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private long bytes;
  private int sent;
  private boolean closed;

  private long accepted;
  private long stored;
  private long rejected;
  private long dropped;
  private long unencodable;
  private long retried;

  Spool(int maxProfiles, long maxBytes) {
    this.maxProfiles = maxProfiles;
    this.maxBytes = maxBytes;
  }

  /**
   * @return how many profiles were dropped: older ones, or this one if it is larger than the spool
   *     or waits here already
   */
  synchronized int offer(EncodedProfile profile) {
    accepted++;
    long droppedBefore = dropped;
    if (closed || profile.size() > maxBytes || entries.containsKey(profile.id())) {
      dropped++;
      return 1;
    }
    while (entries.size() >= maxProfiles || bytes + profile.size() > maxBytes) {
      dropOldest();
    }
    entries.put(profile.id(), new Entry(profile));
    bytes += profile.size();
    return (int) (dropped - droppedBefore);
  }

  synchronized void countUnencodable() {
    accepted++;
    unencodable++;
  }

  /**
   * The oldest profile that is not out for delivery, which it is from now on.
   *
   * @return null if there is none
   */
  synchronized EncodedProfile send() {
    for (Entry entry : entries.values()) {
      if (!entry.sent) {
        entry.sent = true;
        sent++;
        if (entry.attempts++ > 0) {
          retried++;
        }
        return entry.profile;
      }
    }
    return null;
  }

  /** The profile has arrived. Does nothing if it is not here any more. */
  synchronized boolean stored(String id) {
    boolean removed = remove(id);
    if (removed) {
      stored++;
    }
    return removed;
  }

  /** The profile is not wanted. Does nothing if it is not here any more. */
  synchronized boolean rejected(String id) {
    boolean removed = remove(id);
    if (removed) {
      rejected++;
    }
    return removed;
  }

  /** The profile's delivery failed: it waits at its old place. */
  synchronized void putBack(String id) {
    Entry entry = entries.get(id);
    if (entry != null && entry.sent) {
      entry.sent = false;
      sent--;
    }
  }

  synchronized void putAllBack() {
    entries.values().forEach(entry -> entry.sent = false);
    sent = 0;
  }

  /** How many profiles are out for delivery, their outcome unknown. */
  synchronized int sent() {
    return sent;
  }

  /** How many profiles there are, those out for delivery included. */
  synchronized int size() {
    return entries.size();
  }

  synchronized boolean hasUnsent() {
    return entries.size() > sent;
  }

  /**
   * Drops all, and whatever is offered later.
   *
   * @return how many there were
   */
  synchronized int close() {
    closed = true;
    int left = entries.size();
    dropped += left;
    entries.clear();
    bytes = 0;
    sent = 0;
    return left;
  }

  /**
   * Gives all away, as if they had never been accepted, and drops whatever is offered later.
   *
   * @return oldest first
   */
  synchronized List<EncodedProfile> handOver() {
    List<EncodedProfile> left = new ArrayList<>();
    entries.values().forEach(entry -> left.add(entry.profile));
    accepted -= left.size();
    entries.clear();
    close();
    return left;
  }

  synchronized ExportCounts counts() {
    return new ExportCounts(
        accepted, stored, rejected, dropped, unencodable, retried, entries.size(), bytes);
  }

  /** What is out for delivery will likely arrive, so it goes last. */
  private void dropOldest() {
    Entry oldest = null;
    for (Iterator<Entry> i = entries.values().iterator(); oldest == null && i.hasNext(); ) {
      Entry entry = i.next();
      oldest = entry.sent ? null : entry;
    }
    remove((oldest == null ? entries.values().iterator().next() : oldest).profile.id());
    dropped++;
  }

  private boolean remove(String id) {
    Entry entry = entries.remove(id);
    if (entry == null) {
      return false;
    }
    bytes -= entry.profile.size();
    sent -= entry.sent ? 1 : 0;
    return true;
  }

  private static final class Entry {
    final EncodedProfile profile;
    boolean sent;
    int attempts;

    Entry(EncodedProfile profile) {
      this.profile = profile;
    }
  }
}
