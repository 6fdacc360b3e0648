"""What brings people to a shop and makes them buy: A/B tests."""
