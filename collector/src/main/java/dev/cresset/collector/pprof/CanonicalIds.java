package dev.cresset.collector.pprof;

import com.dynatrace.hash4j.hashing.HashStream64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.util.List;

/**
 * Ids made of what they stand for, so that every collector at every time comes to the same: XXH3 of
 * the content, 64 bits. They are stored: no change here without a new table.
 */
final class CanonicalIds {
  /** The set without labels has this id, and nothing else has. */
  private static final long EMPTY = 0;

  private final HashStream64 hash = Hashing.xxh3_64().hashStream();

  long frame(
      String function, String className, String file, int line, FrameKind kind, DebugInfo more) {
    return finish(
        hash.reset()
            .putString(function)
            .putString(className)
            .putString(file)
            .putInt(line)
            .putByte((byte) kind.ordinal())
            .putString(more.systemName())
            .putInt(more.startLine())
            .putInt(more.column())
            .putString(more.mapping())
            .putString(more.buildId())
            .putLong(more.address()));
  }

  /**
   * @param frames ids of the frames, leaf first
   */
  long stack(long[] frames) {
    return finish(hash.reset().putLongArray(frames));
  }

  /**
   * @param labels in order
   */
  long labelSet(List<Label> labels) {
    if (labels.isEmpty()) {
      return EMPTY;
    }
    hash.reset();
    for (Label label : labels) {
      hash.putString(label.name())
          .putString(label.text())
          .putLong(label.number())
          .putString(label.unit());
    }
    return finish(hash);
  }

  private static long finish(HashStream64 hash) {
    long id = hash.getAsLong();
    return id == EMPTY ? 1 : id;
  }
}
