"""What suppliers sell: products, variants, what they cost over time, and how they travel."""
