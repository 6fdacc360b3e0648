"""Signed HTTP messages to others: what waits and what came of it is in PostgreSQL, receivers are
told apart from each other, and nobody waits for one that is slow (ADR 0021)."""
