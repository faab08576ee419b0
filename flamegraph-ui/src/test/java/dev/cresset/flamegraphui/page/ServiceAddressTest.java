package dev.cresset.flamegraphui.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceAddressTest {
  @Test
  void anOrdinaryNameStaysAsItIs() {
    assertThat(ServiceAddress.escape("shop-api_2.eu")).isEqualTo("shop-api_2.eu");
    assertThat(ServiceAddress.unescape("shop-api_2.eu")).isEqualTo("shop-api_2.eu");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "team/shop",
        "/",
        "..",
        ".",
        "a b+c",
        "50%",
        "%2F",
        "a;b=c",
        "a?b#c",
        "back\\slash",
        "~",
        "~2F",
        "Läden/東京",
        "<b>\"odd\"</b>"
      })
  void everyNameIsOnePlainPartOfAnAddressAndComesBack(String name) {
    String escaped = ServiceAddress.escape(name);
    assertThat(escaped).matches("[A-Za-z0-9_~-][A-Za-z0-9_.~-]*");
    assertThat(ServiceAddress.unescape(escaped)).isEqualTo(name);
  }

  @Test
  void whatIsNotEscapedIsReadAsItStands() {
    assertThat(ServiceAddress.unescape("a b~zz~4")).isEqualTo("a b~zz~4");
  }
}
