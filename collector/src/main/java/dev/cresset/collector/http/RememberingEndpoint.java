package dev.cresset.collector.http;

import dev.cresset.collector.http.RecentAnswers.Answer;
import dev.cresset.collector.http.RecentAnswers.Question;
import dev.cresset.collector.query.QueryException;
import dev.cresset.collector.query.QueryException.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;

/**
 * Keeps the answers of another endpoint, and while the store cannot be reached gives the last one
 * to the same question, marked as stale.
 */
final class RememberingEndpoint implements Endpoint {
  /** When a stale answer was given first, as ISO-8601 has it. */
  static final String STALE = "Cresset-Stale-Since";

  private final Endpoint endpoint;
  private final RecentAnswers recent;
  private final ApiMetrics metrics;
  private final InstantSource clock;

  RememberingEndpoint(
      Endpoint endpoint, RecentAnswers recent, ApiMetrics metrics, InstantSource clock) {
    this.endpoint = endpoint;
    this.recent = recent;
    this.metrics = metrics;
    this.clock = clock;
  }

  @Override
  public String path() {
    return endpoint.path();
  }

  @Override
  public String method() {
    return endpoint.method();
  }

  @Override
  public List<String> parameters() {
    return endpoint.parameters();
  }

  @Override
  public void answer(Call call) throws Exception {
    Question question = new Question(path(), call.parameters().all());
    Instant now = clock.instant();
    call.copyJson(RecentAnswers.MAX_BYTES);
    try {
      endpoint.answer(call);
    } catch (QueryException e) {
      Optional<Answer> last = recent.find(question);
      if (e.reason() != Reason.UNAVAILABLE || last.isEmpty()) {
        throw e;
      }
      sendStale(call, last.get(), now);
      return;
    }
    call.copiedJson().ifPresent(json -> recent.keep(question, new Answer(now, json)));
  }

  private void sendStale(Call call, Answer answer, Instant now) throws IOException {
    metrics.stale(path());
    call.header(STALE, answer.time().toString());
    call.header(HttpHeader.AGE, Long.toString(Duration.between(answer.time(), now).toSeconds()));
    String mark = "{\"staleSince\":" + answer.time().toEpochMilli() + ",";
    try (OutputStream out = call.send("application/json")) {
      out.write(mark.getBytes(StandardCharsets.UTF_8));
      // Every answer is an object with members.
      out.write(answer.json(), 1, answer.json().length - 1);
    }
  }
}
