package dev.cresset.collector.http;

import dev.cresset.collector.Health;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpStatus;

/** {@code GET /readyz}: whether profiles can be stored and read. */
final class ReadinessEndpoint implements Endpoint {
  private final Supplier<Health> health;

  ReadinessEndpoint(Supplier<Health> health) {
    this.health = health;
  }

  @Override
  public String path() {
    return "/readyz";
  }

  @Override
  public List<String> parameters() {
    return List.of();
  }

  @Override
  public void answer(Call call) throws IOException {
    Health now = health.get();
    call.status(now.ready() ? HttpStatus.OK_200 : HttpStatus.SERVICE_UNAVAILABLE_503);
    try (OutputStream out = call.send("text/plain;charset=utf-8")) {
      out.write((now.detail() + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }
}
