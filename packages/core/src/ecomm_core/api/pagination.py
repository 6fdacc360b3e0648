"""Pages (for tables that people turn) and keyset cursors (for tables that grow for ever)."""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Query

from ecomm_core.api.schemas import PageInfo
from ecomm_core.errors import Invalid

MAX_PAGE = 100_000


@dataclass(frozen=True, slots=True)
class Page:
    """`page` from 1, `per_page` 20 unless told, at most 100."""

    page: int
    per_page: int

    @property
    def offset(self) -> int:
        """Rows to skip."""
        return (self.page - 1) * self.per_page

    def info(self, total: int, following: str | None = None) -> PageInfo:
        """The `page` object of the envelope."""
        return PageInfo(total=total, page=self.page, per_page=self.per_page, next=following)


async def _page(
    page: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 1,
    per_page: Annotated[int, Query(ge=1, le=100)] = 20,
) -> Page:
    return Page(page, per_page)


PageDep = Annotated[Page, Depends(_page)]


def encode_cursor(values: list[Any]) -> str:
    """An opaque keyset cursor: the sort values of the last row."""
    return base64.urlsafe_b64encode(json.dumps(values, default=str).encode()).decode().rstrip("=")


def decode_cursor(cursor: str, length: int) -> list[Any]:
    """The values behind a cursor. Raises Invalid (422) for anything we did not make."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        values = json.loads(base64.urlsafe_b64decode(padded.encode("ascii")))
    except (ValueError, binascii.Error, UnicodeError) as exc:
        raise Invalid.on_field("cursor", "This cursor is not one of ours.") from exc
    if not isinstance(values, list) or len(values) != length:
        raise Invalid.on_field("cursor", "This cursor is not one of ours.")
    return values
