import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.config.EnableWebFlux;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** Spring WebFlux on Netty. */
public class ServesReactive {
  public static void main(String[] args) throws Exception {
    Asks.untilToldToBegin();
    AnnotationConfigApplicationContext spring = new AnnotationConfigApplicationContext(Carts.class);
    HttpHandler handler = WebHttpHandlerBuilder.applicationContext(spring).build();
    DisposableServer server =
        HttpServer.create().port(0).handle(new ReactorHttpHandlerAdapter(handler)).bindNow();
    for (int i = 0; i < 20; i++) {
      Asks.get(server.port(), "/carts/" + i);
      Asks.get(server.port(), "/later/" + i);
    }
    Asks.untilToldToEnd();
    server.disposeNow();
  }

  @Configuration
  @EnableWebFlux
  @RestController
  public static class Carts {
    @GetMapping("/later/{id}")
    public Mono<String> later(@PathVariable("id") String id) {
      return Mono.create(sink -> Asks.later(() -> sink.success(id)));
    }

    @GetMapping("/carts/{id}")
    public Mono<String> cart(@PathVariable("id") String id) {
      return Mono.fromSupplier(() -> id);
    }
  }
}
