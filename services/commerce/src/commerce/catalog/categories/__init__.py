"""The store's category tree."""
