"""How good a text is: 0 to 100, every point that is missing with its reason; and whether it may be
published without a person."""

from .judging import Judgement, PlacedClaim, judge, main_keyword
from .score import Quality, Reason, assess, overall

__all__ = [
    "Judgement",
    "PlacedClaim",
    "Quality",
    "Reason",
    "assess",
    "judge",
    "main_keyword",
    "overall",
]
