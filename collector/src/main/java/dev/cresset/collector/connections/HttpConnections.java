package dev.cresset.collector.connections;

import org.eclipse.jetty.io.Connection;

/** Keeps a Jetty connector within its limit of connections: add it to the connector as a bean. */
public final class HttpConnections implements Connection.Listener {
  private final ConnectionLimit.Port port;

  public HttpConnections(ConnectionLimit.Port port) {
    this.port = port;
  }

  @Override
  public void onOpened(Connection connection) {
    if (!port.opened()) {
      connection.getEndPoint().close();
    }
  }

  @Override
  public void onClosed(Connection connection) {
    port.closed();
  }
}
