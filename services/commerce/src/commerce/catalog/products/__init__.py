"""Products with their options and variants."""
