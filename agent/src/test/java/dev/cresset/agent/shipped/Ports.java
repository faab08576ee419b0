package dev.cresset.agent.shipped;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Addresses for tests. */
final class Ports {
  private Ports() {}

  /** A port of this machine that nobody listens on, or did a moment ago. */
  static int closed() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
