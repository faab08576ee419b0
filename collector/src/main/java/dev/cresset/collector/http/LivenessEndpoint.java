package dev.cresset.collector.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code GET /healthz}: whether the process answers. */
final class LivenessEndpoint implements Endpoint {
  @Override
  public String path() {
    return "/healthz";
  }

  @Override
  public List<String> parameters() {
    return List.of();
  }

  @Override
  public void answer(Call call) throws IOException {
    try (OutputStream out = call.send("text/plain;charset=utf-8")) {
      out.write("ok\n".getBytes(StandardCharsets.UTF_8));
    }
  }
}
