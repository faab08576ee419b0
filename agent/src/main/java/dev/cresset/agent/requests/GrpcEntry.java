package dev.cresset.agent.requests;

import java.lang.reflect.Field;

/**
 * Servers of grpc-java; the endpoint is the method's full name. A request begins with the call of
 * the handler once all of the client's messages are there, and ends when the call is closed; what
 * it does with each message of a stream before that is labelled too.
 *
 * <p>All calls of a connection pass one executor, so that one may be handed over by the thread that
 * still ends the one before: it is no part of that.
 */
final class GrpcEntry implements EntryPoint {
  private static final String LISTENER = "io/grpc/internal/ServerCallImpl$ServerStreamListenerImpl";

  private final PublicMethod methodDescriptor = new PublicMethod("getMethodDescriptor");
  private final PublicMethod fullName = new PublicMethod("getFullMethodName");

  @Override
  public String[] classes() {
    return new String[] {LISTENER};
  }

  @Override
  public Advice advice(String className, String name, String descriptor) {
    switch (name) {
      case "halfClosed":
        return Advice.CALL;
      case "messagesAvailable":
        return Advice.PART;
      case "closed":
        return Advice.ANSWERED;
      default:
        return null;
    }
  }

  @Override
  public int endpoint(Object self, Object argument, Endpoints endpoints)
      throws ReflectiveOperationException {
    // Looked up anew each time: what is kept would keep the application's class loader.
    Field call = self.getClass().getDeclaredField("call");
    call.setAccessible(true);
    Object descriptor = methodDescriptor.of(call.get(self));
    return endpoints.number((String) fullName.of(descriptor));
  }
}
