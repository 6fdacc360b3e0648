"""Languages a store sells in besides its own, and its texts in them."""
