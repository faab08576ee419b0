package dev.cresset.collector.store;

import dev.cresset.collector.pprof.DebugInfo;
import dev.cresset.collector.pprof.DecodedProfile;
import dev.cresset.collector.pprof.Frame;
import dev.cresset.collector.pprof.Label;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes profiles. What a profile refers to, its stack traces, frames, sets of labels and the
 * numbers that stand for them, is written and confirmed before it, so that nothing stored ever
 * refers to what is not there. Safe for use by many threads.
 */
public final class ProfileStore {
  /** Everything belongs to this one until there are more. */
  public static final String TENANT = "default";

  private final ClickHouse clickHouse;
  private final AnnouncedIds frames = new AnnouncedIds(200_000, Duration.ofHours(6));
  private final AnnouncedIds stacks = new AnnouncedIds(300_000, Duration.ofHours(6));
  private final AnnouncedIds labelSets = new AnnouncedIds(50_000, Duration.ofHours(6));

  private final Sightings sightings = new Sightings(100_000, Duration.ofHours(6));
  private final Dictionaries dictionaries;

  public ProfileStore(ClickHouse clickHouse) {
    this(clickHouse, Dictionaries.ofHeap(Runtime.getRuntime().maxMemory()));
  }

  ProfileStore(ClickHouse clickHouse, Dictionaries dictionaries) {
    this.clickHouse = clickHouse;
    this.dictionaries = dictionaries;
  }

  /**
   * Stores all of the profiles. When this returns they are on disk; when it throws, any of them may
   * or may not be, and to store them again is harmless.
   */
  public void store(List<NewProfile> profiles) throws SQLException {
    try (Connection connection = clickHouse.connection()) {
      announceFrames(connection, profiles);
      announceStacks(connection, profiles);
      announceLabelSets(connection, profiles);
      announceSightings(connection, profiles);
      insertProfiles(connection, profiles);
    }
  }

  /** Those of new stack traces: to look up all others each time would take longer than the rest. */
  private void announceFrames(Connection connection, List<NewProfile> profiles)
      throws SQLException {
    Map<Long, Frame> added = new LinkedHashMap<>();
    for (NewProfile profile : profiles) {
      Set<Long> wanted = framesOfNewStacks(profile.content());
      for (Frame frame : profile.content().frames()) {
        if (wanted.contains(frame.id()) && !frames.contains(frame.id())) {
          added.put(frame.id(), frame);
        }
      }
    }
    insert(connection, "frames", 12, added.values(), ProfileStore::bind);
    frames.addAll(added.keySet());
  }

  private Set<Long> framesOfNewStacks(DecodedProfile content) {
    Set<Long> ids = new HashSet<>();
    for (DecodedProfile.Stack stack : content.stacks()) {
      if (!stacks.contains(stack.id())) {
        Arrays.stream(stack.frames()).forEach(ids::add);
      }
    }
    return ids;
  }

  private void announceStacks(Connection connection, List<NewProfile> profiles)
      throws SQLException {
    Map<Long, DecodedProfile.Stack> added = new LinkedHashMap<>();
    for (NewProfile profile : profiles) {
      for (DecodedProfile.Stack stack : profile.content().stacks()) {
        if (!stacks.contains(stack.id())) {
          added.put(stack.id(), stack);
        }
      }
    }
    insert(connection, "stacks", 2, added.values(), ProfileStore::bind);
    stacks.addAll(added.keySet());
  }

  private void announceLabelSets(Connection connection, List<NewProfile> profiles)
      throws SQLException {
    Map<Long, DecodedProfile.LabelSet> added = new LinkedHashMap<>();
    for (NewProfile profile : profiles) {
      for (DecodedProfile.LabelSet labelSet : profile.content().labelSets()) {
        if (!labelSets.contains(labelSet.id())) {
          added.put(labelSet.id(), labelSet);
        }
      }
    }
    insert(connection, "label_sets", 6, added.values(), ProfileStore::bind);
    labelSets.addAll(added.keySet());
  }

  private void announceSightings(Connection connection, List<NewProfile> profiles)
      throws SQLException {
    Collection<Sightings.Sighting> added = sightings.newIn(profiles);
    insert(connection, "sightings", 9, added, ProfileStore::bind);
    sightings.addAll(added);
  }

