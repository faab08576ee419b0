package dev.cresset.collector.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Interner;
import dev.cresset.collector.query.StackTable.DebugInfo;
import dev.cresset.collector.query.StackTable.StackFrame;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads stack traces and their frames, and keeps those in use. Safe for use by many threads. */
final class StackStore {
  /** What stands for a stack trace that should be stored but is not. */
  static final StackFrame MISSING_STACK = marker("[missing stack]");

  /** What stands for a frame that should be stored but is not. */
  static final StackFrame MISSING_FRAME = marker("[missing frame]");

  /** What stands for a stack trace without frames. */
  static final StackFrame NO_FRAMES = marker("[no frames]");

  /** Ids of one statement. They are sorted as their table is, so each reads a part of it. */
  private static final int CHUNK = 20_000;

  private static final long STACK_CACHE_BYTES = 64 << 20;
  private static final long FRAME_CACHE_BYTES = 48 << 20;

  private final Database database;
  private final Interner<String> strings = Interner.newWeakInterner();
  private final Interner<DebugInfo> debugInfos = Interner.newWeakInterner();
  private final Cache<Long, StackFrame> frames =
      Caffeine.newBuilder()
          .maximumWeight(FRAME_CACHE_BYTES)
          .weigher((Long id, StackFrame frame) -> weight(frame))
          .build();
  private final Cache<Long, StackFrame[]> stacks =
      Caffeine.newBuilder()
          .maximumWeight(STACK_CACHE_BYTES)
          .weigher((Long id, StackFrame[] stack) -> 100 + 8 * stack.length)
          .build();

  StackStore(Database database) {
    this.database = database;
  }

  private static StackFrame marker(String name) {
    return new StackFrame(name, "", "", 0, FrameKind.NATIVE);
  }

  /** About how many bytes; names that frames share are counted for each. */
  private static int weight(StackFrame frame) {
    return 200 + frame.function().length() + frame.className().length() + frame.file().length();
  }

  /** Whether a stack trace is as it was stored, with nothing missing. */
  static boolean isWhole(StackFrame[] stack) {
    return Arrays.stream(stack)
        .noneMatch(frame -> frame == MISSING_STACK || frame == MISSING_FRAME);
  }

  /** Takes stack traces, in no order. */
  interface Sink {
    /**
     * @param index of the stack trace's id
     * @param leafFirst at least one frame; not to be changed
     */
    void accept(int index, StackFrame[] leafFirst);
  }

  /**
   * Hands on the stack trace of every id.
   *
   * @param ids all different
   */
  void read(long[] ids, Sink sink) {
    LongIntMap missing = new LongIntMap();
    long[] missingIds = new long[ids.length];
    int count = 0;
    for (int i = 0; i < ids.length; i++) {
      StackFrame[] cached = stacks.getIfPresent(ids[i]);
      if (cached != null) {
        sink.accept(i, cached);
      } else {
        missing.putIfAbsent(ids[i], i);
        missingIds[count++] = ids[i];
      }
    }
    for (long[] chunk : chunks(Arrays.copyOf(missingIds, count))) {
      load(chunk, missing, sink);
    }
  }

  private static List<long[]> chunks(long[] ids) {
    Arrays.sort(ids);
    List<long[]> chunks = new ArrayList<>();
    for (int from = 0; from < ids.length; from += CHUNK) {
      chunks.add(Arrays.copyOfRange(ids, from, Math.min(ids.length, from + CHUNK)));
    }
    return chunks;
  }

  private void load(long[] ids, LongIntMap indexes, Sink sink) {
    Map<Long, Long[]> frameIds = frameIdsOf(ids);
    Map<Long, StackFrame> known = framesOf(frameIds.values());
    for (long id : ids) {
      Long[] stored = frameIds.get(id);
      if (stored == null) {
        sink.accept(indexes.get(id), new StackFrame[] {MISSING_STACK});
        continue;
      }
      StackFrame[] stack = new StackFrame[Math.max(1, stored.length)];
      stack[0] = NO_FRAMES;
      boolean complete = true;
      for (int i = 0; i < stored.length; i++) {
        StackFrame frame = known.get(stored[i]);
        complete &= frame != null;
        stack[i] = frame == null ? MISSING_FRAME : frame;
      }
      if (complete) {
        stacks.put(id, stack);
      }
      sink.accept(indexes.get(id), stack);
    }
  }

  private Map<Long, Long[]> frameIdsOf(long[] ids) {
    return database.query(
        new Sql().add("SELECT id, frames FROM stacks WHERE id IN (?)", (Object) ids),
        rows -> {
          Map<Long, Long[]> found = HashMap.newHashMap(ids.length);
          while (rows.next()) {
            found.put(rows.getLong(1), (Long[]) rows.getArray(2).getArray());
          }
          return found;
        });
  }

  private Map<Long, StackFrame> framesOf(Iterable<Long[]> stackFrameIds) {
    Map<Long, StackFrame> known = new HashMap<>();
    for (Long[] ids : stackFrameIds) {
      for (Long id : ids) {
        known.computeIfAbsent(id, frames::getIfPresent);
        known.putIfAbsent(id, MISSING_FRAME);
      }
    }
    long[] unknown =
        known.entrySet().stream()
            .filter(entry -> entry.getValue() == MISSING_FRAME)
            .mapToLong(Map.Entry::getKey)
            .toArray();
    known.values().removeIf(frame -> frame == MISSING_FRAME);
    for (long[] chunk : chunks(unknown)) {
      loadFrames(chunk, known);
    }
    return known;
  }

  private void loadFrames(long[] ids, Map<Long, StackFrame> known) {
    database.query(
        new Sql()
            .add("SELECT id, function, class, file, line, kind,")
            .add("system_name, start_line, column_number, mapping, build_id, address FROM frames")
            .add("WHERE id IN (?)", (Object) ids),
        rows -> {
          while (rows.next()) {
            StackFrame frame = frame(rows);
            frames.put(rows.getLong(1), frame);
            known.put(rows.getLong(1), frame);
          }
          return known;
        });
  }

  private StackFrame frame(ResultSet row) throws SQLException {
    return new StackFrame(
        strings.intern(row.getString(2)),
        strings.intern(row.getString(3)),
        strings.intern(row.getString(4)),
        row.getInt(5),
        FrameKind.valueOf(row.getString(6).toUpperCase(Locale.ROOT)),
        debugInfos.intern(
            new DebugInfo(
                strings.intern(row.getString(7)),
                row.getInt(8),
                row.getInt(9),
                strings.intern(row.getString(10)),
                strings.intern(row.getString(11)),
                row.getLong(12))));
  }
}
