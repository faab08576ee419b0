package dev.cresset.collector.pprof;

import java.nio.charset.StandardCharsets;

/** A profile's strings, each decoded when it is first asked for. */
final class StringTable {
  /** Bytes of memory for a string, beside its characters. */
  private static final int STRING = 64;

  private final byte[] profile;
  private final Memory memory;
  private final IntList offsets = new IntList();
  private final IntList lengths = new IntList();
  private String[] decoded = new String[0];

  StringTable(byte[] profile, Memory memory) {
    this.profile = profile;
    this.memory = memory;
  }

  void add(int offset, int length) {
    offsets.add(offset);
    lengths.add(length);
  }

  int size() {
    return offsets.size();
  }

  String get(long index) throws PprofException, NoRoomException {
    if (index == 0 && size() == 0) {
      return "";
    }
    if (index < 0 || index >= size()) {
      throw new PprofException("There is no string %d: the table has %d".formatted(index, size()));
    }
    if (decoded.length != size()) {
      memory.take((long) Long.BYTES * size());
      decoded = new String[size()];
    }
    int i = (int) index;
    if (decoded[i] == null) {
      memory.take(STRING + 2L * lengths.get(i));
      decoded[i] = new String(profile, offsets.get(i), lengths.get(i), StandardCharsets.UTF_8);
    }
    return decoded[i];
  }
}
