package dev.cresset.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpoolTest {
  private static final PprofEncoder ENCODER = new PprofEncoder();

  @Test
  void profilesLeaveOldestFirstAndOnceAtATime() {
    Spool spool = new Spool(10, Long.MAX_VALUE);
    List<String> ids = offer(spool, 3);

    assertThat(List.of(spool.send().id(), spool.send().id(), spool.send().id())).isEqualTo(ids);
    assertThat(spool.send()).isNull();
    assertThat(spool.sent()).isEqualTo(3);
    assertThat(spool.hasUnsent()).isFalse();
  }

  @Test
  void aProfileThatIsPutBackLeavesAgainAtItsOldPlace() {
    Spool spool = new Spool(10, Long.MAX_VALUE);
    List<String> ids = offer(spool, 3);
    spool.send();
    spool.send();

    spool.putBack(ids.getFirst());

    assertThat(spool.send().id()).isEqualTo(ids.get(0));
    assertThat(spool.send().id()).isEqualTo(ids.get(2));
    assertThat(spool.counts().retried()).isEqualTo(1);
  }

  @Test
  void whereThereIsNoRoomTheOldestThatIsNotUnderWayGoes() {
    Spool spool = new Spool(3, Long.MAX_VALUE);
    List<String> ids = offer(spool, 3);
    spool.send();

    offer(spool, 1);

    assertThat(spool.send().id()).isEqualTo(ids.get(2));
    assertThat(spool.counts().dropped()).isEqualTo(1);
    assertThat(spool.stored(ids.get(0))).isTrue();
  }

  @Test
  void whereAllAreUnderWayTheOldestGoesAndItsAnswerCountsForNothing() {
    Spool spool = new Spool(1, Long.MAX_VALUE);
    String first = offer(spool, 1).getFirst();
    spool.send();

    offer(spool, 1);

    assertThat(spool.stored(first)).isFalse();
    assertThat(spool.sent()).isZero();
    assertThat(spool.counts().stored()).isZero();
    assertThat(spool.counts().dropped()).isEqualTo(1);
  }

  @Test
  void aProfileThatWaitsAlreadyIsNotTakenASecondTime() {
    Spool spool = new Spool(10, Long.MAX_VALUE);
    EncodedProfile profile = EncodedProfile.of(Profiles.cpu(), ENCODER);

    spool.offer(profile);
    spool.offer(profile);

    assertThat(spool.size()).isEqualTo(1);
    assertThat(spool.counts().waitingBytes()).isEqualTo(profile.size());
    assertThat(spool.counts().accepted()).isEqualTo(2);
    assertThat(spool.counts().dropped()).isEqualTo(1);
  }

  @Test
  void bytesAreBoundedToo() {
    EncodedProfile profile = EncodedProfile.of(Profiles.cpu(), ENCODER);
    Spool spool = new Spool(10, 2L * profile.size() + 50);

    offer(spool, 5);

    assertThat(spool.size()).isEqualTo(2);
    assertThat(spool.counts().waitingBytes()).isLessThanOrEqualTo(2L * profile.size() + 50);
    assertThat(spool.counts().dropped()).isEqualTo(3);
  }

  @Test
  void aProfileLargerThanTheSpoolIsDroppedAndTheOthersStay() {
    EncodedProfile small = EncodedProfile.of(Profiles.alloc(), ENCODER);
    Spool spool = new Spool(10, small.size());
    spool.offer(small);

    assertThat(spool.offer(EncodedProfile.of(Profiles.cpu(), ENCODER))).isEqualTo(1);

    assertThat(spool.send()).isSameAs(small);
    assertThat(spool.counts().dropped()).isEqualTo(1);
  }

  @Test
  void nothingIsLeftAfterClosingAndAllOfItIsCounted() {
    Spool spool = new Spool(10, Long.MAX_VALUE);
    offer(spool, 3);
    spool.send();

    assertThat(spool.close()).isEqualTo(3);

    offer(spool, 1);
    assertThat(spool.size()).isZero();
    assertThat(spool.counts().waitingBytes()).isZero();
    assertThat(spool.counts().accepted()).isEqualTo(4);
    assertThat(spool.counts().dropped()).isEqualTo(4);
  }

  private static List<String> offer(Spool spool, int count) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      EncodedProfile profile = EncodedProfile.of(Profiles.cpu(), ENCODER);
      ids.add(profile.id());
      spool.offer(profile);
    }
    return ids;
  }
}
