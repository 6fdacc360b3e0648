"""Codes: how a typed one is compared, and how gift cards' codes are made, hashed and sealed.

A gift card's code is 16 signs of an alphabet without look-alikes: 80 random bits. It is stored as a
keyed hash for look-up and encrypted for sending again (quality.md §2).
"""

import secrets
from functools import lru_cache
from uuid import UUID

from ecomm_core.crypto import derive, sign_parts
from ecomm_core.kernel import Kernel

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32."""

SIGNS = 16
_READ_AS = str.maketrans("OIL", "011")


def code_key(code: str) -> str:
    """A discount code as it is compared: case and the space around it say nothing."""
    return code.strip().casefold()


def new_card_code() -> str:
    """A fresh gift-card code, in groups of four."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(SIGNS))
    return "-".join(signs[at : at + 4] for at in range(0, SIGNS, 4))


def plain_card_code(code: str) -> str | None:
    """A typed gift-card code without what people add or mistake; None when it cannot be one."""
    signs = "".join(code.split()).replace("-", "").upper().translate(_READ_AS)
    fits = len(signs) == SIGNS and all(sign in ALPHABET for sign in signs)
    return signs if fits else None


def card_hash(kernel: Kernel, store_id: UUID, plain: str) -> bytes:
    """What is stored of a code for look-up; the same code of another store differs."""
    key = _key(kernel.settings.secret_key.get_secret_value())
    return sign_parts(key, store_id.bytes, plain.encode("ascii"))


def seal_card_code(kernel: Kernel, card_id: UUID, code: str) -> bytes:
    """The code, encrypted for its card."""
    return kernel.sealer.seal(code.encode("ascii"), _context(card_id)).encode("ascii")


def open_card_code(kernel: Kernel, card_id: UUID, sealed: bytes) -> str:
    """The code again. Raises SealBroken."""
    return kernel.sealer.open(sealed.decode("ascii"), _context(card_id)).decode("ascii")


def customer_key(kernel: Kernel, store_id: UUID, email: str) -> bytes:
    """Names a customer in usages without keeping the address there."""
    key = _key(kernel.settings.secret_key.get_secret_value())
    return sign_parts(key, b"customer", store_id.bytes, email.strip().casefold().encode())


def _context(card_id: UUID) -> bytes:
    return b"gift card:" + card_id.bytes


@lru_cache(maxsize=4)
def _key(secret: bytes) -> bytes:
    return derive(secret, "gift cards")
