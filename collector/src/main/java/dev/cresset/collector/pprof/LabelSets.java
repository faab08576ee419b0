package dev.cresset.collector.pprof;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The sets of labels of a profile's samples, each once. */
final class LabelSets {
  private static final int SET = 250;
  private static final int LABEL = 250;

  private final PprofTables tables;
  private final PprofLimits limits;
  private final CanonicalIds ids;
  private final TextBudget text;
  private final Memory memory;
  private final List<DecodedProfile.LabelSet> sets = new ArrayList<>();
  private final Set<Long> known = new HashSet<>();
  private final Map<Slice, Long> seen = new HashMap<>();
  private long labels;

  LabelSets(
      PprofTables tables, PprofLimits limits, CanonicalIds ids, TextBudget text, Memory memory) {
    this.tables = tables;
    this.limits = limits;
    this.ids = ids;
    this.text = text;
    this.memory = memory;
  }

  /** All but the empty one. */
  List<DecodedProfile.LabelSet> all() {
    return sets;
  }

  /**
   * The id of a sample's labels.
   *
   * @param encoded the labels' fields, one after the other
   */
  long idOf(SampleFields.Part encoded) throws PprofException, NoRoomException, IOException {
    Slice slice = encoded.slice();
    Long id = seen.get(slice);
    if (id == null) {
      id = add(decode(encoded.read()));
      memory.take(Slice.WEIGHT);
      seen.put(slice, id);
    }
    return id;
  }

  private List<Label> decode(CodedInputStream in)
      throws PprofException, NoRoomException, IOException {
    List<Label> decoded = new ArrayList<>();
    while (in.readTag() != 0) {
      long[] label = PprofTables.numbers(in, 4);
      decoded.add(
          new Label(
              tables.strings.get(label[0]),
              tables.strings.get(label[1]),
              label[2],
              tables.strings.get(label[3])));
    }
    decoded.sort(null);
    return decoded;
  }

  private long add(List<Label> decoded) throws PprofException, NoRoomException {
    long id = ids.labelSet(decoded);
    if (!decoded.isEmpty() && known.add(id)) {
      labels += decoded.size();
      limits.tableEntries().check("The different labels are at least", labels);
      memory.take(SET + (long) LABEL * decoded.size());
      SortedMap<String, String> shown = shown(decoded);
      boolean tellsAll =
          shown.size() == decoded.size() && decoded.stream().noneMatch(Label::isNumber);
      sets.add(new DecodedProfile.LabelSet(id, shown, tellsAll ? List.of() : decoded));
    }
    return id;
  }

  private SortedMap<String, String> shown(List<Label> decoded)
      throws PprofException, NoRoomException {
    SortedMap<String, String> shown = new TreeMap<>();
    for (Label label : decoded) {
      // A name may come twice; both values are true.
      String all =
          shown.merge(label.name(), label.shown(), (first, second) -> first + ", " + second);
      limits.stringLength().check("The length of a label's values together is", all.length());
      text.take(label.name(), all);
      memory.take(2L * all.length());
    }
    return shown;
  }
}
