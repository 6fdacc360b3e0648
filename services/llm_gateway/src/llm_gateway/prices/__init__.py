"""What a token costs: a versioned table, and exact sums."""
