package dev.cresset.flamegraphui.flame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.collector.query.FlameTree;
import dev.cresset.collector.query.FrameKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ProfileEncoderTest {
  @Test
  void aTreeBecomesAHeaderAndAlignedColumns() throws IOException {
    FlameTree tree =
        new FlameTree(
            "cpu",
            "nanoseconds",
            List.of("all", "a<b>\"\n"),
            new FrameKind[] {FrameKind.JAVA, FrameKind.KERNEL},
            new int[] {-1, 0},
            new int[] {0, 1},
            new long[] {0, 1L << 53},
            new long[] {1L << 53, 1L << 53},
            new long[] {3, 3},
            7,
            11);

    byte[] bytes =
        new GZIPInputStream(new ByteArrayInputStream(ProfileEncoder.encode(tree))).readAllBytes();
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(new String(bytes, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("CRFG");
    int length = buffer.getInt(4);
    JsonNode header =
        new JsonMapper().readTree(new String(bytes, 8, length, StandardCharsets.UTF_8));
    assertThat(header.get("names").get(1).asString()).isEqualTo("a<b>\"\n");
    assertThat(header.get("kinds").get(1).asInt()).isEqualTo(FrameKind.KERNEL.ordinal());
    assertThat(header.get("truncatedNodes").asInt()).isEqualTo(7);
    assertThat(header.get("sides").get(0).get("truncated").asLong()).isEqualTo(11);
    int columns = (8 + length + 7) / 8 * 8;
    assertThat(buffer.getInt(columns)).isEqualTo(-1);
    assertThat(buffer.getInt(columns + 12)).isEqualTo(1);
    assertThat(buffer.getDouble(columns + 16 + 8)).isEqualTo(0x1p53);
    assertThat(bytes).hasSize(columns + 16 + 3 * 16);
  }
}
