package dev.cresset.agent.requests;

import static dev.cresset.agent.bridge.RequestHooks.UNKNOWN;

/**
 * Servlets and the filters before them, of {@code javax} or {@code jakarta}. The endpoint is the
 * pattern by which the servlet was found; the servlet's name where the container is too old to
 * tell.
 */
final class ServletEntry implements EntryPoint {
  private final PublicMethod method = new PublicMethod("getMethod");
  private final PublicMethod mapping = new PublicMethod("getHttpServletMapping");
  private final PublicMethod pattern = new PublicMethod("getPattern");
  private final PublicMethod dispatcherType = new PublicMethod("getDispatcherType");
  private final PublicMethod isAsyncStarted = new PublicMethod("isAsyncStarted");
  private final PublicMethod asyncContext = new PublicMethod("getAsyncContext");
  private final PublicMethod servletName = new PublicMethod("getServletName");
  private final AsyncEnds asyncEnds;
  private final String filter;
  private final String service;
  private final String httpServlet;
  private final String httpService;

  /**
   * @param root {@code javax} or {@code jakarta}
   */
  ServletEntry(String root) {
    String servlet = "L" + root + "/servlet/Servlet";
    String http = "L" + root + "/servlet/http/HttpServlet";
    this.asyncEnds = new AsyncEnds(root + ".servlet.");
    this.service = "(" + servlet + "Request;" + servlet + "Response;)V";
    this.filter =
        "(" + servlet + "Request;" + servlet + "Response;L" + root + "/servlet/FilterChain;)V";
    this.httpService = "(" + http + "Request;" + http + "Response;)V";
    this.httpServlet = root + "/servlet/http/HttpServlet";
  }

  @Override
  public String[] classes() {
    return new String[] {httpServlet};
  }

  @Override
  public String[] descriptors() {
    return new String[] {filter, service};
  }

  @Override
  public Advice advice(String className, String name, String descriptor) {
    boolean serves = name.equals("service") && descriptor.equals(service);
    boolean filters = name.equals("doFilter") && descriptor.equals(filter);
    // Inside the former, where whoever else instruments servlets has begun what is theirs.
    boolean within = name.equals("service") && descriptor.equals(httpService);
    return serves || filters || within && className.equals(httpServlet) ? Advice.DISPATCH : null;
  }

  @Override
  public int endpoint(Object self, Object request, Endpoints endpoints)
      throws ReflectiveOperationException {
    Object verb = method.ifThere(request);
    if (verb == null) {
      return UNKNOWN;
    }
    Object mapped = mapping.ifThere(request);
    Object route = mapped == null ? null : pattern.ifThere(mapped);
    if (route != null && !((String) route).isEmpty()) {
      return endpoints.number((String) verb, (String) route);
    }
    Object name = servletName.ifThere(self);
    return name == null ? UNKNOWN : endpoints.number((String) verb, "servlet " + name);
  }

  /** What a container dispatches again: to go on with it, or to an error page. */
  @Override
  public boolean isPart(Object request) {
    Object type = dispatcherType.ifThere(request);
    return type instanceof Enum && !((Enum<?>) type).name().equals("REQUEST");
  }

  @Override
  public boolean goesOn(Object request, Runnable answered) throws ReflectiveOperationException {
    if (!Boolean.TRUE.equals(isAsyncStarted.ifThere(request))) {
      return false;
    }
    asyncEnds.await(asyncContext.of(request), answered);
    return true;
  }
}
