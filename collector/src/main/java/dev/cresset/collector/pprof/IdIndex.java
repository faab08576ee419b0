package dev.cresset.collector.pprof;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Where the entry with an id is in its table. Ids are nearly always 1, 2, 3, …; only others are put
 * into a map.
 */
final class IdIndex {
  private final String what;
  private final Map<Long, Integer> others = new HashMap<>();
  private long[] ids = new long[64];
  private int size;

  IdIndex(String what) {
    this.what = what;
  }

  /** Takes the id of the next entry. */
  void add(long id) throws PprofException {
    if (id == 0) {
      throw new PprofException("A " + what + " has the id 0, which stands for none");
    }
    boolean regular = id == size + 1;
    if (regular ? isOther(id) : isRegular(id) || others.put(id, size) != null) {
      throw new PprofException("Two %ss have the id %s".formatted(what, text(id)));
    }
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, 2 * size);
    }
    ids[size++] = id;
  }

  int size() {
    return size;
  }

  /** Whether ids are 1, 2, 3, … and so on to the {@link #size}. */
  boolean isAllRegular() {
    return others.isEmpty();
  }

  int indexOf(long id) throws PprofException {
    if (isRegular(id)) {
      return (int) id - 1;
    }
    Integer index = others.get(id);
    if (index == null) {
      throw new PprofException("There is no %s with the id %s".formatted(what, text(id)));
    }
    return index;
  }

  /** Makes no object of the id where all are regular. */
  private boolean isOther(long id) {
    return !others.isEmpty() && others.containsKey(id);
  }

  private boolean isRegular(long id) {
    return id >= 1 && id <= size && (others.isEmpty() || ids[(int) id - 1] == id);
  }

  private static String text(long id) {
    return Long.toUnsignedString(id);
  }
}
