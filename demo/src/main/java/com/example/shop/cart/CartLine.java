package com.example.shop.cart;

import com.example.shop.catalog.Product;

/** How many of a product somebody wants. */
public record CartLine(Product product, int quantity) {
  long cents() {
    return product.cents() * quantity;
  }
}
