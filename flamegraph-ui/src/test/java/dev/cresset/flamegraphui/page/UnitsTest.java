package dev.cresset.flamegraphui.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class UnitsTest {
  @Test
  void valuesAreWrittenAsTheBrowserWritesThem() throws IOException {
    try (InputStream in = UnitsTest.class.getResourceAsStream("units.json")) {
      for (JsonNode row : new JsonMapper().readTree(in)) {
        double value = row.get("value").asDouble();
        String unit = row.get("unit").asString();
        String written =
            switch (row.get("how").asString()) {
              case "value" -> Units.value(value, unit);
              case "rate" -> Units.rate(value, row.get("type").asString(), unit);
              case "share" -> Units.share(value);
              default -> Units.points(value);
            };
        assertThat(written).isEqualTo(row.get("text").asString());
      }
    }
  }

  @Test
  void theTimeSinceIsToldRoughly() {
    Instant now = Instant.parse("2026-01-10T12:00:00Z");
    assertThat(Units.ago(now.minusSeconds(3), now)).isEqualTo("just now");
    assertThat(Units.ago(now.minusSeconds(45), now)).isEqualTo("45 s ago");
    assertThat(Units.ago(now.minusSeconds(600), now)).isEqualTo("10 min ago");
    assertThat(Units.ago(now.minusSeconds(7_200), now)).isEqualTo("2 h ago");
    assertThat(Units.ago(now.minusSeconds(400_000), now)).isEqualTo("4 days ago");
  }
}
