package dev.cresset.collector.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/** {@code GET /api/v1/openapi.yaml}: the API's description. */
final class OpenApiEndpoint implements Endpoint {
  @Override
  public String path() {
    return "/api/v1/openapi.yaml";
  }

  @Override
  public List<String> parameters() {
    return List.of();
  }

  @Override
  public void answer(Call call) throws IOException {
    try (InputStream in = OpenApiEndpoint.class.getResourceAsStream("openapi.yaml");
        OutputStream out = call.send("application/yaml")) {
      in.transferTo(out);
    }
  }
}
