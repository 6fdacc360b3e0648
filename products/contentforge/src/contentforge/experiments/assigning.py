"""Who sees which version: by a hash of the test and the visitor, so that nobody has to be
remembered to be shown the same again."""

import hashlib
from typing import Literal
from uuid import UUID

Arm = Literal["a", "b"]
_STEPS = 10_000


def arm_of(test: UUID, visitor: str, *, percent_b: int = 50) -> Arm:
    """The visitor's version in a test: always the same, another test's lot is drawn anew.

    Raising the share of B moves visitors from A to B and none back. Raises ValueError for a share
    that is none.
    """
    if not 0 < percent_b < 100:
        raise ValueError("a share between 1 and 99 percent is needed")
    drawn = hashlib.sha256(test.bytes + b"\x00" + visitor.encode()).digest()
    return "b" if int.from_bytes(drawn[:8], "big") % _STEPS < percent_b * 100 else "a"
