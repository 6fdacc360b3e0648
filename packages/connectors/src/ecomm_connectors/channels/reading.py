"""How adapters read records: one that cannot be read is named and harms no other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from ecomm_connectors.channels.errors import ChannelRefused, Refusal
from ecomm_connectors.channels.goods import Unreadable
from ecomm_connectors.channels.port import Page
from ecomm_connectors.suppliers.wire import clean

T = TypeVar("T")
Raw = Mapping[str, Any]


class Misread(Exception):
    """A record that cannot be read: the field to blame and why."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field, self.reason = field, reason


def page_of(
    raws: Sequence[Raw], read: Callable[[Raw], T], cursor: str | None, total: int | None
) -> Page[T]:
    """A page of what could be read, with the names of what could not."""
    items: list[T] = []
    unreadable: list[Unreadable] = []
    for raw in raws:
        try:
            items.append(read(raw))
        except Misread as error:
            unreadable.append(Unreadable(clean(raw.get("id"), 100), error.field, error.reason))
    return Page(tuple(items), cursor, tuple(unreadable), total)


def whole(read: Callable[[], T]) -> T:
    """One record. Raises ChannelRefused (`invalid`) where it cannot be read."""
    try:
        return read()
    except Misread as error:
        raise ChannelRefused(Refusal.INVALID, f"{error.field}: {error.reason}") from error
