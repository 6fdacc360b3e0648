"""How a merchant's texts sound: tone, audience, examples; words that never and always appear."""

from .checking import problems
from .matching import Found, find
from .model import Example, Term, Voice, relevant

__all__ = ["Example", "Found", "Term", "Voice", "find", "problems", "relevant"]
