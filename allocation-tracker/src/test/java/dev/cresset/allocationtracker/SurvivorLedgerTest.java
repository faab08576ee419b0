package dev.cresset.allocationtracker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.profile.Family;
import dev.cresset.profile.Frame;
import dev.cresset.profile.Profile;
import dev.cresset.profile.Sample;
import dev.cresset.profile.StackTrace;
import java.lang.ref.ReferenceQueue;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SurvivorLedgerTest {
  private static final Site SITE = new Site("com/shop/Cart", "add", "com.shop.Line");
  private static final Site OTHER = new Site("com/shop/Cart", "total", "com.shop.Line");
  private static final long SIZE = 32;

  @Test
  void whatIsInUseComesOutRightOnAverageHoweverOftenTheLedgerIsThinned() {
    int runs = 2000;
    int objects = 300;
    double sum = 0;
    double sumOfOthers = 0;
    for (int run = 0; run < runs; run++) {
      SurvivorLedger ledger = ledger(32, run);
      for (int i = 0; i < objects; i++) {
        ledger.add(entry(ledger.queue(), SITE, 0));
        if (i % 10 == 0) {
          ledger.add(entry(ledger.queue(), OTHER, 0));
        }
      }
      assertThat(ledger.size()).isLessThanOrEqualTo(32);
      sum += bytes(ledger, SITE);
      sumOfOthers += bytes(ledger, OTHER);
    }

    // The mean of 2000 estimates with a relative deviation of at most 0.25 and 0.8 each.
    assertThat(sum / runs / (objects * SIZE)).isBetween(0.97, 1.03);
    assertThat(sumOfOthers / runs / (objects / 10 * SIZE)).isBetween(0.91, 1.09);
  }

  @Test
  void whatIsAllocatedAfterThinningHasTheSameWeightAsWhatWasThere() {
    SurvivorLedger ledger = ledger(4, 1);
    for (int i = 0; i < 100; i++) {
      ledger.add(entry(ledger.queue(), SITE, 0));
    }
    Profile.Builder profile = Profile.builder(Family.LIVE);
    ledger.writeTo(profile, 0);
    Sample sample = profile.build().samples().get(0);

    assertThat(sample.value(1)).isEqualTo(sample.value(0) * ledger.thinning());
    assertThat(ledger.thinning()).isGreaterThanOrEqualTo(16);
  }

  @Test
  void onlyWhatHasSurvivedACollectionIsInUse() {
    SurvivorLedger ledger = ledger(32, 1);
    ledger.add(entry(ledger.queue(), SITE, 4));
    ledger.add(entry(ledger.queue(), SITE, 5));

    assertThat(bytes(ledger, SITE, 3)).isZero();
    assertThat(bytes(ledger, SITE, 4)).isEqualTo(SIZE);
    assertThat(bytes(ledger, SITE, 5)).isEqualTo(2 * SIZE);
  }

  @Test
  void whatWasCollectedIsNotInUseWheneverItsEndIsTold() {
    SurvivorLedger ledger = ledger(32, 1);
    LedgerEntry early = entry(ledger.queue(), SITE, 0);
    LedgerEntry late = entry(ledger.queue(), SITE, 0);
    early.enqueue();
    ledger.bury();
    ledger.add(early);
    ledger.add(late);
    late.enqueue();
    ledger.bury();

    assertThat(ledger.size()).isZero();
    assertThat(ledger.record(SITE).sampled()).isEqualTo(2);
    assertThat(ledger.record(SITE).died()).isEqualTo(2);
  }

  @Test
  void aSiteThatIsNotFollowedAnyMoreLeavesNothing() {
    SurvivorLedger ledger = ledger(32, 1);
    ledger.add(entry(ledger.queue(), SITE, 0));
    ledger.add(entry(ledger.queue(), OTHER, 0));
    ledger.forget(SITE);

    assertThat(bytes(ledger, SITE)).isZero();
    assertThat(bytes(ledger, OTHER)).isEqualTo(SIZE);
  }

  @Test
  void whatIsMadeAtSitesThatAreNotFollowedOrNotAnyMoreIsNotTakenIn() {
    SurvivorLedger ledger = ledger(32, 1);
    ledger.add(entry(ledger.queue(), SITE, 0));
    ledger.follow(new FollowedClasses(List.of(OTHER)));
    ledger.add(entry(ledger.queue(), SITE, 0));
    ledger.add(entry(ledger.queue(), OTHER, 0));

    assertThat(bytes(ledger, SITE)).isZero();
    assertThat(ledger.sampled(SITE)).isZero();
    assertThat(bytes(ledger, OTHER)).isEqualTo(SIZE);
    assertThat(ledger.sampled(OTHER)).isEqualTo(1);
  }

  private static SurvivorLedger ledger(int capacity, long seed) {
    SurvivorLedger ledger = new SurvivorLedger(capacity, new SplittableRandom(seed));
    ledger.follow(new FollowedClasses(List.of(SITE, OTHER)));
    return ledger;
  }

  private static LedgerEntry entry(ReferenceQueue<Object> queue, Site site, long collection) {
    LedgerEntry entry = new LedgerEntry("line", queue, SIZE, 1, new Throwable());
    entry.place(site, stack(site), 1, collection);
    return entry;
  }

  private static StackTrace stack(Site site) {
    return StackTrace.of(Frame.ofClass(site.allocated()), Frame.ofClass(site.method()));
  }

  private static long bytes(SurvivorLedger ledger, Site site) {
    return bytes(ledger, site, 0);
  }

  private static long bytes(SurvivorLedger ledger, Site site, long judged) {
    Profile.Builder profile = Profile.builder(Family.LIVE);
    ledger.writeTo(profile, judged);
    return profile.build().samples().stream()
        .filter(sample -> sample.stackTrace().equals(stack(site)))
        .mapToLong(sample -> sample.value(2))
        .sum();
  }
}
