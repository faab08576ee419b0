package dev.cresset.allocationtracker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllocatedClassesTest {
  @ParameterizedTest
  @CsvSource({
    "byte[], byte[]",
    "com.shop.Cart$Line[][], com.shop.Cart$Line[][]",
    "com.shop.Cart$$Lambda$14/0x0000000800c03000, com.shop.Cart$$Lambda",
    "com.shop.Cart$$Lambda$14/1283928880[], com.shop.Cart$$Lambda[]",
    "com.shop.Cart$$Lambda.0x00007f2c5c001200, com.shop.Cart$$Lambda",
    "java.lang.invoke.LambdaForm$DMH/0x000076b01c000400,  java.lang.invoke.LambdaForm$DMH",
    "java.lang.invoke.LambdaForm$MH+0x000076b01c000400[],  java.lang.invoke.LambdaForm$MH[]"
  })
  void namesThatChangeFromRunToRunAreFolded(String name, String folded) {
    assertThat(AllocatedClasses.folded(name)).isEqualTo(folded);
  }
}
