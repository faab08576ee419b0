package com.shop;

import java.util.SplittableRandom;
import java.util.function.LongConsumer;

/** Allocates the same volume in objects of 16 bytes, 24 bytes, … 1 MB, each at a site of its own. */
public final class Volumes {
  private static final int MEGABYTE = 1 << 20;

  static Object sink;

  private final LongConsumer[] sites = {
    Volumes::of16,
    Volumes::of24,
    Volumes::of64,
    Volumes::of1024,
    Volumes::of16384,
    Volumes::of65536,
    Volumes::of262144,
    Volumes::of524288,
    Volumes::of1048576
  };

  private final int[] sizes = {16, 24, 64, 1024, 16_384, 65_536, 262_144, 524_288, 1_048_576};

  private Volumes() {}

  /**
   * @param arguments how many MB of each size, and whether they come in {@code blocks} of one size
   *     or {@code mixed}
   */
  public static void main(String[] arguments) {
    int megabytes = Integer.parseInt(arguments[0]);
    if (arguments[1].equals("blocks")) {
      new Volumes().blocks(megabytes);
    } else {
      new Volumes().mixed(megabytes);
    }
  }

  private void blocks(int megabytes) {
    for (int site = 0; site < sites.length; site++) {
      allocate(site, megabytes);
    }
  }

  private void mixed(int megabytes) {
    SplittableRandom random = new SplittableRandom(7);
    int[] order = new int[megabytes * sites.length];
    for (int i = 0; i < order.length; i++) {
      int other = random.nextInt(i + 1);
      order[i] = order[other];
      order[other] = i % sites.length;
    }
    for (int site : order) {
      allocate(site, 1);
    }
  }

  private void allocate(int site, long megabytes) {
    sites[site].accept(megabytes * MEGABYTE / sizes[site]);
  }

  static void of16(long times) {
    for (long i = 0; i < times; i++) {
      sink = new Object();
    }
  }

  static void of24(long times) {
    for (long i = 0; i < times; i++) {
      sink = new byte[24 - 16];
    }
  }

  static void of64(long times) {
    for (long i = 0; i < times; i++) {
      sink = new byte[64 - 16];
    }
  }

  static void of1024(long times) {
    for (long i = 0; i < times; i++) {
      sink = new byte[1024 - 16];
    }
  }

  static void of16384(long times) {
    for (long i = 0; i < times; i++) {
      sink = new byte[16_384 - 16];
    }
  }

  static void of65536(long times) {
    for (long i = 0; i < times; i++) {
      sink = new byte[65_536 - 16];
    }
  }

  static void of262144(long times) {
    for (long i = 0; i < times; i++) {
      sink = new byte[262_144 - 16];
    }
  }

  static void of524288(long times) {
    for (long i = 0; i < times; i++) {
      sink = new byte[524_288 - 16];
    }
  }

  static void of1048576(long times) {
    for (long i = 0; i < times; i++) {
      sink = new byte[1_048_576 - 16];
    }
  }
}