  private void insertProfiles(Connection connection, List<NewProfile> profiles)
      throws SQLException {
    NumberedBatch batch = new NumberedBatch(dictionaries);
    List<Row> rows = new ArrayList<>();
    for (NewProfile profile : profiles) {
      NumberedSamples samples = batch.number(profile);
      for (DecodedProfile.Measure measure : profile.content().measures()) {
        rows.add(new Row(profile, samples.dictionary(), Entries.of(samples, measure)));
      }
    }
    announceNumbers(connection, batch);
    insert(connection, "profiles", 18, rows, ProfileStore::bind);
  }

  private void announceNumbers(Connection connection, NumberedBatch batch) throws SQLException {
    boolean stored = false;
    try {
      insert(connection, "numbers", 4, batch.added(), ProfileStore::bind);
      stored = true;
    } finally {
      if (stored) {
        batch.confirm();
      } else {
        batch.abandon();
      }
    }
  }

  private static void bind(PreparedStatement insert, Frame frame) throws SQLException {
    insert.setLong(1, frame.id());
    insert.setString(2, frame.function());
    insert.setString(3, frame.className());
    insert.setString(4, frame.file());
    insert.setInt(5, frame.line());
    insert.setString(6, frame.kind().storedName());
    DebugInfo more = frame.debugInfo();
    insert.setString(7, more.systemName());
    insert.setInt(8, more.startLine());
    insert.setInt(9, more.column());
    insert.setString(10, more.mapping());
    insert.setString(11, more.buildId());
    insert.setLong(12, more.address());
  }

  private static void bind(PreparedStatement insert, DecodedProfile.Stack stack)
      throws SQLException {
    insert.setLong(1, stack.id());
    insert.setObject(2, stack.frames());
  }

  private static void bind(PreparedStatement insert, DecodedProfile.LabelSet labelSet)
      throws SQLException {
    insert.setLong(1, labelSet.id());
    insert.setObject(2, labelSet.labels());
    List<Label> exact = labelSet.exact();
    insert.setObject(3, exact.stream().map(Label::name).toList());
    insert.setObject(4, exact.stream().map(Label::text).toList());
    insert.setObject(5, exact.stream().mapToLong(Label::number).toArray());
    insert.setObject(6, exact.stream().map(Label::unit).toList());
  }

  private static void bind(PreparedStatement insert, Sightings.Sighting sighting)
      throws SQLException {
    Sightings.Subject of = sighting.of();
    int i = 0;
    insert.setString(++i, TENANT);
    insert.setString(++i, of.service());
    insert.setString(++i, of.type());
    insert.setString(++i, of.unit());
    insert.setString(++i, of.release());
    insert.setString(++i, of.environment());
    insert.setString(++i, of.instance());
    insert.setObject(++i, sighting.first());
    insert.setObject(++i, sighting.last());
  }

  private static void bind(PreparedStatement insert, NumberRow row) throws SQLException {
    insert.setLong(1, row.dictionary().id());
    insert.setLong(2, row.number());
    insert.setLong(3, row.stack());
    insert.setLong(4, row.labelSet());
  }

  private static void bind(PreparedStatement insert, Row row) throws SQLException {
    NewProfile profile = row.profile();
    DecodedProfile content = profile.content();
    Entries entries = row.entries();
    int i = 0;
    insert.setString(++i, TENANT);
    insert.setString(++i, profile.service());
    insert.setString(++i, entries.type());
    insert.setString(++i, entries.unit());
    insert.setString(++i, profile.family());
    insert.setString(++i, profile.release());
    insert.setString(++i, profile.environment());
    insert.setString(++i, profile.instance());
    insert.setObject(++i, content.start());
    insert.setLong(++i, content.durationNanos());
    insert.setLong(++i, content.period());
    insert.setString(++i, profile.id());
    insert.setObject(++i, profile.attributes());
    insert.setObject(++i, content.comments());
    insert.setLong(++i, row.dictionary());
    insert.setObject(++i, entries.gaps());
    insert.setObject(++i, entries.values());
    insert.setObject(++i, entries.samples());
  }

  /** Inserts by position into all columns of a table, as the driver wants it. */
  private <T> void insert(
      Connection connection, String table, int columns, Iterable<T> rows, Binder<T> binder)
      throws SQLException {
    if (!rows.iterator().hasNext()) {
      return;
    }
    String sql = "INSERT INTO " + table + " VALUES (" + "?,".repeat(columns - 1) + "?)";
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      long sent = 0;
      for (T row : rows) {
        binder.bind(insert, row);
        insert.addBatch();
        sent++;
      }
      Inserts.send(insert, table, sent, clickHouse.topology());
    }
  }

  private record Row(NewProfile profile, long dictionary, Entries entries) {}

  private interface Binder<T> {
    void bind(PreparedStatement insert, T row) throws SQLException;
  }
}
