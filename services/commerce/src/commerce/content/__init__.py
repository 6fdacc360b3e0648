"""What a shop publishes beside its goods: a blog, and what search engines find amiss."""
