"""The eight kinds of texts a product gets: what they are, how long they may be, what is clean."""

from .checking import Problem, Severity, problems
from .cleaning import cleaned, fitted
from .counting import cut, length
from .html import paragraphs, safe_html, words_of
from .kinds import DEFAULTS, FieldKey, FieldKind, Limit, Limits, Value, changed

__all__ = [
    "DEFAULTS",
    "FieldKey",
    "FieldKind",
    "Limit",
    "Limits",
    "Problem",
    "Severity",
    "Value",
    "changed",
    "cleaned",
    "cut",
    "fitted",
    "length",
    "paragraphs",
    "problems",
    "safe_html",
    "words_of",
]
