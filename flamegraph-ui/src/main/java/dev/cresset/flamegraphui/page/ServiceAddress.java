package dev.cresset.flamegraphui.page;

import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.RouteParameters;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A service's name as a part of an address. Servers and proxies decode or refuse what URLs
 * themselves escape, {@code %2F} above all; so what is no letter, digit, {@code -}, {@code _} or
 * inner {@code .} is written as {@code ~} and two hexadecimal digits for each byte of its UTF-8.
 */
public final class ServiceAddress {
  private static final String PARAMETER = "service";
  private static final Pattern ESCAPED = Pattern.compile("~([0-9A-Fa-f]{2})");

  private ServiceAddress() {}

  /** For a link to a service's page. */
  public static RouteParameters parameters(String service) {
    return new RouteParameters(PARAMETER, escape(service));
  }

  /** The service whose page is entered. */
  public static String entered(BeforeEnterEvent event) {
    return unescape(event.getRouteParameters().get(PARAMETER).orElse(""));
  }

  /** The parts of the address of a service's page. */
  public static List<String> path(String service, String... more) {
    List<String> path = new ArrayList<>(List.of("service", escape(service)));
    path.addAll(List.of(more));
    return path;
  }

  static String escape(String name) {
    StringBuilder escaped = new StringBuilder();
    for (byte next : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (next & 0xff);
      boolean plain =
          c >= 'a' && c <= 'z'
              || c >= 'A' && c <= 'Z'
              || c >= '0' && c <= '9'
              || c == '-'
              || c == '_'
              || c == '.' && !escaped.isEmpty();
      escaped.append(plain ? String.valueOf(c) : "~%02X".formatted((int) c));
    }
    return escaped.toString();
  }

  static String unescape(String part) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Matcher matcher = ESCAPED.matcher(part);
    int end = 0;
    while (matcher.find()) {
      bytes.writeBytes(part.substring(end, matcher.start()).getBytes(StandardCharsets.UTF_8));
      bytes.write(Integer.parseInt(matcher.group(1), 16));
      end = matcher.end();
    }
    bytes.writeBytes(part.substring(end).getBytes(StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
