package dev.cresset.collector.pprof;

import java.nio.charset.StandardCharsets;

/** A profile's strings, each decoded when it is first asked for. */
final class StringTable {
  private final byte[] profile;
  private final IntList offsets = new IntList();
  private final IntList lengths = new IntList();
  private String[] decoded = new String[0];

  StringTable(byte[] profile) {
    this.profile = profile;
  }

  void add(int offset, int length) {
    offsets.add(offset);
    lengths.add(length);
  }

  int size() {
    return offsets.size();
  }

  String get(long index) throws PprofException {
    if (index == 0 && size() == 0) {
      return "";
    }
    if (index < 0 || index >= size()) {
      throw new PprofException("There is no string %d: the table has %d".formatted(index, size()));
    }
    if (decoded.length != size()) {
      decoded = new String[size()];
    }
    int i = (int) index;
    if (decoded[i] == null) {
      decoded[i] = new String(profile, offsets.get(i), lengths.get(i), StandardCharsets.UTF_8);
    }
    return decoded[i];
  }
}
