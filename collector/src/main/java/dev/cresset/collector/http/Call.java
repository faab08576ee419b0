package dev.cresset.collector.http;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/** One request and its answer. Used by one thread. */
final class Call {
  private static final String JSON = "application/json";

  private final Request request;
  private final Response response;
  private final Parameters parameters;
  private int maxCopy;
  private CopyingStream copied;

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

  Call header(String name, String value) {
    response.getHeaders().put(name, value);
    return this;
  }

  /** Where the answer goes; to be closed. */
  OutputStream send(String contentType) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
    OutputStream out = Response.asBufferedOutputStream(request, response);
    if (maxCopy > 0 && contentType.equals(JSON) && !isAttachment()) {
      copied = new CopyingStream(out, maxCopy);
      return copied;
    }
    return out;
  }

  private boolean isAttachment() {
    return response.getHeaders().contains(HttpHeader.CONTENT_DISPOSITION);
  }

  /**
   * Has what is sent copied, if it is JSON that is no file.
   *
   * @param maxBytes past which there is no copy
   */
  void copyJson(int maxBytes) {
    maxCopy = maxBytes;
  }

  /** What was sent, if it was to be copied and could be. */
  Optional<byte[]> copiedJson() {
    return copied == null ? Optional.empty() : copied.copy();
  }
}
