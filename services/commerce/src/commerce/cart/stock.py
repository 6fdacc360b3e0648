"""What is left for each line of a cart when the lines before it are served: lines and bundles that
take the same variant share its stock, and only the units of both together say whether there are
enough (R3.2)."""

from collections.abc import Sequence
from uuid import UUID

from commerce.reads.cart_lines import LineRow


def left_per_line(lines: Sequence[LineRow]) -> tuple[int | None, ...]:
    """Units of each line that can be had, in the order of the lines; None: not counted."""
    taken: dict[UUID, int] = {}
    found: list[int | None] = []
    for line in lines:
        left: list[int] = []
        for variant, quantity in line.demand.items():
            available = line.stock[variant]
            if available is not None:
                left.append(max(available - taken.get(variant, 0), 0) // quantity)
            taken[variant] = taken.get(variant, 0) + quantity * line.quantity
        found.append(min(left, default=None))
    return tuple(found)
