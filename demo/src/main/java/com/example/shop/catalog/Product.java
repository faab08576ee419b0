package com.example.shop.catalog;

/**
 * Something to buy.
 *
 * @param cents the price of one
 */
public record Product(
    int id,
    String name,
    String category,
    String material,
    String description,
    long cents,
    int popularity) {}
