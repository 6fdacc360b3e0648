"""Password hashes that cost next to nothing, for tests about other things."""

from collections.abc import Iterator
from contextlib import contextmanager

from ecomm_core.accounts.passwords import Passwords

_CHEAP = Passwords(memory_kib=8, passes=1)
"""The same algorithm with the least it takes: a test that needs five merchants does not pay for
what is to slow guessers down."""


def hash_cheaply(passwords: Passwords) -> None:
    """Let these passwords be hashed, and verified, the cheap way from now on."""
    _as(_CHEAP, passwords)


@contextmanager
def hashed_as_in_production(passwords: Passwords) -> Iterator[None]:
    """The promised parameters until the end of the block."""
    _as(Passwords(), passwords)
    try:
        yield
    finally:
        _as(_CHEAP, passwords)


def _as(model: Passwords, passwords: Passwords) -> None:
    passwords._hasher, passwords._nobody = model._hasher, model._nobody
