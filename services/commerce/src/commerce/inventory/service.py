"""Stock: the public face of this folder."""

from commerce.inventory.adjusting import adjust, list_movements, list_stock
from commerce.inventory.errors import OutOfStock, StockBelowCommitted
from commerce.inventory.keeper import StockKeeper
from commerce.inventory.repository import rebuilt_differently
from commerce.inventory.reservations import commit, extend, release, reserve, ship, uncommit
from commerce.inventory.visible import SHOWN_LEFT, for_sale

__all__ = [
    "SHOWN_LEFT",
    "OutOfStock",
    "StockBelowCommitted",
    "StockKeeper",
    "adjust",
    "commit",
    "extend",
    "for_sale",
    "list_movements",
    "list_stock",
    "rebuilt_differently",
    "release",
    "reserve",
    "ship",
    "uncommit",
]
