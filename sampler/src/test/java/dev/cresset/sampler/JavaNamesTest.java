package dev.cresset.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaNamesTest {
  @ParameterizedTest
  @CsvSource({
    "java/lang/String, java.lang.String",
    "[B, byte[]",
    "[[J, long[][]",
    "[Ljava/lang/String;, java.lang.String[]",
    "[java/lang/String, java.lang.String[]",
    "shop/Cart$Item, shop.Cart$Item",
    "shop/Cart$1, shop.Cart$1",
    "shop/Face, shop.Face",
    "shop/V2, shop.V2",
  })
  void classesAreNamedAsInSource(String jvmName, String name) {
    assertThat(JavaNames.className(jvmName)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "shop/Cart$$Lambda.0x00007f3a1c001a10, shop.Cart$$Lambda",
    "shop/Cart$$Lambda/0x00007f3a1c001a10, shop.Cart$$Lambda",
    "shop/Cart$$Lambda$14/1489322191, shop.Cart$$Lambda",
    "java/lang/invoke/LambdaForm$MH.0x0000000800c03000, java.lang.invoke.LambdaForm$MH",
    "jdk/proxy2/$Proxy17, jdk.proxy2.$Proxy",
    "sun/reflect/GeneratedMethodAccessor83, sun.reflect.GeneratedMethodAccessor",
  })
  void numbersGivenAtRunTimeAreDroppedSinceTheyDifferInEveryProcess(String jvmName, String name) {
    assertThat(JavaNames.className(jvmName)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "shop/Cart, Cart.java",
    "shop/Cart$Item, Cart.java",
    "shop/Cart$$Lambda/0x01, Cart.java",
    "shop/CartKt, Cart.kt",
    "Main, Main.java",
    "jdk/proxy2/$Proxy17, ''",
  })
  void theFileIsNamedAfterTheOutermostClass(String className, String file) {
    assertThat(JavaNames.fileName(JavaNames.className(className))).isEqualTo(file);
  }
}
