package dev.cresset.agent.requests;

/** The JDK's own HTTP server; the endpoint is the path of the context. */
final class JdkHttpServerEntry implements EntryPoint {
  private final PublicMethod method = new PublicMethod("getRequestMethod");
  private final PublicMethod context = new PublicMethod("getHttpContext");
  private final PublicMethod path = new PublicMethod("getPath");

  @Override
  public String[] classes() {
    return new String[] {"com/sun/net/httpserver/Filter$Chain"};
  }

  @Override
  public Advice advice(String className, String name, String descriptor) {
    return name.equals("doFilter") ? Advice.REQUEST : null;
  }

  @Override
  public int endpoint(Object self, Object exchange, Endpoints endpoints)
      throws ReflectiveOperationException {
    return endpoints.number((String) method.of(exchange), (String) path.of(context.of(exchange)));
  }
}
