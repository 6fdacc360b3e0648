"""The one door to model providers: two dialects in, many providers out, nothing lost between."""
