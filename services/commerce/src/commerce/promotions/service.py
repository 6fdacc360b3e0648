"""Promotions: the public face of this folder for carts, checkouts and orders."""

from commerce.promotions.accounts import give_back
from commerce.promotions.codes import customer_key
from commerce.promotions.errors import BalanceGone, DiscountGone
from commerce.promotions.holds import Hold, Use, release, settle, stands, take, take_again, unuse
from commerce.promotions.tenders import Tender, TenderKind

__all__ = [
    "BalanceGone",
    "DiscountGone",
    "Hold",
    "Tender",
    "TenderKind",
    "Use",
    "customer_key",
    "give_back",
    "release",
    "settle",
    "stands",
    "take",
    "take_again",
    "unuse",
]
