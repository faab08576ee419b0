package dev.cresset.collector.http;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/** Lets an {@link Endpoint} answer, and turns what it throws into a {@link Problem}. Blocks. */
final class EndpointHandler extends Handler.Abstract {
  private final Endpoint endpoint;
  private final ApiMetrics metrics;

  EndpointHandler(Endpoint endpoint, ApiMetrics metrics) {
    this.endpoint = endpoint;
    this.metrics = metrics;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    long start = System.nanoTime();
    Exception unsaid = null;
    try {
      answer(request, response);
    } catch (Exception e) {
      unsaid = explain(e, request, response);
    }
    // Before the end of the exchange, after which the response is no longer ours to look at.
    metrics.answered(endpoint.path(), response.getStatus(), System.nanoTime() - start);
    if (unsaid == null) {
      callback.succeeded();
    } else {
      callback.failed(unsaid);
    }
    return true;
  }

  private void answer(Request request, Response response) throws Exception {
    if (!isAllowed(request.getMethod())) {
      Call call = new Call(request, response, null);
      call.header(HttpHeader.ALLOW, allowed());
      new Problem(
              HttpStatus.METHOD_NOT_ALLOWED_405,
              "%s does not take %s, only %s."
                  .formatted(endpoint.path(), request.getMethod(), allowed()))
          .send(call);
      return;
    }
    Parameters parameters = new Parameters(fields(request), endpoint.parameters());
    Call call = new Call(request, response, parameters);
    if (HttpMethod.GET.is(endpoint.method())) {
      try (ClientWatch watch = ClientWatch.over(request)) {
        watch.begin();
        endpoint.answer(call);
      }
    } else {
      endpoint.answer(call);
    }
  }

  private boolean isAllowed(String method) {
    return endpoint.method().equals(method)
        || HttpMethod.GET.is(endpoint.method()) && HttpMethod.HEAD.is(method);
  }

  private String allowed() {
    return HttpMethod.GET.is(endpoint.method()) ? "GET, HEAD" : endpoint.method();
  }

  private static Fields fields(Request request) {
    try {
      return Request.extractQueryParameters(request);
    } catch (RuntimeException e) {
      // Jetty throws several kinds of them.
      throw new BadParameterException(
          "", "The address cannot be decoded: " + e.getMessage() + ". Escape it as UTF-8.");
    }
  }

  /** Answers with what went wrong; what is returned is what could not be answered. */
  private static Exception explain(Exception failure, Request request, Response response) {
    if (response.isCommitted()) {
      // The rest cannot come any more; the connection breaks, so that nobody takes it for whole.
      return failure;
    }
    try {
      response.reset();
      Problem.of(failure).send(new Call(request, response, null));
      return null;
    } catch (Exception e) {
      e.addSuppressed(failure);
      return e;
    }
  }
}
