"""Changing many products together: tried first, applied in batches, undone for thirty days."""
