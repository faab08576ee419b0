package dev.cresset.collector.pprof;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
  private final KeyNumbers byId;
  private final SliceNumbers bySlice;
  private long labels;

  /**
   * @param hashing for tables that are of this profile only
   */
  LabelSets(
      PprofTables tables,
      PprofLimits limits,
      CanonicalIds ids,
      Hasher64 hashing,
      TextBudget text,
      Memory memory) {
    this.tables = tables;
    this.limits = limits;
    this.ids = ids;
    this.text = text;
    this.memory = memory;
    this.byId = new KeyNumbers(hashing);
    this.bySlice = new SliceNumbers(hashing);
  }

  /** All but the empty one. */
  List<DecodedProfile.LabelSet> all() {
    return sets;
  }

  long id(int number) {
    return byId.key(number);
  }

  /**
   * The number of a sample's labels.
   *
   * @param encoded the labels' fields, one after the other
   */
  int numberOf(Slice encoded) throws PprofException, NoRoomException, IOException {
    int hash = bySlice.hash(encoded);
    int known = bySlice.get(hash, encoded);
    if (known != SliceNumbers.ABSENT) {
      return known;
    }
    int number = add(decode(encoded.read()));
    memory.take(SliceNumbers.WEIGHT);
    bySlice.add(hash, encoded, number);
    return number;
  }

  private List<Label> decode(CodedInputStream in)
      throws PprofException, NoRoomException, IOException {
    List<Label> decoded = new ArrayList<>();
    while (in.readTag() != 0) {
      long[] label = NumberFields.numbers(in, 4);
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

  private int add(List<Label> decoded) throws PprofException, NoRoomException {
    long id = ids.labelSet(decoded);
    int known = byId.get(id);
    if (known != KeyNumbers.ABSENT) {
      return known;
    }
    if (!decoded.isEmpty()) {
      labels += decoded.size();
      limits.tableEntries().check("The different labels are at least", labels);
      memory.take(SET + (long) LABEL * decoded.size());
      SortedMap<String, String> shown = shown(decoded);
      boolean tellsAll =
          shown.size() == decoded.size() && decoded.stream().noneMatch(Label::isNumber);
      sets.add(new DecodedProfile.LabelSet(id, shown, tellsAll ? List.of() : decoded));
    }
    return byId.add(id);
  }

  private SortedMap<String, String> shown(List<Label> decoded)
      throws PprofException, NoRoomException {
    SortedMap<String, String> shown = new TreeMap<>();
    for (Label label : decoded) {
      // A name may come twice; both values are true.
      String all =
          shown.merge(label.name(), label.shown(), (first, second) -> first + ", " + second);
      limits.stringLength().check("The length of a label's values together is", all.length());
      text.take(label.name().length() + all.length());
      memory.take(2L * all.length());
    }
    return shown;
  }
}
