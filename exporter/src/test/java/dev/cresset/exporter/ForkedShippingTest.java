package dev.cresset.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an application's owner sees: our lines and nothing else. gRPC, Protocol Buffers and the JDK
 * have much to say on an application's output when they are let.
 */
class ForkedShippingTest {
  private static final String DELIVERY = "PT60S";
  private static final String COMPLAINT = "PT1S";
  private static final String PASSWORD = "changeit";

  @TempDir Path temporary;

  @Test
  void nothingIsPrintedWhereAllIsWell() throws Exception {
    try (Collector collector = Collector.start()) {
      assertThat(ship(collector.address(), DELIVERY))
          .singleElement()
          .asString()
          .contains("stored=1");
    }
  }

  @Test
  void oneLineIsPrintedWhereNobodyListens() throws Exception {
    Collector gone = Collector.start();
    String address = gone.address();
    gone.close();

    assertOneComplaint(ship(address, COMPLAINT), "Connection refused");
  }

  @Test
  void oneLineIsPrintedForAHostThatIsUnknown() throws Exception {
    assertOneComplaint(ship("http://no-such-host.invalid", COMPLAINT), "no-such-host.invalid");
  }

  @Test
  void oneLineIsPrintedWhereSomethingElseListens() throws Exception {
    try (PlainHttpServer web = new PlainHttpServer()) {
      assertOneComplaint(ship(web.address(), COMPLAINT), "Check that");
    }
  }

  @Test
  void oneLineIsPrintedWhereTlsIsSpokenToAPlainPort() throws Exception {
    try (Collector collector = Collector.start()) {
      String address = collector.address().replace("http:", "https:");
      assertOneComplaint(ship(address, COMPLAINT), "speaks TLS");
    }
  }

  @Test
  void aTrustedCertificateIsAllThatTlsNeeds() throws Exception {
    Path keys = keysOfLocalhost();
    try (Collector collector = Collector.startTls(keyManagers(keys))) {
      String address = "https://localhost:" + collector.port();

      assertThat(
              ship(
                  address,
                  DELIVERY,
                  "-Djavax.net.ssl.trustStore=" + keys,
                  "-Djavax.net.ssl.trustStorePassword=" + PASSWORD))
          .singleElement()
          .asString()
          .contains("stored=1");
      assertOneComplaint(ship(address, COMPLAINT), "a certificate this JVM trusts");
    }
  }

  /** A complaint, what was lost at the end, and the counts. */
  private static void assertOneComplaint(List<String> lines, String cause) {
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).startsWith("WARN No profiles get to the collector").contains(cause);
    assertThat(lines.get(1))
        .isEqualTo("WARN Profiles that had not left when profiling ended, and are lost: 1.");
    assertThat(lines.get(2)).contains("dropped=1");
  }

  private List<String> ship(String address, String wait, String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(tool("java"));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(ShippingApplication.class.getName(), address, wait));
    return run(command);
  }

  private Path keysOfLocalhost() throws Exception {
    Path keys = temporary.resolve("keys.p12");
    run(
        List.of(
            tool("keytool"),
            "-genkeypair",
            "-alias",
            "collector",
            "-keyalg",
            "EC",
            "-dname",
            "CN=localhost",
            "-ext",
            "SAN=dns:localhost",
            "-storetype",
            "PKCS12",
            "-storepass",
            PASSWORD,
            "-keystore",
            keys.toString()));
    return keys;
  }

  private static KeyManagerFactory keyManagers(Path keys) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, PASSWORD.toCharArray());
    return managers;
  }

  private List<String> run(List<String> command) throws IOException, InterruptedException {
    Path output = Files.createTempFile(temporary, "output", ".txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    return Files.readAllLines(output);
  }

  private static String tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }
}
