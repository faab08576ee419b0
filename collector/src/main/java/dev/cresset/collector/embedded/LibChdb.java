package dev.cresset.collector.embedded;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * The C functions of libchdb that are needed here. The library stays loaded until the process ends;
 * what is thread-safe is said in its {@code chdb.h}: a connection serves one statement at a time.
 */
@SuppressWarnings("restricted") // Native code is the point of this class.
final class LibChdb {
  private final Linker linker = Linker.nativeLinker();
  private final SymbolLookup symbols;

  private final MethodHandle connect;
  private final MethodHandle close;
  private final MethodHandle query;
  private final MethodHandle streamQuery;
  private final MethodHandle fetch;
  private final MethodHandle cancelQuery;
  private final MethodHandle insert;
  private final MethodHandle insertError;
  private final MethodHandle append;
  private final MethodHandle done;
  private final MethodHandle cancelInsert;
  private final MethodHandle destroyInsert;
  private final MethodHandle buffer;
  private final MethodHandle length;
  private final MethodHandle error;
  private final MethodHandle rowsWritten;
  private final MethodHandle destroyResult;

  private LibChdb(SymbolLookup symbols) {
    this.symbols = symbols;
    this.connect = function("chdb_connect", ADDRESS, JAVA_INT, ADDRESS);
    this.close = procedure("chdb_close_conn", ADDRESS);
    this.query = withParameters("chdb_query_with_params_n");
    this.streamQuery = withParameters("chdb_stream_query_with_params_n");
    this.fetch = function("chdb_stream_fetch_result", ADDRESS, ADDRESS, ADDRESS);
    this.cancelQuery = procedure("chdb_stream_cancel_query", ADDRESS, ADDRESS);
    this.insert = withParameters("chdb_stream_insert_with_params_n");
    this.insertError = function("chdb_stream_insert_error", ADDRESS, ADDRESS);
    this.append = function("chdb_stream_append", JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG);
    this.done = function("chdb_stream_done", ADDRESS, ADDRESS);
    this.cancelInsert = procedure("chdb_stream_cancel_insert", ADDRESS);
    this.destroyInsert = procedure("chdb_destroy_insert_stream", ADDRESS);
    this.buffer = function("chdb_result_buffer", ADDRESS, ADDRESS);
    this.length = function("chdb_result_length", JAVA_LONG, ADDRESS);
    this.error = function("chdb_result_error", ADDRESS, ADDRESS);
    this.rowsWritten = function("chdb_result_rows_written", JAVA_LONG, ADDRESS);
    this.destroyResult = procedure("chdb_destroy_query_result", ADDRESS);
  }

  static LibChdb load(Path library) {
    LibChdb chdb = new LibChdb(SymbolLookup.libraryLookup(library, Arena.global()));
    // Before the first connection, or the JVM loses its own handlers (of SIGSEGV above all).
    call(() -> chdb.procedure("chdb_set_signal_handlers_enabled", JAVA_INT).invoke(0));
    return chdb;
  }

