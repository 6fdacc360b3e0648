"""Named routes: which models answer, in which order, within which time."""
