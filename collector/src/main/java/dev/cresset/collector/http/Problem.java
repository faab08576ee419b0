package dev.cresset.collector.http;

import dev.cresset.collector.ingest.OverloadedException;
import dev.cresset.collector.ingest.RejectedProfileException;
import dev.cresset.collector.query.QueryException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonGenerator;

/**
 * Why a call failed, as RFC 9457 has it.
 *
 * @param detail which value is wrong, and what would be right
 * @param more further members
 */
record Problem(int status, String detail, Map<String, Object> more) {
  private static final Logger LOG = LoggerFactory.getLogger(Problem.class);
  private static final Duration RETRY = Duration.ofSeconds(5);

  /** As nginx counts it; there is nobody to read it. */
  private static final int CLIENT_GONE_499 = 499;

  Problem(int status, String detail) {
    this(status, detail, Map.of());
  }

  static Problem of(Throwable failure) {
    return switch (failure) {
      case BadParameterException e ->
          new Problem(
              HttpStatus.BAD_REQUEST_400, e.getMessage(), Map.of("parameter", e.parameter()));
      case QueryException e -> ofQuery(e);
      case RejectedProfileException e -> ofRejection(e);
      case OverloadedException e ->
          new Problem(
              HttpStatus.SERVICE_UNAVAILABLE_503,
              e.getMessage(),
              Map.of("retryAfterSeconds", Math.max(1, e.retryAfter().toSeconds())));
      default -> {
        LOG.error("A request failed", failure);
        yield new Problem(
            HttpStatus.INTERNAL_SERVER_ERROR_500,
            "The server failed: " + failure + ". Its log has more.");
      }
    };
  }

  private static Problem ofQuery(QueryException e) {
    return switch (e.reason()) {
      case INVALID -> new Problem(HttpStatus.BAD_REQUEST_400, e.getMessage());
      case NOT_FOUND -> new Problem(HttpStatus.NOT_FOUND_404, e.getMessage());
      case TOO_LARGE ->
          new Problem(
              HttpStatus.UNPROCESSABLE_ENTITY_422,
              e.getMessage(),
              e.limit()
                  .<Map<String, Object>>map(
                      limit -> Map.of("limit", limit.setting(), "maximum", limit.maximum()))
                  .orElse(Map.of()));
      case CANCELLED -> new Problem(CLIENT_GONE_499, e.getMessage());
      case UNAVAILABLE ->
          new Problem(
              HttpStatus.SERVICE_UNAVAILABLE_503,
              e.getMessage(),
              Map.of("retryAfterSeconds", RETRY.toSeconds()));
    };
  }

  private static Problem ofRejection(RejectedProfileException e) {
    if (e.limit().isEmpty()) {
      return new Problem(HttpStatus.BAD_REQUEST_400, e.getMessage());
    }
    Map<String, Object> limit = new LinkedHashMap<>();
    limit.put("limit", e.limit());
    limit.put("value", e.value());
    limit.put("maximum", e.maximum());
    return new Problem(HttpStatus.PAYLOAD_TOO_LARGE_413, e.getMessage(), limit);
  }

  void send(Call call) throws IOException {
    Object retry = more.get("retryAfterSeconds");
    if (retry != null) {
      call.header(HttpHeader.RETRY_AFTER, retry.toString());
    }
    if (status == HttpStatus.PAYLOAD_TOO_LARGE_413) {
      // There may be more of the request than anybody wants to read.
      call.header(HttpHeader.CONNECTION, "close");
    }
    try (OutputStream out = call.status(status).send("application/problem+json");
        JsonGenerator json = Json.to(out)) {
      json.writeStartObject();
      json.writeStringProperty("title", HttpStatus.getMessage(status));
      json.writeNumberProperty("status", status);
      json.writeStringProperty("detail", detail);
      more.forEach((name, value) -> {
        if (value instanceof Number number) {
          json.writeNumberProperty(name, number.longValue());
        } else {
          json.writeStringProperty(name, value.toString());
        }
      });
      json.writeEndObject();
    }
  }
}
