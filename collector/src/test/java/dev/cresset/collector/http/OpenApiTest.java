package dev.cresset.collector.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The description of the API is what the API is. */
class OpenApiTest {
  @RegisterExtension static final ApiServer SERVER = new ApiServer();

  private static JsonNode document;

  @BeforeAll
  static void read() throws Exception {
    document = new YAMLMapper().readTree(SERVER.get("/api/v1/openapi.yaml").body());
  }

  @Test
  void everyPathAndMethodIsDescribedAndNoOther() {
    Map<String, String> described = new TreeMap<>();
    document
        .get("paths")
        .properties()
        .forEach(path -> described.put(path.getKey(), String.join(",", methods(path.getValue()))));
    Map<String, String> served = new TreeMap<>();
    SERVER
        .api()
        .endpoints()
        .forEach(e -> served.put(e.path(), e.method().toLowerCase(Locale.ROOT)));

    assertThat(described).isEqualTo(served);
  }

  private static List<String> methods(JsonNode path) {
    return new ArrayList<>(path.propertyNames());
  }

  @Test
  void everyParameterIsDescribedAndNoOther() {
    for (Endpoint endpoint : SERVER.api().endpoints()) {
      JsonNode operation =
          document
              .get("paths")
              .get(endpoint.path())
              .get(endpoint.method().toLowerCase(Locale.ROOT));
      List<String> described = new ArrayList<>();
      operation.path("parameters").forEach(p -> described.add(resolve(p).get("name").asString()));

      assertThat(described)
          .as(endpoint.path())
          .containsExactlyInAnyOrderElementsOf(endpoint.parameters());
    }
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    List<JsonNode> references = document.findValues("$ref");

    assertThat(references).isNotEmpty();
    references.forEach(reference -> assertThat(target(reference.asString())).isNotNull());
  }

  private static JsonNode resolve(JsonNode node) {
    return node.has("$ref") ? target(node.get("$ref").asString()) : node;
  }

  private static JsonNode target(String reference) {
    JsonNode target = document.at(reference.substring(1));
    assertThat(target.isMissingNode()).as(reference).isFalse();
    return target;
  }
}
