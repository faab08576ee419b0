package dev.cresset.collector;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Connections on which nothing more happens once they are open. */
final class IdleConnections implements AutoCloseable {
  /** The preface, and settings that change nothing. */
  static final String HTTP_2 = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0";

  static final String HTTP_1 = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";

  private static final int PATIENCE_MILLIS = 30_000;

  private final int port;
  private final byte[] opening;
  private final List<Socket> sockets = new ArrayList<>();

  /**
   * @param opening what is sent at first
   */
  IdleConnections(int port, String opening) {
    this.port = port;
    this.opening = opening.getBytes(StandardCharsets.ISO_8859_1);
  }

  void open(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      sockets.add(socket);
      try {
        socket.getOutputStream().write(opening);
      } catch (SocketException alreadyClosed) {
        continue;
      }
    }
  }

  /** Waits until the server has closed as many of the last ones. */
  void awaitClosed(int count) throws IOException {
    for (Socket socket : sockets.subList(sockets.size() - count, sockets.size())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      try {
        socket.getInputStream().readAllBytes();
      } catch (SocketException reset) {
        continue;
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
