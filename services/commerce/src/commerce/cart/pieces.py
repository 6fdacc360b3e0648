"""A cart's lines as they are taxed, sold, shipped and refunded: a bundle is its components.

Each unit of a bundle is split over its components by what they cost alone; a share that its units
cannot divide makes two pieces a minor unit apart. So every piece is a whole number of units at one
price, the pieces of a line sum up to it, and a discount of the line is spread by what each costs.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from commerce.cart.totals import Line, Part
from commerce.catalog.schemas import TaxClass
from commerce.pricing.currencies.exchange import Exchange
from commerce.reads.cart_components import ComponentRow
from commerce.reads.cart_lines import LineRow
from ecomm_core.money import allocate


@dataclass(frozen=True, slots=True)
class Piece:
    """Units of one variant at one price. `line` is the place of its line in the cart; `component`
    is None where it is the line itself."""

    line: int
    component: ComponentRow | None
    sold: Line


def pieces_of(
    rows: Sequence[LineRow], lines: Sequence[Line], exchange: Exchange | None
) -> tuple[Piece, ...]:
    """All pieces, in the order of the lines."""
    found: list[Piece] = []
    for place, (row, line) in enumerate(zip(rows, lines, strict=True)):
        if row.kit and row.components:
            found.extend(_split(place, row, line, exchange))
        else:
            found.append(Piece(place, None, line))
    return tuple(found)


def whole_lines(pieces: Sequence[Piece], parts: Sequence[Part], count: int) -> tuple[Part, ...]:
    """The amounts of the cart's `count` lines from those of their pieces."""
    found = [Part(0, 0, 0, 0)] * count
    for piece, part in zip(pieces, parts, strict=True):
        line = found[piece.line]
        found[piece.line] = Part(
            discount=line.discount + part.discount,
            net=line.net + part.net,
            tax=line.tax + part.tax,
            gross=line.gross + part.gross,
            shares=(*line.shares, *part.shares),
        )
    return tuple(found)


def _split(place: int, row: LineRow, line: Line, exchange: Exchange | None) -> list[Piece]:
    alone = [_price(part, exchange) * part.quantity for part in row.components]
    weights = alone if any(alone) else [part.quantity for part in row.components]
    found: list[Piece] = []
    for part, share in zip(row.components, allocate(line.unit_price, weights), strict=True):
        each, dearer = divmod(share, part.quantity)
        tax_class = TaxClass(part.tax_class)
        for price, units in ((each + 1, dearer), (each, part.quantity - dearer)):
            if units:
                sold = Line(price, units * line.quantity, tax_class=tax_class)
                found.append(Piece(place, part, sold))
    shown = [piece.sold.shown for piece in found]
    discounts = allocate(line.discount, shown, shown)
    return [
        replace(piece, sold=replace(piece.sold, discount=discount))
        for piece, discount in zip(found, discounts, strict=True)
    ]


def _price(part: ComponentRow, exchange: Exchange | None) -> int:
    if exchange is None:
        return part.price
    return part.own_price if part.own_price is not None else exchange.price(part.price)
