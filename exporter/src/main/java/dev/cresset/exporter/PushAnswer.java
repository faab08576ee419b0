package dev.cresset.exporter;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/** What a collector says of a profile: {@code PushResponse} of {@code ingest.proto}. */
final class PushAnswer {
  /** What is to be done. */
  enum Outcome {
    STORED,
    RETRY_LATER,
    REJECTED,
    /** One that this version does not know. */
    UNKNOWN
  }

  // Field numbers of ingest.proto.
  private static final int PROFILE_ID = 1;
  private static final int STORED = 2;
  private static final int RETRY_LATER = 3;
  private static final int REJECTED = 4;
  private static final int RETRY_LATER_DELAY_MILLIS = 1;
  private static final int RETRY_LATER_REASON = 2;
  private static final int REJECTED_MESSAGE = 1;
  private static final int REJECTED_LIMIT = 2;
  private static final int REJECTED_VALUE = 3;
  private static final int REJECTED_MAXIMUM = 4;

  private String profileId = "";
  private Outcome outcome = Outcome.UNKNOWN;
  private long delayMillis;
  private String text = "";
  private String limit = "";
  private long value;
  private long maximum;

  private PushAnswer() {}

  /**
   * @throws IOException if it is no such message
   */
  static PushAnswer read(CodedInputStream in) throws IOException {
    PushAnswer answer = new PushAnswer();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case PROFILE_ID:
          answer.profileId = in.readStringRequireUtf8();
          break;
        case STORED:
          answer.readOutcome(Outcome.STORED, in);
          break;
        case RETRY_LATER:
          answer.readOutcome(Outcome.RETRY_LATER, in);
          break;
        case REJECTED:
          answer.readOutcome(Outcome.REJECTED, in);
          break;
        default:
          in.skipField(tag);
      }
    }
    return answer;
  }

  private void readOutcome(Outcome is, CodedInputStream in) throws IOException {
    outcome = is;
    int outer = in.pushLimit(in.readRawVarint32());
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int field = WireFormat.getTagFieldNumber(tag);
      boolean known =
          is == Outcome.RETRY_LATER && readRetryLater(field, in)
              || is == Outcome.REJECTED && readRejected(field, in);
      if (!known) {
        in.skipField(tag);
      }
    }
    in.popLimit(outer);
  }

  private boolean readRetryLater(int field, CodedInputStream in) throws IOException {
    switch (field) {
      case RETRY_LATER_DELAY_MILLIS:
        delayMillis = in.readInt64();
        return true;
      case RETRY_LATER_REASON:
        text = in.readStringRequireUtf8();
        return true;
      default:
        return false;
    }
  }

  private boolean readRejected(int field, CodedInputStream in) throws IOException {
    switch (field) {
      case REJECTED_MESSAGE:
        text = in.readStringRequireUtf8();
        return true;
      case REJECTED_LIMIT:
        limit = in.readStringRequireUtf8();
        return true;
      case REJECTED_VALUE:
        value = in.readInt64();
        return true;
      case REJECTED_MAXIMUM:
        maximum = in.readInt64();
        return true;
      default:
        return false;
    }
  }

  String profileId() {
    return profileId;
  }

  Outcome outcome() {
    return outcome;
  }

  /** How long to wait, if it is to be pushed again. */
  long delayMillis() {
    return delayMillis;
  }

  /** Why it was not stored, for a person. */
  String text() {
    return text;
  }

  /** The limit that a rejected profile broke; empty if it is none. */
  String limit() {
    return limit;
  }

  /** What a rejected profile has. */
  long value() {
    return value;
  }

  /** What would have been allowed. */
  long maximum() {
    return maximum;
  }
}
