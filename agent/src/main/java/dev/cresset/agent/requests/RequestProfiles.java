package dev.cresset.agent.requests;

import dev.cresset.profile.Family;
import dev.cresset.profile.Frame;
import dev.cresset.profile.FrameKind;
import dev.cresset.profile.Labels;
import dev.cresset.profile.Profile;
import dev.cresset.profile.ProfileType;
import dev.cresset.profile.StackTrace;
import dev.cresset.profile.WindowClock;

/** Makes a profile of how many requests each endpoint had in a window, and how long they took. */
final class RequestProfiles {
  private final RequestRegistry registry;
  private final Endpoints endpoints;
  private final RequestLabels labels;
  private WindowClock clock = WindowClock.start();
  private Dropped reported = new Dropped(0, 0, 0, 0, 0);

  RequestProfiles(RequestRegistry registry, Endpoints endpoints, RequestLabels labels) {
    this.registry = registry;
    this.endpoints = endpoints;
    this.labels = labels;
  }

  /** Ends a window and begins the next. For one thread. */
  Profile seal() {
    Profile.Builder profile = Profile.builder(Family.REQUESTS);
    long[] tally = registry.takeTally();
    for (int i = 0; i < tally.length; i += 2) {
      if (tally[i] > 0) {
        String name = endpoints.name(i / 2);
        StackTrace only = StackTrace.of(Frame.symbol(name, "", FrameKind.NATIVE));
        Labels label = Labels.of(RequestLabels.ENDPOINT, name);
        profile.add(only, label, tally[i], tally[i], tally[i + 1]);
      }
    }
    long duration = clock.elapsedNanos();
    profile.window(clock.startNanos(), duration).period(ProfileType.REQUESTS, 1);
    clock = clock.after(duration);
    comment(profile);
    return profile.build();
  }

  private void comment(Profile.Builder profile) {
    Dropped now =
        new Dropped(
            endpoints.refused(),
            labels.overflows(),
            registry.droppedSpans(),
            registry.droppedHandoffs(),
            registry.failures());
    now.comment(reported, profile);
    reported = now;
  }

  /** What found no room, ever. */
  private static final class Dropped {
    private static final String[] WHAT = {
      "requests of an endpoint beyond requests.values, shown as (other)",
      "label values beyond requests.values or requests.traces, shown as (other)",
      "spans dropped because there were too many",
      "tasks handed over without their request because too many waited",
      "failures of the instrumentation",
    };

    private final long[] counts;

    Dropped(long... counts) {
      this.counts = counts;
    }

    void comment(Dropped before, Profile.Builder profile) {
      for (int i = 0; i < counts.length; i++) {
        long since = counts[i] - before.counts[i];
        if (since > 0) {
          profile.comment("requests: " + since + " " + WHAT[i]);
        }
      }
    }
  }
}
