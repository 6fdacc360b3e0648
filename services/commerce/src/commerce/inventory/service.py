"""Stock: the public face of this folder."""

from commerce.inventory.adjusting import adjust, list_movements, list_stock
from commerce.inventory.elsewhere import (
    SoldElsewhere,
    hold_still,
    put_back_elsewhere,
    sell_elsewhere,
    shift_elsewhere,
)
from commerce.inventory.errors import OutOfStock, StockBelowCommitted
from commerce.inventory.keeper import StockKeeper
from commerce.inventory.kits import (
    Component,
    KitStock,
    Standing,
    kits_of,
    set_components,
    standing,
)
from commerce.inventory.repository import rebuilt_differently
from commerce.inventory.reservations import commit, extend, release, reserve, ship, uncommit
from commerce.inventory.taking_back import take_back
from commerce.inventory.visible import SHOWN_LEFT, announce_kits, for_sale
from commerce.inventory.withholding import Withheld, give_back, withhold

__all__ = [
    "SHOWN_LEFT",
    "Component",
    "KitStock",
    "OutOfStock",
    "SoldElsewhere",
    "Standing",
    "StockBelowCommitted",
    "StockKeeper",
    "Withheld",
    "adjust",
    "announce_kits",
    "commit",
    "extend",
    "for_sale",
    "give_back",
    "hold_still",
    "kits_of",
    "list_movements",
    "list_stock",
    "put_back_elsewhere",
    "rebuilt_differently",
    "release",
    "reserve",
    "sell_elsewhere",
    "set_components",
    "shift_elsewhere",
    "ship",
    "standing",
    "take_back",
    "uncommit",
    "withhold",
]
