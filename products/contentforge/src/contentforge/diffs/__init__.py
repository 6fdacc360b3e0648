"""What changed between two values of a field, word by word."""

from .words import Change, Op, diff, diff_values, tally

__all__ = ["Change", "Op", "diff", "diff_values", "tally"]
