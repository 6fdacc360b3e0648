"""Notes: one about each new product, and those that people write."""
