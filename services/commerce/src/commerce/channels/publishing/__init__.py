"""Products of this store in a connected shop, and what was changed there (ADR 0027)."""
