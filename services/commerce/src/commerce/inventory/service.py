"""Stock: the public face of this folder."""

from commerce.inventory.errors import OutOfStock, StockBelowCommitted
from commerce.inventory.repository import rebuilt_differently
from commerce.inventory.reservations import commit, extend, release, reserve, ship, uncommit
from commerce.inventory.visible import SHOWN_LEFT, for_sale

__all__ = [
    "SHOWN_LEFT",
    "OutOfStock",
    "StockBelowCommitted",
    "commit",
    "extend",
    "for_sale",
    "rebuilt_differently",
    "release",
    "reserve",
    "ship",
    "uncommit",
]
