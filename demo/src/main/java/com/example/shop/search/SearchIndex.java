package com.example.shop.search;

import com.example.shop.catalog.Product;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Finds products by words: every product is scored, the best are kept. Immutable. */
public final class SearchIndex {
  private static final Comparator<Hit> WORST_FIRST =
      Comparator.comparingInt(Hit::score).thenComparing(hit -> -hit.product().id());

  private final List<SearchDocument> documents;

  public SearchIndex(List<Product> products) {
    this.documents = products.stream().map(SearchDocument::new).toList();
  }

  public List<Product> find(String query, int limit) {
    String[] words = Words.of(query);
    PriorityQueue<Hit> best = new PriorityQueue<>(WORST_FIRST);
    for (SearchDocument document : documents) {
      int score = score(document, words);
      if (score > 0) {
        best.add(new Hit(document.product(), score));
        if (best.size() > limit) {
          best.poll();
        }
      }
    }
    return best.stream().sorted(WORST_FIRST.reversed()).map(Hit::product).toList();
  }

  private static int score(SearchDocument document, String[] words) {
    int matches = 0;
    for (String word : words) {
      if (document.hasWordStartingWith(word)) {
        matches++;
      }
    }
    return matches == 0 ? 0 : matches * 1_000 + document.product().popularity();
  }

  private record Hit(Product product, int score) {}
}
