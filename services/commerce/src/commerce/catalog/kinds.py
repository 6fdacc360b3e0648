"""Kinds and orders of collections."""

from enum import StrEnum


class CollectionKind(StrEnum):
    """Who decides which products are in it: the merchant, or rules."""

    MANUAL = "manual"
    SMART = "smart"


class Match(StrEnum):
    """Whether a product must meet all conditions, or any."""

    ALL = "all"
    ANY = "any"


class CollectionSort(StrEnum):
    """The order shoppers see first; `manual` is the merchant's own."""

    MANUAL = "manual"
    NEWEST = "newest"
    TITLE = "title"
    TITLE_DESC = "-title"
    PRICE = "price"
    PRICE_DESC = "-price"
