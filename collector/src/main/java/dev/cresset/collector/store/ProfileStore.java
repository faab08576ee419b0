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
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes profiles. What a profile refers to, its stack traces, frames, sets of labels and the
 * numbers that stand for them, is written and confirmed before it, so that nothing stored ever
 * refers to what is not there. Safe for use by many threads.
 */
public final class ProfileStore {
  /** Everything belongs to this one until there are more. */
  public static final String TENANT = "default";

  private final ClickHouse clickHouse;
  private final References references = new References();
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
      announceReferences(connection, profiles);
      announceSightings(connection, profiles);
      insertProfiles(connection, profiles);
    }
  }

  /**
   * The profile without the stack traces, frames and sets of labels that are known to be stored:
   * what {@link #store} needs of it, and after a while a small part.
   */
  public DecodedProfile unstored(DecodedProfile content) {
    return references.unstored(content);
  }

  private void announceReferences(Connection connection, List<NewProfile> profiles)
      throws SQLException {
    Map<Long, Frame> frames = new LinkedHashMap<>();
    Map<Long, DecodedProfile.Stack> stacks = new LinkedHashMap<>();
    Map<Long, DecodedProfile.LabelSet> labelSets = new LinkedHashMap<>();
    for (NewProfile profile : profiles) {
      DecodedProfile added = references.unstored(profile.content());
      added.frames().forEach(frame -> frames.put(frame.id(), frame));
      added.stacks().forEach(stack -> stacks.put(stack.id(), stack));
      added.labelSets().forEach(set -> labelSets.put(set.id(), set));
    }
    insert(connection, "frames", 12, frames.values(), ProfileStore::bind);
    references.addFrames(frames.keySet());
    insert(connection, "stacks", 2, stacks.values(), ProfileStore::bind);
    references.addStacks(stacks.keySet());
    insert(connection, "label_sets", 6, labelSets.values(), ProfileStore::bind);
    references.addLabelSets(labelSets.keySet());
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
    insert.setObject(2, ArrayViews.of(stack.frames()));
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
    insert.setObject(++i, ArrayViews.of(entries.gaps()));
    insert.setObject(++i, ArrayViews.of(entries.values()));
    insert.setObject(++i, ArrayViews.of(entries.samples()));
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
