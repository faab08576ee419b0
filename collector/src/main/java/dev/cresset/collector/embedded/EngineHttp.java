package dev.cresset.collector.embedded;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * ClickHouse's HTTP interface, as far as its JDBC driver uses it, over the engine in this process.
 * Errors that come before the first byte of a result have a status and a code; after it, the
 * connection is cut, so that a result cut short never looks whole.
 */
final class EngineHttp implements HttpHandler {
  /** More than any statement of ours; an insert's data is not part of it. */
  private static final int MAX_STATEMENT = 16 << 20;

  private final EnginePool pool;
  private final Secret secret;

  EngineHttp(EnginePool pool, Secret secret) {
    this.pool = pool;
    this.secret = secret;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try {
      answer(exchange);
    } catch (EngineException e) {
      refuse(exchange, e);
    }
    exchange.close();
  }

  private void answer(HttpExchange exchange) throws IOException {
    if (exchange.getRequestURI().getPath().equals("/ping")) {
      EngineResponse response = new EngineResponse(exchange);
      response.write(MemorySegment.ofArray("Ok.\n".getBytes(StandardCharsets.UTF_8)));
      response.finish();
      return;
    }
    if (!secret.isIn(exchange.getRequestHeaders())) {
      // ClickHouse's AUTHENTICATION_FAILED.
      throw new EngineException("Code: 516. DB::Exception: Authentication failed.");
    }
    EngineRequest request = EngineRequest.of(exchange);
    var inserted = SqlText.insert(request.query());
    if (inserted.isPresent() && inserted.get().data().isBlank()) {
      insert(exchange, request, inserted.get(), exchange.getRequestBody());
      return;
    }
    String sql = request.query() + "\n" + body(exchange);
    inserted = SqlText.insert(sql);
    if (inserted.isPresent()) {
      insert(exchange, request, inserted.get(), InputStream.nullInputStream());
    } else {
      query(exchange, request, sql);
    }
  }

  private void insert(
      HttpExchange exchange, EngineRequest request, SqlText.Insert insert, InputStream body)
      throws IOException {
    Statement statement = new Statement(insert.head(), insert.format(), request.parameters());
    byte[] inline = insert.data().strip().getBytes(StandardCharsets.UTF_8);
    InputStream data = inline.length == 0 ? body : new ByteArrayInputStream(inline);
    pool.with(connection -> {
      connection.use(request.settings());
      long rows = connection.insert(statement, data);
      exchange
          .getResponseHeaders()
          .set(
              "X-ClickHouse-Summary",
              "{\"written_rows\":\"%d\",\"result_rows\":\"%d\"}".formatted(rows, rows));
    });
    new EngineResponse(exchange).finish();
  }

  private void query(HttpExchange exchange, EngineRequest request, String sql) throws IOException {
    String format = SqlText.format(sql).orElse(request.format());
    exchange.getResponseHeaders().set("X-ClickHouse-Format", format);
    Statement statement = new Statement(sql, format, request.parameters());
    EngineResponse response = new EngineResponse(exchange);
    pool.with(connection -> {
      connection.use(request.settings());
      if (SqlText.isStreamed(sql) && BlockFormat.isStreamable(format)) {
        BlockFormat blocks = BlockFormat.of(format);
        connection.stream(statement, block -> response.write(blocks.next(block)));
      } else {
        connection.execute(statement, response::write);
      }
    });
    response.finish();
  }

  private static String body(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(MAX_STATEMENT + 1);
    if (body.length > MAX_STATEMENT) {
      // ClickHouse's QUERY_IS_TOO_LARGE.
      throw new EngineException(
          "Code: 307. DB::Exception: The statement is longer than "
              + MAX_STATEMENT
              + " bytes; insert data in batches through a prepared statement.");
    }
    return new String(body, StandardCharsets.UTF_8);
  }

  private static void refuse(HttpExchange exchange, EngineException problem) throws IOException {
    if (exchange.getResponseCode() != -1) {
      // To close the exchange would end the result properly. Thrown, it has the connection closed.
      throw new IOException("A result was cut short: " + problem.getMessage(), problem);
    }
    byte[] message = (problem.getMessage() + "\n").getBytes(StandardCharsets.UTF_8);
    exchange
        .getResponseHeaders()
        .set("X-ClickHouse-Exception-Code", Integer.toString(problem.code()));
    exchange.sendResponseHeaders(status(problem.code()), message.length);
    exchange.getResponseBody().write(message);
  }

  /** The statuses ClickHouse itself gives. */
  private static int status(int code) {
    return switch (code) {
      case 516 -> 401;
      case 497 -> 403;
      case 47, 60, 81 -> 404;
      case 62, 27, 36, 43, 53, 457 -> 400;
      case 307 -> 413;
      default -> 500;
    };
  }
}
