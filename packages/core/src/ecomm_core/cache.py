"""Cached bytes of public replies: in this process, bounded, dropped by tag.

An entry read before a tag was dropped is never stored after it (the reader takes a `mark` first),
so a write is visible from the moment its transaction has committed. Other processes drop on
NOTIFY; a lost listener drops everything; 60 s is the net below all that.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from ecomm_core import clock

MAX_ENTRIES = 20_000
MAX_BYTES = 64 * 1024 * 1024
TTL_SECONDS = 60.0
REMEMBERED_DROPS = 50_000


@dataclass(frozen=True, slots=True)
class Entry:
    """A cached reply body with its strong ETag."""

    body: bytes
    etag: str
    tags: tuple[str, ...]
    expires: float


class ReplyCache:
    """Tagged bytes with least-recently-used eviction. For one event loop."""

    def __init__(self, *, max_entries: int = MAX_ENTRIES, max_bytes: int = MAX_BYTES) -> None:
        self._entries: OrderedDict[str, Entry] = OrderedDict()
        self._by_tag: dict[str, set[str]] = {}
        self._dropped: OrderedDict[str, int] = OrderedDict()
        self._drops = 0
        self._floor = 0
        self._bytes = 0
        self._max_entries = max_entries
        self._max_bytes = max_bytes
        self.hits = 0
        self.misses = 0

    def get(self, key: str) -> Entry | None:
        """The entry under `key`, unless it is too old."""
        entry = self._entries.get(key)
        if entry is None or entry.expires < clock.timestamp():
            self.misses += 1
            return None
        self.hits += 1
        self._entries.move_to_end(key)
        return entry

    def mark(self) -> int:
        """Take before reading what will be cached."""
        return self._drops

    def put(self, key: str, body: bytes, tags: Iterable[str], mark: int) -> Entry:
        """Store a body read after `mark`; not kept when one of its tags was dropped since."""
        names = tuple(tags)
        entry = Entry(body, etag_of(body), names, clock.timestamp() + TTL_SECONDS)
        stale = mark < self._floor or any(self._dropped.get(tag, 0) > mark for tag in names)
        if stale or len(body) > self._max_bytes // 8:
            return entry
        self._remove(key)
        self._entries[key] = entry
        self._bytes += len(body)
        for tag in names:
            self._by_tag.setdefault(tag, set()).add(key)
        while len(self._entries) > self._max_entries or self._bytes > self._max_bytes:
            self._remove(next(iter(self._entries)))
        return entry

    def drop(self, tags: frozenset[str], _wake: bool = False) -> None:
        """Forget every entry that carries one of the tags; `*` forgets all."""
        self._drops += 1
        if "*" in tags:
            self._entries.clear()
            self._by_tag.clear()
            self._dropped.clear()
            self._bytes = 0
            self._floor = self._drops
            return
        for tag in tags:
            self._dropped[tag] = self._drops
            self._dropped.move_to_end(tag)
            for key in list(self._by_tag.get(tag, ())):
                self._remove(key)
        while len(self._dropped) > REMEMBERED_DROPS:
            _, oldest = self._dropped.popitem(last=False)
            self._floor = max(self._floor, oldest)

    async def fetch(
        self, key: str, tags: Iterable[str], load: Callable[[], Awaitable[bytes]]
    ) -> Entry:
        """The cached entry, or what `load` reads now."""
        found = self.get(key)
        if found is not None:
            return found
        mark = self.mark()
        return self.put(key, await load(), tags, mark)

    def _remove(self, key: str) -> None:
        entry = self._entries.pop(key, None)
        if entry is None:
            return
        self._bytes -= len(entry.body)
        for tag in entry.tags:
            keys = self._by_tag.get(tag)
            if keys is not None:
                keys.discard(key)
                if not keys:
                    del self._by_tag[tag]


def etag_of(body: bytes) -> str:
    """A strong ETag of a body."""
    return f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
