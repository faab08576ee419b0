package dev.cresset.collector.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;

/** A connection to the engine in this process. For one thread at a time. */
final class EngineConnection {
  private static final int CHUNK = 1 << 20;

  private final LibChdb chdb;
  private final MemorySegment connection;
  private final MemorySegment handle;

  /** What this connection has been set to, beyond the engine's defaults. */
  private final Map<String, String> settings = new HashMap<>();

  EngineConnection(LibChdb chdb, MemorySegment connection) {
    this.chdb = chdb;
    this.connection = connection;
    this.handle = connection.get(ValueLayout.ADDRESS, 0);
  }

  void close() {
    chdb.close(connection);
  }

  /** Makes these the settings of the statements to come, and the others the defaults again. */
  void use(Map<String, String> wanted) {
    if (settings.equals(wanted)) {
      return;
    }
    for (String name : Map.copyOf(settings).keySet()) {
      if (!wanted.containsKey(name)) {
        set(name, "DEFAULT");
        settings.remove(name);
      }
    }
    wanted.forEach((name, value) -> {
      if (!value.equals(settings.get(name))) {
        set(name, SqlText.quoted(value));
        settings.put(name, value);
      }
    });
  }

  private void set(String name, String value) {
    MemorySegment result =
        chdb.query(handle, new Statement("SET %s = %s".formatted(name, value), "Null", Map.of()));
    try {
      failOn(chdb.error(result));
    } finally {
      chdb.destroyResult(result);
    }
  }

  /** Runs a statement whose result is made at once. */
  void execute(Statement statement, ResultBlocks blocks) throws IOException {
    MemorySegment result = chdb.query(handle, statement);
    try {
      failOn(chdb.error(result));
      blocks.accept(chdb.content(result));
    } finally {
      chdb.destroyResult(result);
    }
  }

  /** Runs a query, handing on its result block by block. */
  void stream(Statement statement, ResultBlocks blocks) throws IOException {
    MemorySegment stream = chdb.streamQuery(handle, statement);
    boolean finished = false;
    try {
      failOn(chdb.error(stream));
      while (!finished) {
        finished = !next(stream, blocks);
      }
    } finally {
      if (!finished) {
        chdb.cancelQuery(handle, stream);
      }
      chdb.destroyResult(stream);
    }
  }

  private boolean next(MemorySegment stream, ResultBlocks blocks) throws IOException {
    MemorySegment block = chdb.fetch(handle, stream);
    try {
      failOn(chdb.error(block));
      MemorySegment content = chdb.content(block);
      if (content.byteSize() > 0) {
        blocks.accept(content);
      }
      return content.byteSize() > 0;
    } finally {
      chdb.destroyResult(block);
    }
  }

  /**
   * Runs an INSERT whose data follow it. Never as one text through {@code chdb_query_n}: that cuts
   * off silently what lies beyond the maximum query size.
   *
   * @return how many rows were written
   */
  long insert(Statement statement, InputStream data) throws IOException {
    MemorySegment insert = chdb.insert(handle, statement);
    boolean finished = false;
    try (Arena arena = Arena.ofConfined()) {
      failOn(chdb.insertError(insert));
      append(insert, data, arena);
      MemorySegment result = chdb.done(insert);
      finished = true;
      try {
        failOn(chdb.error(result));
        return chdb.rowsWritten(result);
      } finally {
        chdb.destroyResult(result);
      }
    } finally {
      if (!finished) {
        chdb.cancelInsert(insert);
      }
      chdb.destroyInsert(insert);
    }
  }

  private void append(MemorySegment insert, InputStream data, Arena arena) throws IOException {
    byte[] chunk = new byte[CHUNK];
    MemorySegment copy = arena.allocate(CHUNK);
    for (int n = data.readNBytes(chunk, 0, CHUNK); n > 0; n = data.readNBytes(chunk, 0, CHUNK)) {
      MemorySegment.copy(chunk, 0, copy, ValueLayout.JAVA_BYTE, 0, n);
      if (!chdb.append(insert, copy, n)) {
        failOn(String.valueOf(chdb.insertError(insert)));
      }
    }
  }

  private static void failOn(String error) {
    if (error != null) {
      throw new EngineException(error);
    }
  }

  /** Takes a result's blocks in order. They can be larger than this JVM's whole heap. */
  interface ResultBlocks {
    /**
     * @param block native memory, valid during the call
     */
    void accept(MemorySegment block) throws IOException;
  }
}
