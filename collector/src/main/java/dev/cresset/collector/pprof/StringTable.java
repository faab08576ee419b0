package dev.cresset.collector.pprof;

import com.dynatrace.hash4j.hashing.Hasher64;
import java.nio.charset.StandardCharsets;

/** A profile's strings, each decoded when it is first asked for. */
final class StringTable {
  /** Bytes of memory for a string, beside its characters. */
  private static final int STRING = 64;

  private final byte[] profile;
  private final Hasher64 hashing;
  private final Memory memory;
  private final IntList offsets = new IntList();
  private final IntList lengths = new IntList();
  private String[] decoded = new String[0];
  private long[] hashes = new long[0];

  StringTable(byte[] profile, Hasher64 hashing, Memory memory) {
    this.profile = profile;
    this.hashing = hashing;
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
    if (isAbsent(index)) {
      return "";
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

  /** A hash of a string, which takes much less than the string. */
  long hash(long index) throws PprofException, NoRoomException {
    if (isAbsent(index)) {
      return 0;
    }
    if (hashes.length != size()) {
      memory.take((long) Long.BYTES * size());
      hashes = new long[size()];
    }
    int i = (int) index;
    if (hashes[i] == 0) {
      hashes[i] = hashing.hashBytesToLong(profile, offsets.get(i), lengths.get(i));
    }
    return hashes[i];
  }

  /** Whether it is the string that stands for none in a profile without strings. */
  private boolean isAbsent(long index) throws PprofException {
    if (index == 0 && size() == 0) {
      return true;
    }
    if (index < 0 || index >= size()) {
      throw new PprofException("There is no string %d: the table has %d".formatted(index, size()));
    }
    return false;
  }
}
