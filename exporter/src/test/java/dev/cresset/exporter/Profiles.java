package dev.cresset.exporter;

import dev.cresset.profile.Family;
import dev.cresset.profile.Frame;
import dev.cresset.profile.FrameKind;
import dev.cresset.profile.Labels;
import dev.cresset.profile.Profile;
import dev.cresset.profile.ProfileType;
import dev.cresset.profile.StackTrace;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Profiles to test with. */
final class Profiles {
  static final Instant START = Instant.parse("2026-03-01T12:00:00.250Z");
  static final long START_NANOS = TimeUnit.MILLISECONDS.toNanos(START.toEpochMilli());

  static final Frame MAIN = java("com.shop.Main", "main", 3);
  static final Frame TOTAL = java("com.shop.Cart", "total", 41);
  static final Frame TOTAL_ELSEWHERE = java("com.shop.Cart", "total", 44);
  static final Frame PRICE = inlined("com.shop.Item", "price", 17);
  static final Frame ROUND = inlined("com.shop.Money", "round", 99);
  static final Frame MEMCPY = Frame.symbol("memcpy", "libc.so.6", FrameKind.NATIVE);
  static final Frame STUB = Frame.symbol("call_stub", "", FrameKind.NATIVE);
  static final Frame PAGE_FAULT = Frame.symbol("handle_mm_fault", "", FrameKind.KERNEL);
  static final Frame GC = Frame.symbol("G1ParScanThreadState::trim_queue", "", FrameKind.VM);

  private Profiles() {}

  static Frame java(String className, String method, int line) {
    return Frame.java(className, method, file(className), line, FrameKind.JAVA);
  }

  static Frame inlined(String className, String method, int line) {
    return Frame.java(className, method, file(className), line, FrameKind.INLINED);
  }

  /** Every kind of frame, with inlining, labels and facts. */
  static Profile cpu() {
    return Profile.builder(Family.CPU)
        .window(START_NANOS, TimeUnit.SECONDS.toNanos(10))
        .period(ProfileType.CPU, 10_000_000)
        .comment("engine: async-profiler")
        .comment("2 samples dropped")
        .add(StackTrace.of(ROUND, PRICE, TOTAL, MAIN), Labels.of("thread", "http-#"), 6, 60_000_000)
        .add(StackTrace.of(TOTAL_ELSEWHERE, MAIN), Labels.of("thread", "main"), 2, 20_000_000)
        .add(StackTrace.of(PAGE_FAULT, MEMCPY, STUB, MAIN), Labels.EMPTY, 1, 10_000_000)
        .add(StackTrace.of(GC), Labels.of("thread", "GC Thread##"), 1, 10_000_000)
        .build();
  }

  static Profile alloc() {
    return Profile.builder(Family.ALLOC)
        .window(START_NANOS, TimeUnit.SECONDS.toNanos(10))
        .period(ProfileType.ALLOC_SPACE, 524_288)
        .add(
            StackTrace.of(TOTAL, MAIN).withLeaf(Frame.ofClass("byte[]")),
            Labels.of("class", "byte[]").with("thread", "main"),
            3,
            4096,
            1_572_864)
        .build();
  }

  private static String file(String className) {
    return className.substring(className.lastIndexOf('.') + 1) + ".java";
  }
}
