package dev.cresset.collector.http;

import java.util.List;

/** One address of the API: what it takes and how it answers. Safe for use by many threads. */
interface Endpoint {
  /** The whole path. */
  String path();

  /** The one method it answers to; {@code GET} means {@code HEAD} as well. */
  default String method() {
    return "GET";
  }

  /** The query parameters it takes; see {@link Parameters}. */
  List<String> parameters();

  /** Answers; whatever is thrown before the first byte is sent becomes a problem document. */
  void answer(Call call) throws Exception;
}
