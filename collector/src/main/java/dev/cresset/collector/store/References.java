package dev.cresset.collector.store;

import dev.cresset.collector.pprof.DecodedProfile;
import dev.cresset.collector.pprof.Frame;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What profiles refer to, as far as it is known to be stored: stack traces, their frames, and sets
 * of labels. Safe for use by many threads.
 */
final class References {
  private static final Duration MEMORY = Duration.ofHours(6);

  private final AnnouncedIds frames = announced(1 << 18);
  private final AnnouncedIds stacks = announced(1 << 19);
  private final AnnouncedIds labelSets = announced(1 << 16);

  private static AnnouncedIds announced(int maximum) {
    return new AnnouncedIds(maximum, MEMORY, System::nanoTime);
  }

  /** The profile without what is known to be stored. */
  DecodedProfile unstored(DecodedProfile content) {
    AnnouncedIds.Known knownStacks = stacks.known();
    AnnouncedIds.Known knownSets = labelSets.known();
    List<DecodedProfile.Stack> newStacks =
        content.stacks().stream().filter(stack -> !knownStacks.contains(stack.id())).toList();
    return content.with(
        newStacks.isEmpty() ? List.of() : unstored(content.frames(), newStacks),
        newStacks,
        content.labelSets().stream().filter(set -> !knownSets.contains(set.id())).toList());
  }

  /** Those of new stack traces: to look up all others each time would take longer than the rest. */
  private List<Frame> unstored(List<Frame> all, List<DecodedProfile.Stack> newStacks) {
    Set<Long> wanted = new HashSet<>();
    for (DecodedProfile.Stack stack : newStacks) {
      Arrays.stream(stack.frames()).forEach(wanted::add);
    }
    AnnouncedIds.Known knownFrames = frames.known();
    return all.stream()
        .filter(frame -> wanted.contains(frame.id()) && !knownFrames.contains(frame.id()))
        .toList();
  }

  /** They are stored. */
  void addFrames(Set<Long> ids) {
    frames.addAll(ids);
  }

  /** They are stored, and so are their frames. */
  void addStacks(Set<Long> ids) {
    stacks.addAll(ids);
  }

  /** They are stored. */
  void addLabelSets(Set<Long> ids) {
    labelSets.addAll(ids);
  }
}
