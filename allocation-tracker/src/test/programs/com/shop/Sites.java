package com.shop;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

/** Allocates known volumes in every way Java 8 has, one method each. */
public final class Sites {
  static Object sink;
  static int number;

  private Sites() {}

  /**
   * @param arguments what to divide all volumes by
   */
  public static void main(String[] arguments) throws Exception {
    int by = Integer.parseInt(arguments[0]);
    once(200_000 / by);
    twice(200_000 / by);
    Thread worker = new Thread(() -> objects(4_000_000 / by), "worker-7");
    worker.start();
    worker.join();
    throwing(4_000_000 / by);
    superArgument(4_000_000 / by);
    ofInterface(100_000 / by);
    tryFinally(200_000 / by);
    switching(200_000 / by);
    grid(20_000 / by);
    ragged(100_000 / by);
    empty(4_000_000 / by);
    references(100_000 / by);
    copies(80_000 / by);
    clones(100_000 / by);
    lambdas(8_000_000 / by);
    boxes(8_000_000 / by);
    lists(50_000 / by);
    maps(50_000 / by);
    texts(3_000_000 / by);
    reflected(100_000 / by);
    cloneables(4_000_000 / by);
  }

  static void once(int times) {
    for (int i = 0; i < times; i++) {
      sink = new byte[1000];
    }
  }

  static void twice(int times) {
    for (int i = 0; i < times; i++) {
      sink = new byte[1000];
      sink = new byte[1000];
    }
  }

  static void objects(int times) {
    for (int i = 0; i < times; i++) {
      sink = new Line(i, null);
    }
  }

  static void throwing(int times) {
    for (int i = 0; i < times; i++) {
      try {
        sink = new Refusing(i);
      } catch (IllegalStateException e) {
        number++;
      }
    }
  }

  static void superArgument(int times) {
    for (int i = 0; i < times; i++) {
      sink = new Wrapping(i);
    }
  }

  static void ofInterface(int times) {
    Maker maker = new Maker() {};
    for (int i = 0; i < times; i++) {
      sink = Maker.shorts();
      sink = maker.longs();
    }
  }

  static void tryFinally(int times) {
    for (int i = 0; i < times; i++) {
      try {
        sink = new char[i % 2 == 0 ? 500 : -1];
      } catch (NegativeArraySizeException e) {
        number++;
      } finally {
        sink = new float[250];
      }
    }
  }

  static void switching(int times) {
    for (int i = 0; i < times; i++) {
      switch (i % 3 == 0 ? "bytes" : i % 3 == 1 ? "doubles" : "none") {
        case "bytes":
          sink = new byte[3000];
          break;
        case "doubles":
          sink = new double[375];
          break;
        default:
          sink = null;
      }
    }
  }

  static void grid(int times) {
    for (int i = 0; i < times; i++) {
      sink = new int[10][250];
    }
  }

  static void ragged(int times) {
    for (int i = 0; i < times; i++) {
      sink = new boolean[3][100][];
    }
  }

  static void empty(int times) {
    for (int i = 0; i < times; i++) {
      sink = new int[0][5];
    }
  }

  static void references(int times) {
    for (int i = 0; i < times; i++) {
      sink = new Line[500];
      sink = new int[500][];
    }
  }

  static void copies(int times) {
    Line[] lines = new Line[500];
    for (int i = 0; i < times; i++) {
      sink = Arrays.copyOf(lines, 600);
    }
  }

  static void clones(int times) {
    Line[] lines = new Line[500];
    long[] longs = new long[250];
    for (int i = 0; i < times; i++) {
      sink = lines.clone();
      sink = longs.clone();
    }
  }

  static void lambdas(int times) {
    for (int i = 0; i < times; i++) {
      int captured = i;
      IntSupplier supplier = () -> captured;
      sink = supplier;
    }
  }

  static void boxes(int times) {
    for (int i = 0; i < times; i++) {
      sink = (long) (i + 1000);
    }
  }

  static void lists(int times) {
    for (int i = 0; i < times; i++) {
      List<Object> list = new ArrayList<>(1000);
      list.add(null);
      sink = list.toArray(new Line[0]);
      sink = list;
    }
  }

  static void maps(int times) {
    for (int i = 0; i < times; i++) {
      Map<String, Object> map = new HashMap<>(1000);
      for (String key : KEYS) {
        map.put(key, key);
      }
      sink = map;
    }
  }

  static void texts(int times) {
    for (int i = 0; i < times; i++) {
      sink = new String(LETTERS);
    }
  }

  static void reflected(int times) throws Exception {
    for (int i = 0; i < times; i++) {
      sink = java.lang.reflect.Array.newInstance(Line.class, 500);
    }
  }

  static void cloneables(int times) {
    Sheep dolly = new Sheep();
    for (int i = 0; i < times; i++) {
      sink = dolly.clone();
    }
  }

  private static final char[] LETTERS = "abcdefghijklmnopqrstuvwxyz abcdefghijklmnopqrstuvwxyz".toCharArray();
  private static final String[] KEYS = new String[100];

  static {
    for (int i = 0; i < KEYS.length; i++) {
      KEYS[i] = "key" + i;
    }
  }

  static class Line {
    final int id;
    final long price = 7;
    final Object next;

    Line(int id, Object next) {
      this.id = id;
      this.next = next;
    }
  }

  static final class Refusing extends Line {
    private static final IllegalStateException NO = new IllegalStateException("no");

    Refusing(int i) {
      super(i, null);
      if (i % 2 == 0) {
        throw NO;
      }
    }
  }

  static final class Wrapping extends Line {
    Wrapping(int i) {
      super(i, i % 2 == 0 ? new Line(i, null) : new Part(i));
    }
  }

  static final class Part {
    final int number;

    Part(int number) {
      this.number = number;
    }
  }

  interface Maker {
    static Object shorts() {
      return new short[1000];
    }

    default Object longs() {
      return new long[250];
    }
  }

  static final class Sheep implements Cloneable {
    long a;
    long b;
    long c;
    long d;

    @Override
    public Sheep clone() {
      try {
        return (Sheep) super.clone();
      } catch (CloneNotSupportedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
