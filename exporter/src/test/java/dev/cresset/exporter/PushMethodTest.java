package dev.cresset.exporter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import dev.cresset.profile.Resource;
import dev.cresset.protocol.ingest.v1.ProfileIngestGrpc;
import dev.cresset.protocol.ingest.v1.PushRequest;
import dev.cresset.protocol.ingest.v1.PushResponse;
import dev.cresset.protocol.ingest.v1.Rejected;
import dev.cresset.protocol.ingest.v1.RetryLater;
import dev.cresset.protocol.ingest.v1.Stored;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The classes that are generated from {@code ingest.proto} say what is right. */
class PushMethodTest {
  private static final UnknownFieldSet OF_LATER_VERSIONS =
      UnknownFieldSet.newBuilder()
          .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).addFixed64(2).build())
          .build();

  @Test
  void itIsTheMethodThatIsGenerated() {
    MethodDescriptor<PushRequest, PushResponse> generated = ProfileIngestGrpc.getPushMethod();

    assertThat(PushMethod.PUSH.getFullMethodName()).isEqualTo(generated.getFullMethodName());
    assertThat(PushMethod.PUSH.getType()).isEqualTo(generated.getType());
  }

  @Test
  void aRequestIsReadAsItWasMeant() throws Exception {
    EncodedProfile profile = EncodedProfile.of(Profiles.cpu(), new PprofEncoder());
    Resource resource =
        new Resource("shöp", "1.4.2", "", "vm:1", Map.of("cloud.region", "eu", "team", ""));

    PushRequest read = PushRequest.parseFrom(encode(resource, profile));

    assertThat(read.getProfileId()).isEqualTo(profile.id());
    assertThat(read.getFamily()).isEqualTo("cpu");
    assertThat(read.getPprof().toByteArray()).isEqualTo(profile.pprof());
    assertThat(read.getResource())
        .isEqualTo(
            dev.cresset.protocol.ingest.v1.Resource.newBuilder()
                .setService("shöp")
                .setRelease("1.4.2")
                .setInstance("vm:1")
                .putAttributes("cloud.region", "eu")
                .putAttributes("team", "")
                .build());
    assertThat(read.getUnknownFields().asMap()).isEmpty();
  }

  private static byte[] encode(Resource resource, EncodedProfile profile) throws Exception {
    byte[] request = new PushRequests(resource).encode(profile);
    return PushMethod.PUSH.getRequestMarshaller().stream(request).readAllBytes();
  }

  @Test
  void aStoredProfileIsTold() {
    PushAnswer read = read(answer("a").setStored(Stored.getDefaultInstance()));

    assertThat(read.profileId()).isEqualTo("a");
    assertThat(read.outcome()).isEqualTo(PushAnswer.Outcome.STORED);
  }

  @Test
  void aDelayIsTold() {
    PushAnswer read =
        read(
            answer("b")
                .setRetryLater(RetryLater.newBuilder().setDelayMillis(-5).setReason("völl")));

    assertThat(read.outcome()).isEqualTo(PushAnswer.Outcome.RETRY_LATER);
    assertThat(read.delayMillis()).isEqualTo(-5);
    assertThat(read.text()).isEqualTo("völl");
  }

  @Test
  void aRejectionIsTold() {
    PushAnswer read =
        read(
            answer("c")
                .setRejected(
                    Rejected.newBuilder()
                        .setMessage("too many labels")
                        .setLimit("labels.max")
                        .setValue(1L << 40)
                        .setMaximum(20)));

    assertThat(read.outcome()).isEqualTo(PushAnswer.Outcome.REJECTED);
    assertThat(read.text()).isEqualTo("too many labels");
    assertThat(read.limit()).isEqualTo("labels.max");
    assertThat(read.value()).isEqualTo(1L << 40);
    assertThat(read.maximum()).isEqualTo(20);
  }

  @Test
  void whatALaterVersionSaysMoreIsPassedOver() {
    PushAnswer read =
        read(
            answer("d")
                .setUnknownFields(OF_LATER_VERSIONS)
                .setRejected(
                    Rejected.newBuilder().setUnknownFields(OF_LATER_VERSIONS).setMaximum(7)));

    assertThat(read.profileId()).isEqualTo("d");
    assertThat(read.maximum()).isEqualTo(7);
    assertThat(read(answer("e")).outcome()).isEqualTo(PushAnswer.Outcome.UNKNOWN);
  }

  @Test
  void anAnswerThatIsCutShortIsAnErrorOfTheStream() {
    byte[] bytes =
        answer("f").setRejected(Rejected.newBuilder().setMaximum(7)).build().toByteArray();

    for (int length : new int[] {1, bytes.length - 1}) {
      assertThatThrownBy(() -> read(bytes, length))
          .isInstanceOf(StatusRuntimeException.class)
          .hasMessageContaining("no PushResponse");
    }
  }

  private static PushResponse.Builder answer(String id) {
    return PushResponse.newBuilder().setProfileId(id);
  }

  private static PushAnswer read(Message.Builder answer) {
    byte[] bytes = answer.build().toByteArray();
    return read(bytes, bytes.length);
  }

  private static PushAnswer read(byte[] bytes, int length) {
    return PushMethod.PUSH.parseResponse(new ByteArrayInputStream(bytes, 0, length));
  }
}
