"""A/B tests of texts: who sees what, and what the counts say."""

from .assigning import arm_of
from .reading import Reading, Verdict, expected_loss, planned, read

__all__ = ["Reading", "Verdict", "arm_of", "expected_loss", "planned", "read"]
