package dev.cresset.agent.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cresset.agent.bridge.RequestContext;
import dev.cresset.agent.bridge.Requests;
import dev.cresset.api.RequestEntryPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ProvidedEntryPointTest {
  private static final String DISPATCH = "(Lcom/acme/Call;)V";

  private final Endpoints endpoints = new Endpoints(10);
  private final List<String> problems = new ArrayList<>();

  @Test
  void namesAreAsInSourceOutsideAndAsInClassFilesInside() {
    ProvidedEntryPoint point = of(new Acme("com.acme.Dispatcher$Worker"));

    assertThat(point.classes()).containsExactly("com/acme/Dispatcher$Worker");
    assertThat(point.advice("com/acme/Dispatcher$Worker", "dispatch", DISPATCH))
        .isEqualTo(Advice.REQUEST);
    assertThat(point.advice("com/acme/Dispatcher$Worker", "toString", DISPATCH)).isNull();
    assertThat(point.advice("com/acme/Dispatcher", "dispatch", DISPATCH)).isNull();
  }

  @Test
  void aConstructorIsNeverOne() {
    RequestEntryPoint everything =
        new Acme("com.acme.Dispatcher") {
          @Override
          public boolean handles(String className, String method, String descriptor) {
            return true;
          }
        };

    assertThat(of(everything).advice("com/acme/Dispatcher", "<init>", "()V")).isNull();
    assertThat(of(everything).advice("com/acme/Dispatcher", "<clinit>", "()V")).isNull();
    assertThat(of(everything).advice("com/acme/Dispatcher", "run", "()V"))
        .isEqualTo(Advice.REQUEST);
  }

  @Test
  void whoNamesNoClassesIsToldSo() {
    assertThatIllegalArgumentException().isThrownBy(() -> of(new Acme()));
    assertThatIllegalArgumentException().isThrownBy(() -> of(new Acme((String[]) null)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(new Acme("com.acme.Dispatcher", null)))
        .withMessage("the name at 1 is null");
  }

  @Test
  void aRequestIsCalledWhatTheProviderSays() {
    assertThat(nameOf(() -> "cart.Add")).isEqualTo("cart.Add");
    assertThat(nameOf(() -> null)).isEqualTo("(unnamed)");
    assertThat(nameOf(() -> "")).isEqualTo("(unnamed)");
    assertThat(problems).isEmpty();
  }

  @Test
  void whatAProviderThrowsIsAFailureOfARequestWithoutNameAndSaidOnce() {
    List<Supplier<String>> failing =
        List.of(
            () -> {
              throw new IllegalStateException("no");
            },
            () -> {
              throw new NoClassDefFoundError("com/acme/Call");
            },
            () -> {
              throw new AssertionError();
            });

    for (Supplier<String> endpoint : failing) {
      problems.clear();
      assertThat(nameOf(endpoint)).isEqualTo("(unnamed)");
      assertThat(problems).hasSize(1);
      assertThat(problems.get(0)).startsWith(Acme.class.getName() + ".endpoint(…) failed");
    }
  }

  @Test
  void whoCannotSayWhatItHandlesHandlesNothing() {
    RequestEntryPoint failing =
        new Acme("com.acme.Dispatcher") {
          @Override
          public boolean handles(String className, String method, String descriptor) {
            throw new IllegalStateException("no");
          }
        };
    ProvidedEntryPoint point = of(failing);

    assertThat(point.advice("com/acme/Dispatcher", "dispatch", DISPATCH)).isNull();
    assertThat(point.advice("com/acme/Dispatcher", "toString", "()V")).isNull();
    assertThat(problems).hasSize(1);
    assertThat(problems.get(0)).contains("handles", "IllegalStateException: no");
  }

  private ProvidedEntryPoint of(RequestEntryPoint provider) {
    return new ProvidedEntryPoint(provider, problems::add);
  }

  /** The same request twice, by way of the bridge. */
  private String nameOf(Supplier<String> endpoint) {
    Acme provider = new Acme("com.acme.Dispatcher");
    provider.endpoint = endpoint;
    EntryPoints entryPoints = new EntryPoints(List.of(of(provider)));
    int last = entryPoints.count() - 1;
    RequestRegistry registry =
        new RequestRegistry(
            entryPoints, endpoints, new Slowness(new RequestConfig().slow(), endpoints.capacity()));
    registry.install();
    try {
      Requests.exit(Requests.enter(last, null, null));
      RequestContext request = (RequestContext) Requests.enter(last, null, null);
      int number = request.endpoint();
      Requests.exit(request);
      assertThat(registry.failures()).isEqualTo(problems.isEmpty() ? 0 : 2);
      assertThat(registry.takeTally()[2 * Math.max(number, Endpoints.UNNAMED)]).isEqualTo(2);
      return endpoints.name(Math.max(number, Endpoints.UNNAMED));
    } finally {
      registry.uninstall();
    }
  }

  private static class Acme implements RequestEntryPoint {
    private final String[] classes;
    private Supplier<String> endpoint = () -> null;

    Acme(String... classes) {
      this.classes = classes;
    }

    @Override
    public String[] classes() {
      return classes;
    }

    @Override
    public boolean handles(String className, String method, String descriptor) {
      return className.equals(classes[0])
          && method.equals("dispatch")
          && descriptor.equals(DISPATCH);
    }

    @Override
    public String endpoint(Object self, Object argument) {
      return endpoint.get();
    }
  }
}
