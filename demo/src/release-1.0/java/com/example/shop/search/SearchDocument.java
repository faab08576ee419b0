package com.example.shop.search;

import com.example.shop.catalog.Product;
import java.util.List;

/** A product, as search sees it. */
record SearchDocument(Product product) {
  List<String> terms() {
    return Words.of(product.name());
  }
}