  /** Opens a connection and tells where its handle is; the first one boots the engine. */
  MemorySegment connect(List<String> arguments) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment argv = arena.allocate(ADDRESS, arguments.size());
      for (int i = 0; i < arguments.size(); i++) {
        argv.setAtIndex(ADDRESS, i, arena.allocateFrom(arguments.get(i)));
      }
      MemorySegment connection = call(() -> (MemorySegment) connect.invoke(arguments.size(), argv));
      if (isNull(connection)) {
        throw new EngineException("The engine does not start with " + arguments);
      }
      return connection.reinterpret(ADDRESS.byteSize());
    }
  }

  void close(MemorySegment connection) {
    call(() -> close.invoke(connection));
  }

  MemorySegment query(MemorySegment connection, Statement statement) {
    return invoke(query, connection, statement);
  }

  MemorySegment streamQuery(MemorySegment connection, Statement statement) {
    return invoke(streamQuery, connection, statement);
  }

  MemorySegment fetch(MemorySegment connection, MemorySegment stream) {
    return call(() -> (MemorySegment) fetch.invoke(connection, stream));
  }

  void cancelQuery(MemorySegment connection, MemorySegment stream) {
    call(() -> cancelQuery.invoke(connection, stream));
  }

  MemorySegment insert(MemorySegment connection, Statement statement) {
    return invoke(insert, connection, statement);
  }

  String insertError(MemorySegment insert) {
    return text(call(() -> (MemorySegment) insertError.invoke(insert)));
  }

  /** Whether the bytes were taken; what was wrong is told by {@link #insertError}. */
  boolean append(MemorySegment insert, MemorySegment bytes, long length) {
    return call(() -> (int) append.invoke(insert, bytes, length)) == 0;
  }

  MemorySegment done(MemorySegment insert) {
    return call(() -> (MemorySegment) done.invoke(insert));
  }

  void cancelInsert(MemorySegment insert) {
    call(() -> cancelInsert.invoke(insert));
  }

  void destroyInsert(MemorySegment insert) {
    call(() -> destroyInsert.invoke(insert));
  }

  /** The result's bytes, valid until it is destroyed. */
  MemorySegment content(MemorySegment result) {
    long length = call(() -> (long) this.length.invoke(result));
    return length == 0
        ? MemorySegment.NULL
        : call(() -> (MemorySegment) buffer.invoke(result)).reinterpret(length);
  }

  /** What went wrong, or null. */
  String error(MemorySegment result) {
    return isNull(result)
        ? "Code: 1001. DB::Exception: no result"
        : text(call(() -> (MemorySegment) error.invoke(result)));
  }

  long rowsWritten(MemorySegment result) {
    return call(() -> (long) rowsWritten.invoke(result));
  }

  void destroyResult(MemorySegment result) {
    if (!isNull(result)) {
      call(() -> destroyResult.invoke(result));
    }
  }

  private static MemorySegment invoke(
      MethodHandle function, MemorySegment connection, Statement statement) {
    try (Arena arena = Arena.ofConfined()) {
      int count = statement.parameters().size();
      MemorySegment names = arena.allocate(ADDRESS, count);
      MemorySegment nameLengths = arena.allocate(JAVA_LONG, count);
      MemorySegment values = arena.allocate(ADDRESS, count);
      MemorySegment valueLengths = arena.allocate(JAVA_LONG, count);
      int i = 0;
      for (var parameter : statement.parameters().entrySet()) {
        MemorySegment name = utf8(arena, parameter.getKey());
        MemorySegment value = utf8(arena, parameter.getValue());
        names.setAtIndex(ADDRESS, i, name);
        nameLengths.setAtIndex(JAVA_LONG, i, name.byteSize());
        values.setAtIndex(ADDRESS, i, value);
        valueLengths.setAtIndex(JAVA_LONG, i++, value.byteSize());
      }
      MemorySegment sql = utf8(arena, statement.sql());
      MemorySegment format = utf8(arena, statement.format());
      return call(() ->
          (MemorySegment)
              function.invoke(
                  connection,
                  sql,
                  sql.byteSize(),
                  format,
                  format.byteSize(),
                  names,
                  nameLengths,
                  values,
                  valueLengths,
                  (long) count));
    }
  }

  private MethodHandle withParameters(String name) {
    return function(
        name, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS,
        ADDRESS, JAVA_LONG);
  }

  private MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
    return linker.downcallHandle(symbol(name), FunctionDescriptor.of(result, arguments));
  }

  private MethodHandle procedure(String name, MemoryLayout... arguments) {
    return linker.downcallHandle(symbol(name), FunctionDescriptor.ofVoid(arguments));
  }

  private MemorySegment symbol(String name) {
    return symbols
        .find(name)
        .orElseThrow(() ->
            new EngineException(
                "The ClickHouse library has no function " + name + ": it is too old"));
  }

  private static MemorySegment utf8(Arena arena, String text) {
    return arena.allocateFrom(JAVA_BYTE, text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(MemorySegment chars) {
    return isNull(chars) ? null : chars.reinterpret(Long.MAX_VALUE).getString(0);
  }

  private static boolean isNull(MemorySegment pointer) {
    return pointer.address() == 0;
  }

  private static <T> T call(NativeCall<T> call) {
    try {
      return call.run();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new EngineException("A call into the ClickHouse library failed: " + e, e);
    }
  }

  private interface NativeCall<T> {
    T run() throws Throwable;
  }
}
