"""Labelled claims for the fact lock: two corpora, a generator, and what keeps them honest."""
