package dev.cresset.agent.requests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EndpointsTest {
  @Test
  void anEndpointIsItsMethodAndRoute() {
    Endpoints endpoints = new Endpoints(10);

    int get = endpoints.number("GET", "/carts/{id}");

    assertThat(endpoints.name(get)).isEqualTo("GET /carts/{id}");
    assertThat(endpoints.number("GET", "/carts/{id}")).isEqualTo(get);
    assertThat(endpoints.number("PUT", "/carts/{id}")).isNotEqualTo(get);
  }

  @Test
  void whatAClientInventsAsAMethodIsOneMore() {
    Endpoints endpoints = new Endpoints(10);

    int invented = endpoints.number("XYZZY", "/carts");

    assertThat(endpoints.name(invented)).isEqualTo("OTHER /carts");
    assertThat(endpoints.number("PLUGH", "/carts")).isEqualTo(invented);
  }

  @Test
  void pastTheBoundAllOthersAreOneAndCounted() {
    Endpoints endpoints = new Endpoints(2);
    endpoints.number("a");
    endpoints.number("b");

    assertThat(endpoints.number("c")).isEqualTo(Endpoints.OTHER);
    assertThat(endpoints.number("GET", "/d")).isEqualTo(Endpoints.OTHER);
    assertThat(endpoints.name(Endpoints.OTHER)).isEqualTo("(other)");
    assertThat(endpoints.refused()).isEqualTo(2);
    assertThat(endpoints.name(endpoints.number("b"))).isEqualTo("b");
  }
}
