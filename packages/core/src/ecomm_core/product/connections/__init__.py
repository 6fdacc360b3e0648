"""Stores that the product works for: connected, known by their events, opened from the platform."""
