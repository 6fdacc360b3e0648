"""What a run will take, before it begins: calls, tokens, money, time."""

from .sums import Estimate, Pace, Price, estimate, tokens

__all__ = ["Estimate", "Pace", "Price", "estimate", "tokens"]
