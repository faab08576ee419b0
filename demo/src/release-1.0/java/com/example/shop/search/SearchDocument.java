package com.example.shop.search;

import com.example.shop.catalog.Product;

/** A product, as search sees it. */
record SearchDocument(Product product) {
  /** Whether a word of the product's name starts with this one, in whatever case. */
  boolean hasWordStartingWith(String prefix) {
    String name = product.name();
    for (int i = 0; i < name.length(); i++) {
      boolean atWord = i == 0 || name.charAt(i - 1) == ' ';
      if (atWord && name.regionMatches(true, i, prefix, 0, prefix.length())) {
        return true;
      }
    }
    return false;
  }
}
