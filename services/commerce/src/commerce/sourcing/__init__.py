"""Where what is sold comes from: suppliers, their goods, what is bought there and what it cost."""
