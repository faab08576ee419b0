package dev.cresset.collector.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was answered lately, for when there is nobody to ask. Safe for use by many threads. */
final class RecentAnswers {
  /** Of one answer; larger ones are not kept. */
  static final int MAX_BYTES = 1 << 20;

  private static final long MAX_ALL_BYTES = 16 << 20;
  private static final int OVERHEAD_BYTES = 500;
  private static final Duration MAX_AGE = Duration.ofMinutes(30);

  private final Cache<Question, Answer> answers =
      Caffeine.newBuilder()
          .maximumWeight(MAX_ALL_BYTES)
          .weigher((Question question, Answer answer) -> OVERHEAD_BYTES + answer.json.length)
          .expireAfterWrite(MAX_AGE)
          .build();

  /**
   * What was asked, as it was asked: {@code from=now-1h} is the same an hour later.
   *
   * @param parameters with their values
   */
  record Question(String path, Map<String, List<String>> parameters) {}

  /**
   * @param time it was given at
   * @param json an object
   */
  record Answer(Instant time, byte[] json) {}

  void keep(Question question, Answer answer) {
    answers.put(question, answer);
  }

  Optional<Answer> find(Question question) {
    return Optional.ofNullable(answers.getIfPresent(question));
  }
}
