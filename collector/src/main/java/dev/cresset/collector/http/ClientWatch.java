package dev.cresset.collector.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Interrupts the thread that answers a request when the client is gone, or has ended its side of
 * the connection. Of HTTP/1.1 nobody would notice before the answer is written, as nobody reads
 * from the connection until then. This does, and gives what comes early, the next request of a
 * client that does not wait, back to the connection.
 *
 * <p>Made and closed by that thread, for a request without content.
 */
final class ClientWatch implements AutoCloseable {
  /** As much as always fits into the connection's buffer, beside what may have come before. */
  private static final int EARLY_BYTES = 1;

  private final Thread answering = Thread.currentThread();
  private final AbstractEndPoint endPoint;
  private final Connection.UpgradeTo connection;
  private final ByteBuffer early = BufferUtil.allocate(EARLY_BYTES);
  private boolean closed;

  private ClientWatch(AbstractEndPoint endPoint, Connection.UpgradeTo connection) {
    this.endPoint = endPoint;
    this.connection = connection;
  }

  /** Watches, where it is known how to; otherwise does nothing. */
  static ClientWatch over(Request request) {
    Connection connection = request.getConnectionMetaData().getConnection();
    if (connection instanceof Connection.UpgradeTo upgrade
        && connection.getEndPoint() instanceof AbstractEndPoint endPoint) {
      return new ClientWatch(endPoint, upgrade);
    }
    return new ClientWatch(null, null);
  }

  void begin() {
    if (endPoint != null) {
      // Has no effect where somebody reads already, who will notice.
      endPoint.tryFillInterested(new Readable());
    }
  }

  private synchronized void read() {
    if (closed) {
      return;
    }
    int filled;
    try {
      filled = endPoint.fill(early);
    } catch (IOException e) {
      filled = -1;
    }
    if (filled < 0) {
      answering.interrupt();
    } else if (filled == 0) {
      begin();
    }
  }

  /** After this the thread is not interrupted any more, nor has been. */
  @Override
  public void close() {
    if (endPoint == null) {
      return;
    }
    synchronized (this) {
      closed = true;
    }
    // Or the connection could not wait for the next request.
    endPoint.getFillInterest().onFail(new CancellationException("Answered"));
    Thread.interrupted();
    if (early.hasRemaining()) {
      connection.onUpgradeTo(early);
    }
  }

  private final class Readable implements Callback {
    @Override
    public void succeeded() {
      read();
    }

    @Override
    public InvocationType getInvocationType() {
      return InvocationType.NON_BLOCKING;
    }
  }
}
