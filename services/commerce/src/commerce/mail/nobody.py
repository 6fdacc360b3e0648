"""Addresses that stand where somebody's did, once they were forgotten. They lead to nobody
(RFC 2606), so no mail is ever sent to one."""

from typing import Final

NOBODY: Final = "forgotten.invalid"
"""`<id>@forgotten.invalid` tells two who were forgotten apart."""


def is_nobody(address: str) -> bool:
    """Whether an address is of somebody who was forgotten."""
    return address.strip().rpartition("@")[2].casefold().rstrip(".") == NOBODY
