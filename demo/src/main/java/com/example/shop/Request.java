package com.example.shop;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The parameters of a request. */
final class Request {
  private final Map<String, String> parameters = new HashMap<>();

  Request(URI uri) {
    String query = uri.getRawQuery();
    if (query == null) {
      return;
    }
    for (String parameter : query.split("&")) {
      int equals = parameter.indexOf('=');
      if (equals > 0) {
        parameters.put(
            parameter.substring(0, equals),
            URLDecoder.decode(parameter.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
  }

  String text(String name) {
    String value = parameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException("The parameter " + name + " is missing.");
    }
    return value;
  }

  int number(String name, int otherwise) {
    String value = parameters.get(name);
    try {
      return value == null ? otherwise : Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "The parameter " + name + " is not a whole number: " + value, e);
    }
  }
}
