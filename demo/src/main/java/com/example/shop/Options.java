package com.example.shop;

import java.util.Iterator;
import java.util.List;

/**
 * How the shop is started: {@code java -jar shop-1.0.jar [PORT] [--host HOST]
 * [--until-stdin-closes]}.
 *
 * @param port 0 for any free one
 */
record Options(String host, int port, boolean untilStdinCloses) {
  private static final int DEFAULT_PORT = 8080;

  static Options parse(String... arguments) {
    String host = "127.0.0.1";
    int port = DEFAULT_PORT;
    boolean untilStdinCloses = false;
    Iterator<String> rest = List.of(arguments).iterator();
    while (rest.hasNext()) {
      String argument = rest.next();
      switch (argument) {
        case "--host" -> host = rest.next();
        case "--until-stdin-closes" -> untilStdinCloses = true;
        default -> port = Integer.parseInt(argument);
      }
    }
    return new Options(host, port, untilStdinCloses);
  }
}
