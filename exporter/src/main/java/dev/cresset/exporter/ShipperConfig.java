package dev.cresset.exporter;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;

/**
 * Which collector profiles are shipped to, how many wait for it, and how patiently.
 *
 * <p>Immutable; each {@code with…} returns a changed copy.
 */
public final class ShipperConfig {
  /** The collector's gRPC port where the address names none. */
  public static final int DEFAULT_PORT = 7401;

  private final String host;
  private final int port;
  private final boolean tls;
  private int spoolProfiles = 1000;
  private long spoolBytes = 32L << 20;
  private int window = 16;
  private Duration initialBackoff = Duration.ofSeconds(1);
  private Duration maxBackoff = Duration.ofSeconds(60);
  private Duration connectTimeout = Duration.ofSeconds(10);
  private Duration answerTimeout = Duration.ofSeconds(60);

  private ShipperConfig(String host, int port, boolean tls) {
    this.host = host;
    this.port = port;
    this.tls = tls;
  }

  private ShipperConfig(ShipperConfig other) {
    this(other.host, other.port, other.tls);
    this.spoolProfiles = other.spoolProfiles;
    this.spoolBytes = other.spoolBytes;
    this.window = other.window;
    this.initialBackoff = other.initialBackoff;
    this.maxBackoff = other.maxBackoff;
    this.connectTimeout = other.connectTimeout;
    this.answerTimeout = other.answerTimeout;
  }

  /**
   * @param address {@code http://HOST[:PORT]}, or {@code https://…} for TLS; port 7401 if none is
   *     named
   * @throws IllegalArgumentException for anything else; the message says what would be right
   */
  public static ShipperConfig to(String address) {
    try {
      URI uri = new URI(address.trim());
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      boolean tls = scheme.equals("https");
      int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
      if ((tls || scheme.equals("http")) && isOnlyHostAndPort(uri) && port > 0 && port < 65536) {
        return new ShipperConfig(uri.getHost(), port, tls);
      }
    } catch (URISyntaxException e) {
      // Refused below, as any other text.
    }
    throw new IllegalArgumentException(
        "The collector's address is \""
            + address
            + "\"; use http://HOST:"
            + DEFAULT_PORT
            + ", or https:// for TLS.");
  }

  private static boolean isOnlyHostAndPort(URI uri) {
    return uri.getHost() != null
        && uri.getRawUserInfo() == null
        && (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"))
        && uri.getRawQuery() == null
        && uri.getRawFragment() == null;
  }

  String host() {
    return host;
  }

  int port() {
    return port;
  }

  boolean tls() {
    return tls;
  }

  /** The collector's address in full. */
  public String address() {
    return (tls ? "https://" : "http://") + host + ':' + port;
  }

  /** The most profiles that wait for the collector. Default: 1000. */
  public int spoolProfiles() {
    return spoolProfiles;
  }

  /** The most bytes of encoded profiles that wait for the collector. Default: 32 MiB. */
  public long spoolBytes() {
    return spoolBytes;
  }

  /** The most profiles that are sent without an answer. Default: 16. */
  public int window() {
    return window;
  }

  /** How long after a first failure it is tried again; twice as long each time. Default: 1 s. */
  public Duration initialBackoff() {
    return initialBackoff;
  }

  /** The longest pause between two attempts. Default: 60 s. */
  public Duration maxBackoff() {
    return maxBackoff;
  }

  /** How long one address of the collector is tried. Default: 10 s. */
  public Duration connectTimeout() {
    return connectTimeout;
  }

  /**
   * How long nothing may come while a connection or an answer is due, before it is tried afresh.
   * Default: 60 s.
   */
  public Duration answerTimeout() {
    return answerTimeout;
  }

  public ShipperConfig withSpool(int profiles, long bytes) {
    ShipperConfig copy = new ShipperConfig(this);
    copy.spoolProfiles = (int) Settings.positive("spoolProfiles", profiles);
    copy.spoolBytes = Settings.positive("spoolBytes", bytes);
    return copy;
  }

  public ShipperConfig withWindow(int window) {
    ShipperConfig copy = new ShipperConfig(this);
    copy.window = (int) Settings.positive("window", window);
    return copy;
  }

  public ShipperConfig withBackoff(Duration initial, Duration max) {
    ShipperConfig copy = new ShipperConfig(this);
    copy.initialBackoff = Settings.positive("initialBackoff", initial);
    copy.maxBackoff = Settings.positive("maxBackoff", max);
    return copy;
  }

  public ShipperConfig withConnectTimeout(Duration timeout) {
    ShipperConfig copy = new ShipperConfig(this);
    copy.connectTimeout = Settings.positive("connectTimeout", timeout);
    return copy;
  }

  public ShipperConfig withAnswerTimeout(Duration timeout) {
    ShipperConfig copy = new ShipperConfig(this);
    copy.answerTimeout = Settings.positive("answerTimeout", timeout);
    return copy;
  }
}
