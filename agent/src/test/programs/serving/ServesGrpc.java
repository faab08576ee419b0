import io.grpc.CallOptions;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.grpc.okhttp.OkHttpServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A gRPC server with two unary methods, one of which answers later. */
public class ServesGrpc {
  private static final MethodDescriptor<String, String> GREET = method("Greet");
  private static final MethodDescriptor<String, String> LATER = method("Later");

  private static MethodDescriptor<String, String> method(String name) {
    return MethodDescriptor.<String, String>newBuilder()
        .setType(MethodDescriptor.MethodType.UNARY)
        .setFullMethodName("shop.v1.Greeter/" + name)
        .setRequestMarshaller(new Text())
        .setResponseMarshaller(new Text())
        .build();
  }

  public static void main(String[] args) throws Exception {
    Asks.untilToldToBegin();
    Server server =
        OkHttpServerBuilder.forPort(0, InsecureServerCredentials.create())
            .addService(
                ServerServiceDefinition.builder("shop.v1.Greeter")
                    .addMethod(
                        GREET,
                        ServerCalls.asyncUnaryCall(
                            (name, answer) -> {
                              answer.onNext("hello " + name);
                              answer.onCompleted();
                            }))
                    .addMethod(
                        LATER,
                        ServerCalls.asyncUnaryCall(
                            (name, answer) ->
                                Asks.later(
                                    () -> {
                                      answer.onNext("goodbye " + name);
                                      answer.onCompleted();
                                    })))
                    .build())
            .build()
            .start();
    ManagedChannel channel =
        OkHttpChannelBuilder.forAddress(
                "127.0.0.1", server.getPort(), InsecureChannelCredentials.create())
            .build();
    for (int i = 0; i < 20; i++) {
      ClientCalls.blockingUnaryCall(channel, GREET, CallOptions.DEFAULT, "customer " + i);
      ClientCalls.blockingUnaryCall(channel, LATER, CallOptions.DEFAULT, "customer " + i);
    }
    Asks.untilToldToEnd();
    channel.shutdownNow();
    server.shutdownNow();
  }

  private static final class Text implements MethodDescriptor.Marshaller<String> {
    @Override
    public InputStream stream(String text) {
      return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String parse(InputStream in) {
      try (InputStream stream = in) {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
