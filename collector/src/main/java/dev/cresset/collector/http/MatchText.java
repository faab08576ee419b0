package dev.cresset.collector.http;

import dev.cresset.collector.query.LabelMatcher;
import dev.cresset.collector.query.LabelMatcher.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Conditions as Prometheus and Pyroscope write them: <code>{release=~"1[.].*", thread!="batch"}
 * </code>. The braces may be left out; a name that is no identifier is put in quotes; a value is in
 * double or single quotes with Go's escapes, or between backquotes without any.
 */
final class MatchText {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.:/-]*");

  /** The longer first. */
  private static final List<Operator> OPERATORS =
      List.of(Operator.NOT_EQUAL, Operator.MATCHES, Operator.NOT_MATCHES, Operator.EQUAL);

  private final String parameter;
  private final String text;
  private int at;

  private MatchText(String parameter, String text) {
    this.parameter = parameter;
    this.text = text;
  }

  static String of(List<LabelMatcher> matchers) {
    return matchers.stream()
        .map(LabelMatcher::toString)
        .collect(Collectors.joining(", ", "{", "}"));
  }

  /**
   * @param parameter that has the text, for messages
   * @throws BadParameterException if it cannot be read; the message says where
   */
  static List<LabelMatcher> matchers(String parameter, String text) {
    return new MatchText(parameter, text).read();
  }

  private List<LabelMatcher> read() {
    List<LabelMatcher> matchers = new ArrayList<>();
    boolean braced = take("{");
    while (!atEnd(braced)) {
      matchers.add(matcher());
      if (!take(",") && !atEnd(braced)) {
        throw wrong(braced ? "a comma or }" : "a comma");
      }
    }
    if (braced) {
      at++;
    }
    skipSpace();
    if (at < text.length()) {
      throw wrong("nothing more");
    }
    return matchers;
  }

  private boolean atEnd(boolean braced) {
    skipSpace();
    return braced ? text.startsWith("}", at) : at == text.length();
  }

  private LabelMatcher matcher() {
    String name = name();
    for (Operator operator : OPERATORS) {
      if (take(operator.sign())) {
        skipSpace();
        if (!isQuote()) {
          throw wrong("a value in quotes");
        }
        return LabelMatcher.of(name, operator, List.of(quoted()));
      }
    }
    throw wrong("=, !=, =~ or !~");
  }

  private String name() {
    skipSpace();
    if (isQuote()) {
      return quoted();
    }
    Matcher name = NAME.matcher(text).region(at, text.length());
    if (!name.lookingAt()) {
      throw wrong("a name such as release or thread");
    }
    at = name.end();
    return name.group();
  }

  private boolean isQuote() {
    return at < text.length() && "\"'`".indexOf(text.charAt(at)) >= 0;
  }

  private String quoted() {
    int start = at;
    char quote = text.charAt(at++);
    StringBuilder value = new StringBuilder();
    while (at < text.length() && text.charAt(at) != quote) {
      char c = text.charAt(at++);
      if (c == '\\' && quote != '`') {
        value.appendCodePoint(escaped());
      } else {
        value.append(c);
      }
    }
    if (at == text.length()) {
      at = start;
      throw wrong("a text that ends with " + quote);
    }
    at++;
    return value.toString();
  }

  private int escaped() {
    char c = at < text.length() ? text.charAt(at++) : ' ';
    return switch (c) {
      case '\\', '"', '\'' -> c;
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'u' -> hex(4);
      case 'U' -> hex(8);
      default -> {
        at -= 2;
        throw wrong("an escape such as \\\\ or \\\" (between backquotes there are none)");
      }
    };
  }

  private int hex(int digits) {
    if (at + digits <= text.length()) {
      try {
        int codePoint = Integer.parseUnsignedInt(text, at, at + digits, 16);
        if (Character.isValidCodePoint(codePoint)) {
          at += digits;
          return codePoint;
        }
      } catch (NumberFormatException e) {
        // Said below.
      }
    }
    throw wrong(digits + " hexadecimal digits of a character");
  }

  private boolean take(String sign) {
    skipSpace();
    if (!text.startsWith(sign, at)) {
      return false;
    }
    at += sign.length();
    return true;
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private BadParameterException wrong(String expected) {
    String where = at < text.length() ? "at '" + text.substring(at) + "'" : "at its end";
    return new BadParameterException(
        parameter,
        "%s is '%s', but %s has to be %s. Write it like {release=~\"1[.].*\", thread!=\"batch\"}."
            .formatted(parameter, text, where, expected));
  }
}
