package dev.cresset.collector.ingest;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads a {@code cresset.ingest.v1.PushRequest}, each part once there is known to be room for it.
 * The generated classes would make objects of whatever anybody sends.
 */
final class PushReader {
  /** Bytes of memory for a byte of text, and for an attribute besides. */
  private static final int TEXT = 3;

  private static final int ATTRIBUTE = 200;

  /** An id of the longest there may be is read even where there is no room, to be answered. */
  private static final int ID = 512;

  private static final byte[] NOTHING = {};

  private final CodedInputStream in;
  private final Arrival arrival;
  private final long maxAttributes;
  private final Map<String, String> attributes = new HashMap<>();
  private long held;
  private String profileId = "";
  private String family = "";
  private String service = "";
  private String release = "";
  private String environment = "";
  private String instance = "";
  private byte[] pprof = NOTHING;
  private RejectedProfileException rejection;
  private OverloadedException overload;

  /**
   * @param maxAttributes of a resource; of more, one more is kept
   */
  PushReader(InputStream message, Arrival arrival, long maxAttributes) {
    this.in = CodedInputStream.newInstance(message);
    this.arrival = arrival;
    this.maxAttributes = maxAttributes;
  }

  /** Reads all of it, and of what there is no room for only the id. */
  void read() {
    try {
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        switch (WireFormat.getTagFieldNumber(tag)) {
          case 1 -> profileId = id();
          case 2 -> resource();
          case 3 -> family = string();
          case 4 -> pprof = bytes(length(), 1);
          default -> in.skipField(tag);
        }
      }
    } catch (IOException e) {
      rejection =
          new RejectedProfileException(
              "This is no cresset.ingest.v1.PushRequest, or it is cut short: " + e.getMessage());
    }
  }

  /** What the profile is called; empty if the message does not say. */
  String profileId() {
    return profileId;
  }

  /**
   * What was read.
   *
   * @throws RejectedProfileException if it is no such message, or will never fit in
   * @throws OverloadedException if there was no room for it
   */
  IncomingProfile profile() throws RejectedProfileException, OverloadedException {
    if (rejection != null) {
      throw rejection;
    }
    if (overload != null) {
      throw overload;
    }
    Origin origin = new Origin(service, release, environment, instance, attributes);
    return new IncomingProfile(profileId, origin, family, pprof);
  }

  private void resource() throws IOException {
    int outer = in.pushLimit(length());
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> service = string();
        case 2 -> release = string();
        case 3 -> environment = string();
        case 4 -> instance = string();
        case 5 -> attribute();
        default -> in.skipField(tag);
      }
    }
    in.popLimit(outer);
  }

  private void attribute() throws IOException {
    if (attributes.size() > maxAttributes || !hold(ATTRIBUTE)) {
      in.skipRawBytes(length());
      return;
    }
    int outer = in.pushLimit(length());
    String name = "";
    String value = "";
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> name = string();
        case 2 -> value = string();
        default -> in.skipField(tag);
      }
    }
    in.popLimit(outer);
    attributes.put(name, value);
  }

  private String id() throws IOException {
    int length = length();
    byte[] id = length <= ID ? in.readRawBytes(length) : bytes(length, TEXT);
    return new String(id, StandardCharsets.UTF_8);
  }

  private String string() throws IOException {
    return new String(bytes(length(), TEXT), StandardCharsets.UTF_8);
  }

  private byte[] bytes(int length, int factor) throws IOException {
    if (hold((long) factor * length)) {
      return in.readRawBytes(length);
    }
    in.skipRawBytes(length);
    return NOTHING;
  }

  /** Whether there was room for everything so far, and is for this. */
  private boolean hold(long more) {
    if (rejection != null || overload != null) {
      return false;
    }
    try {
      held += more;
      arrival.hold(held);
      return true;
    } catch (RejectedProfileException e) {
      rejection = e;
    } catch (OverloadedException e) {
      overload = e;
    }
    return false;
  }

  private int length() throws IOException {
    int length = in.readRawVarint32();
    if (length < 0) {
      throw new IOException("a part has a negative length");
    }
    return length;
  }
}
