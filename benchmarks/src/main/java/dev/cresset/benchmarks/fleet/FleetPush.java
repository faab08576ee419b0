package dev.cresset.benchmarks.fleet;

import com.google.protobuf.CodedOutputStream;
import dev.cresset.protocol.ingest.v1.Resource;
import dev.cresset.protocol.pprof.Profile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * A window as a message to the collector, packed beforehand: what is different each time it is sent
 * costs next to nothing. Safe for use by many threads.
 */
public final class FleetPush {
  private static final int ID = 1;
  private static final int RESOURCE = 2;
  private static final int FAMILY = 3;
  private static final int PPROF = 4;

  private final FleetWindow window;
  private final TimedGzip pprof;

  public FleetPush(Fleet fleet, FleetWindow window) {
    this.window = window;
    this.pprof = new TimedGzip(FleetPprof.of(fleet, window));
  }

  /** Stack traces with labels that it has. */
  public int samples() {
    return window.samples().size();
  }

  /** A {@code cresset.ingest.v1.PushRequest} of that instance's window. */
  public byte[] message(String id, String service, String instance, Instant start) {
    byte[] time =
        Profile.newBuilder().setTimeNanos(start.toEpochMilli() * 1_000_000).build().toByteArray();
    Resource resource =
        Resource.newBuilder()
            .setService(service)
            .setRelease(window.release())
            .setEnvironment("production")
            .setInstance(instance)
            .putAttributes("host.name", instance)
            .putAttributes("process.pid", "1")
            .build();
    String family = window.family().family();
    int pprofLength = pprof.length(time);
    int head =
        CodedOutputStream.computeStringSize(ID, id)
            + CodedOutputStream.computeMessageSize(RESOURCE, resource)
            + CodedOutputStream.computeStringSize(FAMILY, family)
            + CodedOutputStream.computeTagSize(PPROF)
            + CodedOutputStream.computeUInt32SizeNoTag(pprofLength);
    byte[] message = new byte[head + pprofLength];
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(message, 0, head);
      out.writeString(ID, id);
      out.writeMessage(RESOURCE, resource);
      out.writeString(FAMILY, family);
      out.writeTag(PPROF, 2);
      out.writeUInt32NoTag(pprofLength);
      out.checkNoSpaceLeft();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    pprof.writeTo(ByteBuffer.wrap(message, head, pprofLength), time);
    return message;
  }
}
