package dev.cresset.collector.http;

import dev.cresset.collector.ingest.IncomingProfile;
import dev.cresset.collector.ingest.Origin;
import dev.cresset.collector.ingest.OverloadedException;
import dev.cresset.collector.ingest.ProfileIngest;
import dev.cresset.collector.ingest.RejectedProfileException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import tools.jackson.core.JsonGenerator;

/** {@code POST /api/v1/profiles}: takes a pprof file in. */
final class UploadEndpoint implements Endpoint {
  private static final String LIMIT = "ingest.max-profile-size";

  /** What is read of a request that is too large, so that its sender comes to read the answer. */
  private static final long MAX_IGNORED = 64 << 20;

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
    byte[] pprof = content(call);
    String id =
        parameters.get("id").filter(given -> !given.isEmpty()).orElseGet(() -> ContentId.of(pprof));
    ingest.store(new IncomingProfile(id, origin, "", pprof));
    try (OutputStream out = call.send("application/json");
        JsonGenerator json = Json.to(out)) {
      json.writeStartObject();
      json.writeStringProperty("id", id);
      json.writeEndObject();
    }
  }

  private byte[] content(Call call) throws IOException, RejectedProfileException {
    try (InputStream in = call.content()) {
      if (call.contentLength() > maxBytes) {
        throw tooLarge(call.contentLength(), call, in);
      }
      byte[] content = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, maxBytes + 1));
      if (content.length > maxBytes) {
        throw tooLarge(content.length, call, in);
      }
      if (content.length == 0) {
        throw new RejectedProfileException(
            "The request is empty. Send a pprof file, such as with curl --data-binary @FILE.");
      }
      return content;
    }
  }

  private RejectedProfileException tooLarge(long bytes, Call call, InputStream rest)
      throws IOException {
    // Who asks before sending does not send, if it is not read.
    if (call.header(HttpHeader.EXPECT) == null) {
      byte[] ignored = new byte[1 << 16];
      long read = 0;
      for (int n = rest.read(ignored); n >= 0 && read < MAX_IGNORED; n = rest.read(ignored)) {
        read += n;
      }
    }
    return new RejectedProfileException(
        "The profile has at least %d bytes, more than the %d that %s allows."
            .formatted(bytes, maxBytes, LIMIT),
        LIMIT,
        bytes,
        maxBytes);
  }
}
