"""Template product: a note about each new product of a store."""
