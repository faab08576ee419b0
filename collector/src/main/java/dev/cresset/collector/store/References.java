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

  private final AnnouncedIds frames = new AnnouncedIds(200_000, MEMORY);
  private final AnnouncedIds stacks = new AnnouncedIds(300_000, MEMORY);
  private final AnnouncedIds labelSets = new AnnouncedIds(50_000, MEMORY);

  /** The profile without what is known to be stored. */
  DecodedProfile unstored(DecodedProfile content) {
    List<DecodedProfile.Stack> newStacks =
        content.stacks().stream().filter(stack -> !stacks.contains(stack.id())).toList();
    return content.with(
        newStacks.isEmpty() ? List.of() : unstored(content.frames(), newStacks),
        newStacks,
        content.labelSets().stream().filter(set -> !labelSets.contains(set.id())).toList());
  }

  /** Those of new stack traces: to look up all others each time would take longer than the rest. */
  private List<Frame> unstored(List<Frame> all, List<DecodedProfile.Stack> newStacks) {
    Set<Long> wanted = new HashSet<>();
    for (DecodedProfile.Stack stack : newStacks) {
      Arrays.stream(stack.frames()).forEach(wanted::add);
    }
    return all.stream()
        .filter(frame -> wanted.contains(frame.id()) && !frames.contains(frame.id()))
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
