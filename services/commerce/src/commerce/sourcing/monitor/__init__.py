"""Suppliers' goods watched: read by risk, and what changed carried over to the shop."""
