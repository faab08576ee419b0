package dev.cresset.collector.pprof;

/** What decoding a profile takes, counted before it is allocated. One thread. */
final class Memory {
  /** The room is asked once for as much. */
  private static final int STEP = 1 << 16;

  private final Room room;
  private long used;
  private long granted;

  Memory(Room room) {
    this.room = room;
  }

  /** About to allocate so many bytes, for as long as decoding lasts. */
  void take(long bytes) throws NoRoomException {
    used += bytes;
    if (used > granted) {
      if (!room.resize(used + STEP)) {
        throw new NoRoomException(used + STEP);
      }
      granted = used + STEP;
    }
  }
}
