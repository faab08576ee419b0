package dev.cresset.agent.requests;

import static dev.cresset.agent.bridge.RequestHooks.UNKNOWN;

/** Names a servlet's request by the pattern of the Spring MVC handler that was found for it. */
final class SpringMvcRoute implements EntryPoint {
  private static final String DISPATCHER = "org/springframework/web/servlet/DispatcherServlet";
  private static final String PATTERN =
      "org.springframework.web.servlet.HandlerMapping.bestMatchingPattern";

  private final PublicMethod method = new PublicMethod("getMethod");
  private final PublicMethod attribute = new PublicMethod("getAttribute", String.class);

  @Override
  public String[] classes() {
    return new String[] {DISPATCHER};
  }

  @Override
  public Advice advice(String className, String name, String descriptor) {
    return name.equals("getHandler") && descriptor.contains("HttpServletRequest;)")
        ? Advice.ROUTE
        : null;
  }

  @Override
  public int endpoint(Object self, Object request, Endpoints endpoints)
      throws ReflectiveOperationException {
    Object pattern = attribute.of(request, PATTERN);
    return pattern == null
        ? UNKNOWN
        : endpoints.number((String) method.of(request), pattern.toString());
  }
}
