"""ContentForge: product texts that say only what the product's data says."""
