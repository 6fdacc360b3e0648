"""Orders that were sold in another shop: history. No job reads them: nothing here is captured,
shipped, mailed, refunded, or counted as this store's revenue."""
