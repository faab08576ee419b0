package dev.cresset.flamegraphui.flame;

import dev.cresset.collector.query.FlameTree;
import dev.cresset.collector.query.FrameKind;
import dev.cresset.collector.query.ReleaseDiff;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes trees as the browser reads them into typed arrays, gzipped. Little-endian: the magic
 * number, the length of the header, the header in JSON padded to eight bytes, then the columns
 * parent and function (32-bit), and for each side self, total and samples (64-bit floats, exact up
 * to 2^53).
 */
public final class ProfileEncoder {
  private static final int MAGIC = 0x47465243;
  private static final int VERSION = 1;
  private static final JsonFactory JSON = new JsonFactory();
  private static final double NANOS = 1e9;

  private ProfileEncoder() {}

  public static byte[] encode(FlameTree tree) {
    Side side =
        new Side(
            tree.self(),
            tree.total(),
            tree.samples(),
            tree.size() == 0 ? 0 : tree.total()[0],
            0,
            tree.truncatedValue());
    Nodes nodes = new Nodes(tree.functions(), tree.kinds(), tree.parent(), tree.function());
    return encode(tree.type(), tree.unit(), nodes, tree.truncatedNodes(), List.of(side), List.of());
  }

  public static byte[] encode(ReleaseDiff diff) {
    ReleaseDiff.DiffTree tree = diff.tree();
    long[] unknown = new long[tree.size()];
    Side base =
        new Side(
            tree.baseSelf(),
            tree.baseTotal(),
            unknown,
            diff.base().total(),
            diff.base().profiledNanos() / NANOS,
            tree.truncatedBase());
    Side target =
        new Side(
            tree.targetSelf(),
            tree.targetTotal(),
            unknown,
            diff.target().total(),
            diff.target().profiledNanos() / NANOS,
            tree.truncatedTarget());
    String type = diff.target().selection().type();
    Nodes nodes = new Nodes(tree.functions(), tree.kinds(), tree.parent(), tree.function());
    return encode(
        type,
        diff.unit(),
        nodes,
        tree.truncatedNodes(),
        List.of(base, target),
        verdicts(diff, nodes.names));
  }

  private record Nodes(List<String> names, FrameKind[] kinds, int[] parent, int[] name) {}

  private record Side(
      long[] self, long[] total, long[] samples, long sum, double seconds, long truncated) {}

  /** For each name whether the function really changed, in the words of {@code tree.ts}. */
  private static List<String> verdicts(ReleaseDiff diff, List<String> names) {
    Map<String, String> byFunction = new HashMap<>();
    diff.changes().forEach(change -> byFunction.put(change.function(), word(change.verdict())));
    return names.stream().map(name -> byFunction.getOrDefault(name, "unknown")).toList();
  }

  private static String word(ReleaseDiff.Verdict verdict) {
    return switch (verdict) {
      case GROWN, SHRUNK, ADDED, REMOVED -> "real";
      case DISPLACED -> "displaced";
      case UNCHANGED, NOT_ENOUGH_DATA -> "noise";
    };
  }

  private static byte[] encode(
      String type,
      String unit,
      Nodes nodes,
      int truncatedNodes,
      List<Side> sides,
      List<String> verdicts) {
    byte[] header = header(type, unit, nodes, truncatedNodes, sides, verdicts);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
    try (OutputStream out = new FastGzip(bytes)) {
      out.write(ints(MAGIC, header.length));
      out.write(header);
      out.write(new byte[padding(8 + header.length)]);
      writeInts(out, nodes.parent);
      writeInts(out, nodes.name);
      for (Side side : sides) {
        out.write(doubles(side.self));
        out.write(doubles(side.total));
        out.write(doubles(side.samples));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] header(
      String type,
      String unit,
      Nodes nodes,
      int truncatedNodes,
      List<Side> sides,
      List<String> verdicts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      json.writeNumberProperty("version", VERSION);
      json.writeStringProperty("type", type);
      json.writeStringProperty("unit", unit);
      json.writeNumberProperty("nodes", nodes.parent.length);
      json.writeNumberProperty("truncatedNodes", truncatedNodes);
      json.writeArrayPropertyStart("names");
      nodes.names.forEach(json::writeString);
      json.writeEndArray();
      json.writeArrayPropertyStart("kinds");
      for (FrameKind kind : nodes.kinds) {
        json.writeNumber(kind.ordinal());
      }
      json.writeEndArray();
      json.writeArrayPropertyStart("verdicts");
      verdicts.forEach(json::writeString);
      json.writeEndArray();
      json.writeArrayPropertyStart("sides");
      for (Side side : sides) {
        json.writeStartObject();
        json.writeNumberProperty("total", side.sum);
        json.writeNumberProperty("seconds", side.seconds);
        json.writeNumberProperty("truncated", side.truncated);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void writeInts(OutputStream out, int[] column) throws IOException {
    out.write(ints(column));
    out.write(new byte[padding(4 * column.length)]);
  }

  private static byte[] ints(int... column) {
    ByteBuffer buffer = ByteBuffer.allocate(4 * column.length).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asIntBuffer().put(column);
    return buffer.array();
  }

  private static byte[] doubles(long[] column) {
    ByteBuffer buffer = ByteBuffer.allocate(8 * column.length).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : column) {
      buffer.putDouble(value);
    }
    return buffer.array();
  }

  private static int padding(int length) {
    return -length & 7;
  }

  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, 1 << 14);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
