package dev.cresset.systemtests;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The server's HTTP API, as anybody may use it. */
record Api(String address) {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final JsonMapper JSON = new JsonMapper();

  String url(String pathAndQuery) {
    return address + "/api/v1/" + pathAndQuery;
  }

  /** The answer, which must be a good one. */
  JsonNode get(String pathAndQuery) {
    HttpResponse<String> response = send(HttpRequest.newBuilder(URI.create(url(pathAndQuery))));
    if (response.statusCode() != 200) {
      throw new AssertionError(pathAndQuery + ": " + response.body());
    }
    return JSON.readTree(response.body());
  }

  int status(String pathAndQuery) {
    return send(HttpRequest.newBuilder(URI.create(url(pathAndQuery)))).statusCode();
  }

  /** Uploads a pprof file. */
  int post(String pathAndQuery, byte[] body) {
    return send(HttpRequest.newBuilder(URI.create(url(pathAndQuery)))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body)))
        .statusCode();
  }

  /** The functions of a service's profile, over the last hour. */
  Top top(String service, String type) {
    return Top.of(get("top?service=" + service + "&type=" + type));
  }

  /** The same, of one thread. */
  Top topOfThread(String service, String type, String thread) {
    return Top.of(get("top?service=" + service + "&type=" + type + "&label.thread=" + thread));
  }

  /** The values of one of a service's labels. */
  List<String> labelValues(String service, String name) {
    List<String> values = new ArrayList<>();
    for (JsonNode label : get("labels?service=" + service).get("labels")) {
      if (label.get("name").asString().equals(name)) {
        label.get("values").forEach(value -> values.add(value.get("value").asString()));
      }
    }
    return values;
  }

  /** A counter of the server's own. */
  long metric(String name) {
    String metrics = send(HttpRequest.newBuilder(URI.create(address + "/metrics"))).body();
    return metrics
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not in\n" + metrics));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
