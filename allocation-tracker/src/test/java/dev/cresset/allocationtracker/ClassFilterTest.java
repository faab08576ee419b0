package dev.cresset.allocationtracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassFilterTest {
  private final ClassLoader application = ClassLoader.getSystemClassLoader();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java/util/ArrayList",
        "java/util/concurrent/ConcurrentHashMap$Node",
        "java/lang/String",
        "java/lang/String$CaseInsensitiveComparator",
        "java/lang/AbstractStringBuilder"
      })
  void whatTheJdkAllocatesOnBehalfOfTheApplicationIsSeen(String name) {
    assertThat(filter().accepts(null, name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java/lang/ThreadLocal",
        "java/lang/ThreadLocal$ThreadLocalMap",
        "java/lang/StringConcatHelper",
        "java/lang/Thread",
        "java/lang/ref/Finalizer",
        "java/lang/invoke/MethodHandle",
        "sun/misc/Unsafe",
        "jdk/internal/misc/VM",
        "dev/cresset/allocationtracker/bridge/AllocationBridge"
      })
  void theJdksMachineryIsLeftAloneEvenIfItIsIncluded(String name) {
    assertThat(filter().accepts(null, name)).isFalse();
    AllocationConfig config = new AllocationConfig().withIncludes(List.of("java", "sun", "jdk"));
    assertThat(new ClassFilter(config).accepts(null, name)).isFalse();
  }

  @Test
  void classesOfTheApplicationAreSeenWhateverTheirPackage() {
    assertThat(filter().accepts(application, "com/shop/Cart")).isTrue();
    assertThat(filter().accepts(application, "com/sun/xml/Binding")).isTrue();
    assertThat(filter().accepts(application, "Main")).isTrue();
  }

  @Test
  void anIncludeLeavesOutAllOthers() {
    ClassFilter filter =
        new ClassFilter(new AllocationConfig().withIncludes(List.of("com.shop", "java.util.*")));

    assertThat(filter.accepts(application, "com/shop/Cart")).isTrue();
    assertThat(filter.accepts(application, "com/shop/stock/Item")).isTrue();
    assertThat(filter.accepts(application, "com/shopping/Cart")).isFalse();
    assertThat(filter.accepts(null, "java/util/ArrayList")).isTrue();
    assertThat(filter.accepts(null, "java/io/File")).isFalse();
  }

  @Test
  void anExcludeGoesBeforeAnInclude() {
    ClassFilter filter =
        new ClassFilter(
            new AllocationConfig()
                .withIncludes(List.of("com.shop"))
                .withExcludes(List.of("com.shop.gen", "com.shop.Cart")));

    assertThat(filter.accepts(application, "com/shop/Shelf")).isTrue();
    assertThat(filter.accepts(application, "com/shop/Cart")).isFalse();
    assertThat(filter.accepts(application, "com/shop/Cart$Line")).isFalse();
    assertThat(filter.accepts(application, "com/shop/Carts")).isTrue();
    assertThat(filter.accepts(application, "com/shop/gen/Schema")).isFalse();
  }

  private static ClassFilter filter() {
    return new ClassFilter(new AllocationConfig());
  }
}
