package com.example.shop.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The products every shop opens with: the same ones, whichever release. */
public final class CatalogSeed {
  private static final int PRODUCTS = 2_000;
  private static final long SEED = 7;

  private static final List<String> MATERIALS =
      List.of("Walnut", "Oak", "Linen", "Brass", "Cast Iron", "Copper", "Wool", "Rattan", "Slate");
  private static final List<String> STYLES =
      List.of("Classic", "Folding", "Compact", "Handmade", "Modern", "Stackable", "Outdoor");
  private static final List<String> THINGS =
      List.of("Table", "Lamp", "Chair", "Shelf", "Fire Basket", "Stool", "Bench", "Mirror", "Rug");
  private static final List<String> CATEGORIES =
      List.of("living", "dining", "garden", "office", "hearth");

  private CatalogSeed() {}

  public static List<Product> products() {
    Random random = new Random(SEED);
    List<Product> products = new ArrayList<>(PRODUCTS);
    for (int id = 1; id <= PRODUCTS; id++) {
      products.add(product(id, random));
    }
    return products;
  }

  private static Product product(int id, Random random) {
    String material = any(MATERIALS, random);
    String style = any(STYLES, random);
    String thing = any(THINGS, random);
    String description =
        "A %s %s of %s, made to be kept. Goes with everything in %s and %s. Ships in %d days."
            .formatted(
                style.toLowerCase(),
                thing.toLowerCase(),
                material.toLowerCase(),
                any(MATERIALS, random),
                any(MATERIALS, random),
                1 + random.nextInt(9));
    return new Product(
        id,
        style + " " + material + " " + thing + " No. " + id,
        any(CATEGORIES, random),
        material,
        description,
        random.nextLong(900, 900_000),
        random.nextInt(1_000));
  }

  private static String any(List<String> values, Random random) {
    return values.get(random.nextInt(values.size()));
  }
}
