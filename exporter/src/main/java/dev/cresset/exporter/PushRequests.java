package dev.cresset.exporter;

import dev.cresset.profile.Resource;
import java.util.Map;

/** Encodes {@code PushRequest} messages of {@code ingest.proto}. One thread. */
final class PushRequests {
  // Field numbers of ingest.proto.
  private static final int REQUEST_PROFILE_ID = 1;
  private static final int REQUEST_RESOURCE = 2;
  private static final int REQUEST_FAMILY = 3;
  private static final int REQUEST_PPROF = 4;
  private static final int RESOURCE_SERVICE = 1;
  private static final int RESOURCE_RELEASE = 2;
  private static final int RESOURCE_ENVIRONMENT = 3;
  private static final int RESOURCE_INSTANCE = 4;
  private static final int RESOURCE_ATTRIBUTES = 5;
  private static final int ENTRY_KEY = 1;
  private static final int ENTRY_VALUE = 2;

  private final byte[] resource;

  PushRequests(Resource resource) {
    this.resource = encode(resource);
  }

  byte[] encode(EncodedProfile profile) {
    return new ProtoBuffer()
        .text(REQUEST_PROFILE_ID, profile.id())
        .message(REQUEST_RESOURCE, resource, 0, resource.length)
        .text(REQUEST_FAMILY, profile.family().wireName())
        .message(REQUEST_PPROF, profile.pprof(), 0, profile.pprof().length)
        .toByteArray();
  }

  private static byte[] encode(Resource resource) {
    ProtoBuffer message =
        new ProtoBuffer()
            .text(RESOURCE_SERVICE, resource.service())
            .text(RESOURCE_RELEASE, resource.release())
            .text(RESOURCE_ENVIRONMENT, resource.environment())
            .text(RESOURCE_INSTANCE, resource.instance());
    ProtoBuffer entry = new ProtoBuffer();
    for (Map.Entry<String, String> attribute : resource.attributes().entrySet()) {
      entry.clear().text(ENTRY_KEY, attribute.getKey()).text(ENTRY_VALUE, attribute.getValue());
      message.message(RESOURCE_ATTRIBUTES, entry);
    }
    return message.toByteArray();
  }
}
