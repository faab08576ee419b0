package dev.cresset.allocationtracker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.profile.Family;
import dev.cresset.profile.Frame;
import dev.cresset.profile.FrameKind;
import dev.cresset.profile.Labels;
import dev.cresset.profile.Profile;
import dev.cresset.profile.StackTrace;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SiteBookTest {
  private final LiveClasses classes = new LiveClasses(new AllocationConfig());
  private final SurvivorLedger ledger = new SurvivorLedger(64, new SplittableRandom(1));
  private final SiteBook book = new SiteBook(classes::mayBeOwner, 20);

  @Test
  void oneClassIsTakenUpAtATimeWithAllOfItsSites() {
    book.observe(allocations(site("Cart", "add", 30), site("Order", "of", 20)));
    book.observe(allocations(site("Cart", "copy", 1)));

    assertThat(owners(step(0))).containsExactly("com/shop/Cart");
    assertThat(step(1)).hasSize(3);
    assertThat(owners(step(2))).containsExactlyInAnyOrder("com/shop/Cart", "com/shop/Order");
  }

  @Test
  void whereSurvivorsAreKnownOnlySitesWithEnoughOfThemAreFollowed() {
    book.setKnowsSurvivors(true);
    book.observe(allocations(site("Garbage", "make", 1_000_000)));
    book.survived(survivors("Few", 3));
    book.survived(survivors("Many", 4));

    assertThat(owners(step(0))).containsExactly("com/shop/Many");
    assertThat(owners(step(1))).containsExactly("com/shop/Many");
  }

  @Test
  void survivorsOfManySessionsAddUp() {
    book.setKnowsSurvivors(true);
    book.survived(survivors("Slow", 2));
    assertThat(step(0)).isEmpty();
    book.survived(survivors("Slow", 2));

    assertThat(owners(step(1))).containsExactly("com/shop/Slow");
  }

  @Test
  void noMoreThanEightClassesAreTriedAtATimeAndTheNextWaitUntilOneMakesNothingButGarbage() {
    for (int i = 0; i < 9; i++) {
      book.observe(allocations(site("C" + i, "make", 100 - i)));
    }
    Set<Site> followed = Set.of();
    for (int i = 0; i < 20; i++) {
      followed = step(i);
    }
    assertThat(owners(followed)).hasSize(8).doesNotContain("com/shop/C8");

    ledger.follow(new FollowedClasses(followed));
    Site garbage = new Site("com/shop/C3", "make", "com.shop.Line");
    for (int i = 0; i < 16; i++) {
      LedgerEntry entry = new LedgerEntry("line", ledger.queue(), 24, 1, new Throwable());
      entry.place(garbage, stack("C3", "make"), 1, 0);
      entry.die();
      ledger.add(entry);
    }
    assertThat(owners(step(20))).hasSize(7).doesNotContain("com/shop/C3");
    assertThat(owners(step(21))).hasSize(8).contains("com/shop/C8");
  }

  @Test
  void aClassStaysHoweverMuchGarbageItMakesWhileNobodyWaitsForItsPlace() {
    book.observe(allocations(site("Cart", "add", 30)));
    step(0);

    assertThat(step(TimeUnit.HOURS.toNanos(1))).hasSize(1);
  }

  @Test
  void aSiteThatCannotBeFollowedRestsAndTheOthersOfItsClassAreFollowedAllTheSame() {
    Site add = new Site("com/shop/Cart", "add", "com.shop.Line");
    Site copy = new Site("com/shop/Cart", "copy", "com.shop.Line");
    book.observe(allocations(site("Cart", "add", 30), site("Cart", "copy", 20)));
    assertThat(step(0)).containsExactlyInAnyOrder(add, copy);
    ledger.follow(new FollowedClasses(List.of(add, copy)));
    LedgerEntry entry = new LedgerEntry("line", ledger.queue(), 24, 1, new Throwable());
    entry.place(add, stack("Cart", "add"), 1, 0);
    ledger.add(entry);

    book.refuse(add, ledger, 0);
    book.observe(allocations(site("Cart", "add", 30)));

    assertThat(ledger.size()).isZero();
    assertThat(step(1)).containsExactly(copy);
    assertThat(step(TimeUnit.MINUTES.toNanos(10))).containsExactlyInAnyOrder(add, copy);
  }

  @Test
  void whatTheJdkMakesForItselfIsNobodysSite() {
    Profile.Builder profile = Profile.builder(Family.ALLOC);
    Frame cart = method("com.shop.Cart", "add");
    profile.add(
        StackTrace.of(
            Frame.ofClass("java.util.HashMap$Node"), method("java.util.HashMap", "put"), cart),
        Labels.EMPTY,
        1,
        1,
        100);
    book.observe(profile.build());

    assertThat(step(0)).isEmpty();
  }

  @Test
  void whatTheJdkMakesAndReturnsIsItsCallers() {
    Profile.Builder profile = Profile.builder(Family.ALLOC);
    profile.add(
        StackTrace.of(
            Frame.ofClass("byte[]"),
            method("java.util.Arrays", "copyOfRange"),
            method("java.util.Arrays", "copyOf"),
            method("com.shop.Cart", "grow")),
        Labels.EMPTY,
        1,
        1,
        100);
    book.observe(profile.build());

    assertThat(step(0)).containsExactly(new Site("com/shop/Cart", "grow", "byte[]"));
  }

  private Set<Site> step(long nanoTime) {
    return book.step(ledger, nanoTime);
  }

  private static List<String> owners(Set<Site> sites) {
    return sites.stream().map(Site::owner).distinct().toList();
  }

  private record Volume(StackTrace stack, long bytes) {}

  private static Volume site(String owner, String method, long bytes) {
    return new Volume(stack(owner, method), bytes);
  }

  private static Profile allocations(Volume... volumes) {
    Profile.Builder profile = Profile.builder(Family.ALLOC);
    for (Volume volume : volumes) {
      profile.add(volume.stack, Labels.EMPTY, 1, 1, volume.bytes);
    }
    return profile.build();
  }

  private static List<SessionSurvivors.Survivor> survivors(String owner, int count) {
    List<SessionSurvivors.Survivor> survivors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      survivors.add(new SessionSurvivors.Survivor(stack(owner, "make"), 1, 100));
    }
    return survivors;
  }

  private static StackTrace stack(String owner, String method) {
    return StackTrace.of(Frame.ofClass("com.shop.Line"), method("com.shop." + owner, method));
  }

  private static Frame method(String className, String name) {
    return Frame.java(className, name, "", 0, FrameKind.JAVA);
  }
}
