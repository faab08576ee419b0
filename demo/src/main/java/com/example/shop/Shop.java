package com.example.shop;

import com.example.shop.cart.Carts;
import com.example.shop.catalog.Catalog;
import com.example.shop.catalog.CatalogSeed;
import com.example.shop.checkout.Checkout;
import com.example.shop.checkout.Inventory;
import com.example.shop.checkout.Orders;
import com.example.shop.checkout.PaymentGateway;
import com.example.shop.recommend.Recommendations;
import com.example.shop.report.SalesReport;
import com.example.shop.search.SearchIndex;

/** The shop's parts, put together over one in-memory database. */
record Shop(
    Catalog catalog,
    SearchIndex search,
    Recommendations recommendations,
    Carts carts,
    Checkout checkout,
    SalesReport report) {

  static Shop open() {
    Database database = Database.inMemory("shop");
    Catalog catalog = new Catalog(database, CatalogSeed.products());
    Inventory inventory = new Inventory(database, catalog.all());
    Orders orders = new Orders(database);
    return new Shop(
        catalog,
        new SearchIndex(catalog.all()),
        new Recommendations(catalog.all()),
        new Carts(catalog, inventory::has),
        new Checkout(inventory, new PaymentGateway(), orders),
        new SalesReport(orders, inventory));
  }
}
