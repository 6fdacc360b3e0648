"""Stock: the public face of this folder."""

from commerce.inventory.errors import OutOfStock, StockBelowCommitted
from commerce.inventory.reservations import commit, extend, release, reserve, ship, uncommit
from commerce.inventory.visible import SHOWN_LEFT, for_sale

__all__ = [
    "SHOWN_LEFT",
    "OutOfStock",
    "StockBelowCommitted",
    "commit",
    "extend",
    "for_sale",
    "release",
    "reserve",
    "ship",
    "uncommit",
]
