package dev.cresset.collector.http;

import dev.cresset.collector.ingest.Arrival;
import dev.cresset.collector.ingest.IncomingProfile;
import dev.cresset.collector.ingest.Origin;
import dev.cresset.collector.ingest.OverloadedException;
import dev.cresset.collector.ingest.ProfileIngest;
import dev.cresset.collector.ingest.RejectedProfileException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import tools.jackson.core.JsonGenerator;

/** {@code POST /api/v1/profiles}: takes a pprof file in. */
final class UploadEndpoint implements Endpoint {
  private static final String LIMIT = "ingest.max-profile-size";

  /** What is read of a request that is too large, so that its sender comes to read the answer. */
  private static final long MAX_IGNORED = 64 << 20;

  private static final int BUFFER = 1 << 14;

  private final ProfileIngest ingest;
  private final long maxBytes;

  UploadEndpoint(ProfileIngest ingest, long maxBytes) {
    this.ingest = ingest;
    this.maxBytes = maxBytes;
  }

  @Override
  public String path() {
    return "/api/v1/profiles";
  }

  @Override
  public String method() {
    return "POST";
  }

  @Override
  public List<String> parameters() {
    return List.of("service", "release", "environment", "instance", "id");
  }

  @Override
  public void answer(Call call)
      throws IOException, RejectedProfileException, OverloadedException, InterruptedException {
    Parameters parameters = call.parameters();
    Origin origin =
        new Origin(
            parameters.required("service", "service=shop"),
            parameters.get("release").orElse(""),
            parameters.get("environment").orElse(""),
            parameters.get("instance").orElse(""),
            Map.of());
    Optional<String> givenId = parameters.get("id").filter(given -> !given.isEmpty());
    String id;
    try (Arrival arrival = ingest.arrival()) {
      id = arrival.store(new IncomingProfile(givenId, origin, "", content(call, arrival)));
    }
    try (OutputStream out = call.send("application/json");
        JsonGenerator json = Json.to(out)) {
      json.writeStartObject();
      json.writeStringProperty("id", id);
      json.writeEndObject();
    }
  }

  private byte[] content(Call call, Arrival arrival)
      throws IOException, RejectedProfileException, OverloadedException {
    try (InputStream in = call.content()) {
      try {
        byte[] content = read(in, call.contentLength(), arrival);
        if (content.length == 0) {
          throw new RejectedProfileException(
              "The request is empty. Send a pprof file, such as with curl --data-binary @FILE.");
        }
        return content;
      } catch (RejectedProfileException | OverloadedException e) {
        ignoreRest(call, in);
        throw e;
      }
    }
  }

  /** Reads into an array that grows with what has come, whatever a request says will come. */
  private byte[] read(InputStream in, long length, Arrival arrival)
      throws IOException, RejectedProfileException, OverloadedException {
    requireAllowed(length);
    byte[] content = {};
    int size = 0;
    for (int next = in.read(); next >= 0; next = in.read()) {
      if (size == content.length) {
        requireAllowed(size + 1L);
        int capacity = (int) Math.min(maxBytes, Math.max(BUFFER, 2L * size));
        arrival.hold((long) size + capacity);
        content = Arrays.copyOf(content, capacity);
      }
      content[size++] = (byte) next;
      size += in.readNBytes(content, size, content.length - size);
    }
    arrival.hold((long) content.length + size);
    byte[] exact = Arrays.copyOf(content, size);
    arrival.hold(size);
    return exact;
  }

  private void requireAllowed(long bytes) throws RejectedProfileException {
    if (bytes > maxBytes) {
      throw new RejectedProfileException(
          "The profile has at least %d bytes, more than the %d that %s allows."
              .formatted(bytes, maxBytes, LIMIT),
          LIMIT,
          bytes,
          maxBytes);
    }
  }

  private static void ignoreRest(Call call, InputStream rest) throws IOException {
    // Who asks before sending does not send, if it is not read.
    if (call.header(HttpHeader.EXPECT) == null) {
      byte[] ignored = new byte[1 << 14];
      long read = 0;
      for (int n = rest.read(ignored); n >= 0 && read < MAX_IGNORED; n = rest.read(ignored)) {
        read += n;
      }
    }
  }
}
