package dev.cresset.sampler;

import dev.cresset.profile.Labels;

/**
 * What somebody knows of threads beyond their stacks: for which request each of them worked, and
 * when. {@link #seal} is called from the one thread an engine is used by, {@link #now} from any.
 */
public interface SampleContexts {
  /** Nobody knows anything. */
  SampleContexts NONE =
      new SampleContexts() {
        @Override
        public Known now() {
          return Known.NOTHING;
        }

        @Override
        public Known seal() {
          return Known.NOTHING;
        }
      };

  /** What goes on now, for a sample that is taken now. */
  Known now();

  /** The same of one thread, which takes no time for all the others. */
  default Known now(long threadId) {
    return now();
  }

  /** All that is known until now, of the window that has just ended and of what still goes on. */
  Known seal();

  /** What is known of one window. */
  interface Known {
    /** Nothing. */
    Known NOTHING = (labels, threadId, nanoTime) -> labels;

    /**
     * The labels of a sample.
     *
     * @param labels those it has without any context
     * @param threadId its Java thread
     * @param nanoTime when it was taken, as {@link System#nanoTime} tells it
     * @return {@code labels} and those of the thread's context at that time
     */
    Labels with(Labels labels, long threadId, long nanoTime);
  }
}
