"""The entries of the index, one kind for each thing that is looked up.

Each begins with its store's key. So no two stores share an entry: what a search costs depends on
its own store alone, and an entry that was made up in one store means nothing in another. (The rows
themselves are told apart by tenant and store, not by this.)
"""

from enum import StrEnum
from hashlib import blake2b
from typing import Final
from uuid import UUID

KEY: Final = 10
"""Characters of a store's key: the last of its id, which are random."""
_DIGEST: Final = 10
"""Bytes; two values of one store are told apart by them."""


class Kind(StrEnum):
    """What an entry stands for. Words of a title are words of the next two kinds as well."""

    EVERY = "a"
    TITLE = "t"
    NAMES = "n"
    """Title, vendor, type, tags, categories, options."""
    WORD = "w"
    """All of these, descriptions and parts of SKUs."""
    WHOLE_TITLE = "e"
    SKU = "k"
    CATEGORY = "c"
    VENDOR = "v"
    TAG = "g"
    OPTION = "o"


def store_key(store_id: UUID) -> str:
    """The store's key; `search_hits` makes the same."""
    return store_id.hex[-KEY:]


def lexeme(key: str, kind: Kind, value: str = "") -> str:
    """An entry whose value is a word or an id."""
    return f"{key}{kind.value}:{value}"


def hashed(key: str, kind: Kind, *parts: str) -> str:
    """An entry for an exact text of any length."""
    joined = "\x1f".join(parts).encode()
    return lexeme(key, kind, blake2b(joined, digest_size=_DIGEST).hexdigest())


def sku_lexeme(key: str, sku: str) -> str:
    """The entry of a SKU. SKUs are the same as in the database: without case and outer space."""
    return hashed(key, Kind.SKU, sku.strip().lower())
