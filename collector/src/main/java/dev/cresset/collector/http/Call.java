package dev.cresset.collector.http;

import java.io.InputStream;
import java.io.OutputStream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/** One request and its answer. Used by one thread. */
final class Call {
  private final Request request;
  private final Response response;
  private final Parameters parameters;

  Call(Request request, Response response, Parameters parameters) {
    this.request = request;
    this.response = response;
    this.parameters = parameters;
  }

  Parameters parameters() {
    return parameters;
  }

  String header(HttpHeader header) {
    return request.getHeaders().get(header);
  }

  /** The length of the request's content, or -1 where it is not known. */
  long contentLength() {
    return request.getLength();
  }

  InputStream content() {
    return Request.asInputStream(request);
  }

  Call status(int status) {
    response.setStatus(status);
    return this;
  }

  Call header(HttpHeader header, String value) {
    response.getHeaders().put(header, value);
    return this;
  }

  /** Where the answer goes; to be closed. */
  OutputStream send(String contentType) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
    return Response.asBufferedOutputStream(request, response);
  }
}
