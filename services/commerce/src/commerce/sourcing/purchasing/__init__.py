"""What is bought at suppliers for paid orders, once."""
