"""One request to a WooCommerce shop, its errors as the port's, and pages that lose nothing.

WooCommerce pages by number: when a record is deleted meanwhile, all others move up, and a reader
that counts pages misses one. So each page begins with the last record of the page before: where
that is another one, the reader steps back a page. What is read twice is the same.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from ecomm_connectors.channels.errors import ChannelRefused, ChannelUnavailable, Refusal
from ecomm_connectors.channels.http import ChannelHttp, Reply
from ecomm_connectors.suppliers.wire import clean, header, integer, listed, mapping

SIZE: Final = 100
"""The most that WooCommerce gives at once."""


@dataclass(frozen=True, slots=True)
class Records:
    """Some records, and where the next begin."""

    rows: list[Mapping[str, Any]]
    cursor: str | None
    total: int | None


@dataclass(frozen=True, slots=True)
class WooCaller:
    """Requests bearing one key. url: the shop's, without a last slash."""

    http: ChannelHttp
    url: str
    key: str
    secret: str

    async def ask(
        self,
        path: str,
        query: Mapping[str, str] | None = None,
        *,
        method: str = "GET",
        payload: Any = None,
        root: str = "wc/v3/",
    ) -> Reply:
        """An answer below 400. root: the part of WordPress that is asked.

        Raises ChannelUnavailable, ChannelRefused.
        """
        url = f"{self.url}/wp-json/{root}{path}" + (f"?{urlencode(query)}" if query else "")
        token = base64.b64encode(f"{self.key}:{self.secret}".encode()).decode()
        reply = await self.http.patiently(
            lambda: self.http.ask(
                method, url, payload=payload, headers={"Authorization": f"Basic {token}"}
            )
        )
        if reply.status < 400:
            return reply
        told = mapping(reply.data)
        words = clean(told.get("message"), 300)
        if reply.status == 401:
            raise ChannelRefused(Refusal.CREDENTIALS, words or "The shop does not take this key.")
        if reply.status == 403:
            raise ChannelRefused(Refusal.PERMISSION, words or "The key may not do this.")
        if reply.status in {404, 410}:
            missing = told.get("code") == "rest_no_route" or not told
            raise ChannelRefused(
                Refusal.INVALID if missing else Refusal.NOT_FOUND,
                "There is no WooCommerce at this address." if missing else words,
            )
        raise ChannelRefused(Refusal.INVALID, words or f"The shop answered {reply.status}.")

    async def page(
        self, path: str, query: Mapping[str, str], cursor: str | None, *, size: int = SIZE
    ) -> Records:
        """A page by id, oldest first. cursor: `offset:id of the record before it`."""
        offset, before = _place(cursor)
        wanted = {**query, "orderby": "id", "order": "asc"}
        while True:
            overlap = 1 if offset else 0
            asked = {"per_page": str(size), "offset": str(offset - overlap)}
            reply = await self.ask(path, {**wanted, **asked})
            rows = [mapping(one) for one in _rows(reply)]
            if not overlap or (rows and integer(rows[0].get("id")) == before):
                break
            offset = max(offset - size, 0)
            before = None if offset == 0 else await self._id_at(path, wanted, offset - 1)
        total = integer(header(reply.headers, "x-wp-total"))
        full = len(rows) == size
        fresh = rows[overlap:]
        last = integer(fresh[-1].get("id")) if fresh else None
        onward = f"{offset + len(fresh)}:{last}" if full and last is not None else None
        return Records(fresh, onward, total)

    async def _id_at(self, path: str, wanted: Mapping[str, str], offset: int) -> int | None:
        reply = await self.ask(path, {**wanted, "per_page": "1", "offset": str(offset)})
        rows = _rows(reply)
        return integer(mapping(rows[0]).get("id")) if rows else None


def _rows(reply: Reply) -> list[Any]:
    if not isinstance(reply.data, list):
        raise ChannelUnavailable("the shop's answer is no list")
    return listed(reply.data)


def _place(cursor: str | None) -> tuple[int, int | None]:
    offset, _, before = (cursor or "0:").partition(":")
    if not offset.isdecimal():
        raise ChannelRefused(Refusal.INVALID, "This is no cursor of ours.")
    return int(offset), int(before) if before.isdecimal() else None
