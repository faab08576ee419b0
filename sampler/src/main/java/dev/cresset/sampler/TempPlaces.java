package dev.cresset.sampler;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Where files for moments can be: the temp directory, else the spare one. One thread. */
final class TempPlaces {
  private final List<Path> places = new ArrayList<>();

  TempPlaces(SamplerConfig config) {
    places.add(config.tempDirectory());
    config.spareDirectory().ifPresent(places::add);
  }

  /**
   * Tries one place after the other.
   *
   * @throws IOException of the first one, if none will do
   */
  <T> T use(Use<T> use) throws IOException {
    IOException failure = null;
    for (Path place : places) {
      try {
        return use.in(place);
      } catch (IOException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    throw failure;
  }

  /**
   * What went well at first has failed later on, as when a disk is full: the other one, next time.
   */
  void swap() {
    Collections.reverse(places);
  }

  /** What is done in a directory. */
  interface Use<T> {
    T in(Path directory) throws IOException;
  }
}
