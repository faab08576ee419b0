package com.example.shop;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Starts the shop: {@code java -jar shop-1.0.jar [PORT] [--until-stdin-closes]}. */
public final class Main {
  private static final int DEFAULT_PORT = 8080;

  private Main() {}

  public static void main(String[] args) throws IOException {
    List<String> arguments = List.of(args);
    ShopServer server = ShopServer.start(port(arguments));
    System.out.println("shop " + version() + " at " + server.url());
    if (arguments.contains("--until-stdin-closes")) {
      System.in.transferTo(OutputStream.nullOutputStream());
      System.exit(0);
    }
  }

  private static int port(List<String> arguments) {
    return arguments.stream()
        .filter(argument -> !argument.startsWith("--"))
        .findFirst()
        .map(Integer::parseInt)
        .orElse(DEFAULT_PORT);
  }

  private static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "unreleased" : version;
  }
}
