package dev.cresset.exporter;

import com.google.protobuf.CodedInputStream;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The method of {@code ingest.proto} that profiles are pushed by. The generated classes say the
 * same, and are tested to; but they come with descriptors of everything, 300 classes that an
 * application would have to load.
 */
final class PushMethod {
  /** Takes requests as {@link PushRequests} encodes them. */
  static final MethodDescriptor<byte[], PushAnswer> PUSH =
      MethodDescriptor.<byte[], PushAnswer>newBuilder()
          .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
          .setFullMethodName("cresset.ingest.v1.ProfileIngest/Push")
          .setRequestMarshaller(new Requests())
          .setResponseMarshaller(new Answers())
          .build();

  private PushMethod() {}

  private static final class Requests implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] request) {
      return new ByteArrayInputStream(request);
    }

    @Override
    public byte[] parse(InputStream request) {
      throw new UnsupportedOperationException("Only a collector reads requests.");
    }
  }

  private static final class Answers implements MethodDescriptor.Marshaller<PushAnswer> {
    @Override
    public InputStream stream(PushAnswer answer) {
      throw new UnsupportedOperationException("Only a collector answers.");
    }

    @Override
    public PushAnswer parse(InputStream answer) {
      try {
        return PushAnswer.read(CodedInputStream.newInstance(answer));
      } catch (IOException e) {
        throw Status.INTERNAL
            .withDescription("The collector's answer is no PushResponse")
            .withCause(e)
            .asRuntimeException();
      }
    }
  }
}
