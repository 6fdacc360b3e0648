"""A connected shop and this store sell from one shelf (ADR 0025)."""
