"""A figure of a text with its unit, place and bounds."""

from dataclasses import dataclass
from fractions import Fraction

from .units import Unit


@dataclass(slots=True)
class Quantity:
    """`first` and `last` are token indexes, `last` exclusive; `base` is None for bare figures."""

    first: int
    last: int
    value: Fraction
    unit: Unit | None
    spelled: bool
    article: bool
    bound: str = "exact"
    group: int = 0
    """Figures that stand together (A x B x C, a range, a list) share a number."""
    link: str = ""
    """What joins it to the one before in its group: x, -, or ','."""
    narrow: bool = False
    """Bounded by "just under" or "just over", which the figure itself is not."""

    @property
    def dimension(self) -> str:
        """Of the unit; "count" without one."""
        return self.unit.dimension if self.unit else "count"

    @property
    def base(self) -> Fraction:
        """In the dimension's base unit, or the bare figure."""
        return self.unit.base(self.value) if self.unit else self.value
