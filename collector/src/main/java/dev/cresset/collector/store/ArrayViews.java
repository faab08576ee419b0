package dev.cresset.collector.store;

import java.util.AbstractList;
import java.util.List;

/**
 * Arrays as lists: elements of an array the driver gets by reflection, and by the JVM's own code
 * for that, one by one.
 */
final class ArrayViews {
  private ArrayViews() {}

  static List<Long> of(long[] array) {
    return new AbstractList<>() {
      @Override
      public Long get(int index) {
        return array[index];
      }

      @Override
      public int size() {
        return array.length;
      }
    };
  }

  static List<Integer> of(int[] array) {
    return new AbstractList<>() {
      @Override
      public Integer get(int index) {
        return array[index];
      }

      @Override
      public int size() {
        return array.length;
      }
    };
  }
}
