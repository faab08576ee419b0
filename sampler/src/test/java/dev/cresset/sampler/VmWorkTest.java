package dev.cresset.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VmWorkTest {
  /** As JDK 8 to 25 name them, with what the kernel leaves of that. */
  @ParameterizedTest
  @CsvSource({
    "GC Thread#0, COLLECTING",
    "GC task thread#, COLLECTING",
    "Gang worker#0 (, COLLECTING",
    "G1 Main Marker, COLLECTING",
    "G1 Conc#0, COLLECTING",
    "G1 Refine#0, COLLECTING",
    "G1 Young RemSet, COLLECTING",
    "Concurrent Mark, COLLECTING",
    "Shenandoah GC T, COLLECTING",
    "Shenandoah Cont, COLLECTING",
    "ZWorkerYoung#0, COLLECTING",
    "ZDriverMajor, COLLECTING",
    "ZDirector, COLLECTING",
    "ZStat, COLLECTING",
    "XWorker#1, COLLECTING",
    "RuntimeWorker#0, COLLECTING",
    "C1 CompilerThre, COMPILING",
    "C2 CompilerThre, COMPILING",
    "JVMCI-native Co, COMPILING",
    "Sweeper thread, COMPILING",
    "VM Thread, OTHER",
    "VM Periodic Tas, OTHER",
  })
  void aThreadOfTheJvmsIsToldByItsName(String thread, VmWork work) {
    assertThat(VmWork.of(thread, 0)).isEqualTo(work);
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "main", "GCwatch", "ZooKeeper", "C3P0", "VM", "[tid=1]", ""})
  void everyOtherThreadIsAsItIs(String thread) {
    assertThat(VmWork.of(thread, 0)).isEqualTo(VmWork.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GC Thread#0", "C2 CompilerThre", "VM Thread"})
  void aThreadOfJavaMayHaveAnyName(String thread) {
    assertThat(VmWork.of(thread, 17)).isEqualTo(VmWork.NONE);
  }
}
