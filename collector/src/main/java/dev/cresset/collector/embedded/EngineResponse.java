package dev.cresset.collector.embedded;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A result on its way to whoever asked. The status goes out with the first byte, as until then an
 * error may come instead.
 */
final class EngineResponse {
  private static final int CHUNK = 1 << 16;

  private final HttpExchange exchange;
  private OutputStream body;

  EngineResponse(HttpExchange exchange) {
    this.exchange = exchange;
  }

  void write(MemorySegment block) throws IOException {
    if (block.byteSize() == 0) {
      return;
    }
    if (body == null) {
      exchange.sendResponseHeaders(200, 0);
      body = exchange.getResponseBody();
    }
    byte[] chunk = new byte[(int) Math.min(CHUNK, block.byteSize())];
    for (long offset = 0; offset < block.byteSize(); offset += chunk.length) {
      int length = (int) Math.min(chunk.length, block.byteSize() - offset);
      MemorySegment.copy(block, ValueLayout.JAVA_BYTE, offset, chunk, 0, length);
      body.write(chunk, 0, length);
    }
  }

  void finish() throws IOException {
    if (body == null) {
      exchange.sendResponseHeaders(200, -1);
    } else {
      body.close();
    }
  }
}
