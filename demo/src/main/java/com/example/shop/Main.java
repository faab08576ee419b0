package com.example.shop;

import java.io.IOException;
import java.io.OutputStream;

/** Starts the shop. */
public final class Main {
  private Main() {}

  public static void main(String[] args) throws IOException {
    Options options = Options.parse(args);
    ShopServer server = ShopServer.start(options.host(), options.port());
    System.out.println("shop " + version() + " at " + server.url());
    if (options.untilStdinCloses()) {
      System.in.transferTo(OutputStream.nullOutputStream());
      System.exit(0);
    }
  }

  private static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "unreleased" : version;
  }
}
