package com.example.shop;

import com.example.shop.cart.CartView;
import com.example.shop.catalog.ProductView;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.json.JsonMapper;

/** The shop over HTTP: each path answers with compressed JSON. */
final class ShopServer {
  private static final int THREADS = 8;
  private static final int SEARCH_RESULTS = 20;

  private final Shop shop;
  private final JsonMapper json = new JsonMapper();
  private final HttpServer http;

  private ShopServer(Shop shop, HttpServer http) {
    this.shop = shop;
    this.http = http;
  }

  /**
   * @param port 0 for any free one
   */
  static ShopServer start(String host, int port) throws IOException {
    // Without it, every answer waits 40 ms for the client's delayed acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    HttpServer http = HttpServer.create(new InetSocketAddress(host, port), 0);
    ShopServer server = new ShopServer(Shop.open(), http);
    server.route("/products", server::products);
    server.route("/search", server::search);
    server.route("/cart", server::cart);
    server.route("/checkout", server::checkout);
    server.route("/report", server::report);
    http.setExecutor(workers());
    http.start();
    return server;
  }

  String url() {
    return "http://%s:%d".formatted(http.getAddress().getHostString(), http.getAddress().getPort());
  }

  private Object products(Request request) {
    return shop.catalog().page(request.text("category"), request.number("page", 0)).stream()
        .map(ProductView::of)
        .toList();
  }

  private Object search(Request request) {
    return shop.search().find(request.text("q"), SEARCH_RESULTS).stream()
        .map(ProductView::of)
        .toList();
  }

  private Object cart(Request request) {
    return CartView.of(
        shop.carts().add(request.text("session"), request.number("product", -1)),
        shop.recommendations());
  }

  private Object checkout(Request request) {
    return shop.checkout().checkout(shop.carts().take(request.text("session")));
  }

  private Object report(Request request) {
    return shop.report().create();
  }

  private void route(String path, Handler handler) {
    http.createContext(path, exchange -> answer(exchange, handler));
  }

  private void answer(HttpExchange exchange, Handler handler) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      byte[] body;
      try {
        body = json.writeValueAsBytes(handler.handle(new Request(exchange.getRequestURI())));
      } catch (IllegalArgumentException e) {
        send(exchange, 400, "text/plain", e.getMessage().getBytes(StandardCharsets.UTF_8));
        return;
      }
      exchange.getResponseHeaders().set("Content-Encoding", "gzip");
      send(exchange, 200, "application/json", compress(body));
    }
  }

  private static byte[] compress(byte[] body) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(body);
    }
    return compressed.toByteArray();
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  private static ExecutorService workers() {
    return Executors.newFixedThreadPool(
        THREADS, Thread.ofPlatform().name("shop-http-", 1).daemon().factory());
  }

  private interface Handler {
    Object handle(Request request);
  }
}
