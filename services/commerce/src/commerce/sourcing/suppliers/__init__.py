"""A store's accounts at suppliers."""
