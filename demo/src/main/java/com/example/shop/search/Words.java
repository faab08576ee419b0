package com.example.shop.search;

import java.util.ArrayList;
import java.util.List;

/** Cuts a text into the words that are searched for. */
final class Words {
  private Words() {}

  /** The words of letters and digits in it, in lower case. */
  static String[] of(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isLetterOrDigit(c)) {
        word.append(Character.toLowerCase(c));
      } else if (!word.isEmpty()) {
        words.add(word.toString());
        word.setLength(0);
      }
    }
    if (!word.isEmpty()) {
      words.add(word.toString());
    }
    return words.toArray(String[]::new);
  }
}
