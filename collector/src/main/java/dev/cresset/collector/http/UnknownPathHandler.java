package dev.cresset.collector.http;

import dev.cresset.collector.Names;
import java.io.IOException;
import java.util.List;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Says which paths there are to who asks for another one. */
final class UnknownPathHandler extends Handler.Abstract {
  private final List<String> paths;

  UnknownPathHandler(List<Endpoint> endpoints) {
    this.paths = endpoints.stream().map(Endpoint::path).toList();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    String path = request.getHttpURI().getCanonicalPath();
    new Problem(
            HttpStatus.NOT_FOUND_404,
            "There is nothing at %s. Did you mean %s? /api/v1/openapi.yaml says what there is."
                .formatted(path, Names.nearest(path, paths)))
        .send(new Call(request, response, null));
    callback.succeeded();
    return true;
  }
}
