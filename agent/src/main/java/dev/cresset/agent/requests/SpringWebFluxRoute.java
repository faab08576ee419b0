package dev.cresset.agent.requests;

import static dev.cresset.agent.bridge.RequestHooks.UNKNOWN;

/** Names a request by the pattern of the Spring WebFlux handler that was found for it. */
final class SpringWebFluxRoute implements EntryPoint {
  private static final String DISPATCHER = "org/springframework/web/reactive/DispatcherHandler";
  private static final String PATTERN =
      "org.springframework.web.reactive.HandlerMapping.bestMatchingPattern";

  private final PublicMethod attribute = new PublicMethod("getAttribute", String.class);
  private final PublicMethod request = new PublicMethod("getRequest");
  private final PublicMethod method = new PublicMethod("getMethod");

  @Override
  public String[] classes() {
    return new String[] {DISPATCHER};
  }

  @Override
  public Advice advice(String className, String name, String descriptor) {
    boolean handles = name.equals("handleRequestWith") || name.equals("invokeHandler");
    return handles ? Advice.ROUTE : null;
  }

  @Override
  public int endpoint(Object self, Object exchange, Endpoints endpoints)
      throws ReflectiveOperationException {
    Object pattern = attribute.of(exchange, PATTERN);
    if (pattern == null) {
      return UNKNOWN;
    }
    Object verb = method.of(request.of(exchange));
    return endpoints.number(String.valueOf(verb), pattern.toString());
  }
}
