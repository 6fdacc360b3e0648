"""A snapshot's file: gzipped JSON lines, one document each, a first line that says what it is and a
last one that says that nothing is missing."""

import json
import zlib
from collections.abc import AsyncIterator
from typing import Any, Final
from uuid import UUID

from commerce.reads.snapshot_rows import Row
from ecomm_core.storage import Storage

FORMAT: Final = 1
CHUNK: Final = 256 * 1024
MAX_LINE: Final = 64 * 1024 * 1024


class Damaged(Exception):
    """The file is not whole, or none of ours."""


def key_of(store_id: UUID, snapshot_id: UUID) -> str:
    """Where a snapshot is kept; no public address leads there."""
    return f"snapshots/{store_id}/{snapshot_id}.gz"


class Packed:
    """Rows as the bytes of a file; counts what went through."""

    def __init__(self, rows: AsyncIterator[Row], store_id: UUID) -> None:
        self.counts: dict[str, int] = {}
        self.size = 0
        self._rows = rows
        self._store_id = store_id

    async def __aiter__(self) -> AsyncIterator[bytes]:
        packer = zlib.compressobj(wbits=31)
        held = [packer.compress(_line({"format": FORMAT, "store": str(self._store_id)}))]
        async for kind, key, doc in self._rows:
            self.counts[kind] = self.counts.get(kind, 0) + 1
            held.append(packer.compress(_line({"kind": kind, "key": key, "doc": doc})))
            if sum(map(len, held)) >= CHUNK:
                yield self._sent(held)
                held = []
        held += [packer.compress(_line({"end": sum(self.counts.values())})), packer.flush()]
        yield self._sent(held)

    def _sent(self, held: list[bytes]) -> bytes:
        out = b"".join(held)
        self.size += len(out)
        return out


async def unpacked(storage: Storage, key: str) -> AsyncIterator[Row]:
    """The rows of a file, one at a time. Raises Damaged, ObjectMissing, StorageFailed."""
    count = 0
    async for place, entry in _entries(storage, key):
        if place == 0:
            if entry.get("format") != FORMAT:
                raise Damaged("not a snapshot of this format")
        elif "end" in entry:
            if entry["end"] != count:
                raise Damaged("the snapshot is not whole")
            return
        else:
            count += 1
            yield entry["kind"], entry["key"], entry["doc"]
    raise Damaged("the snapshot is not whole")


async def _entries(storage: Storage, key: str) -> AsyncIterator[tuple[int, dict[str, Any]]]:
    stored = await storage.get(key)
    opener = zlib.decompressobj(wbits=31)
    rest, place = b"", 0
    try:
        async for chunk in stored.stream():
            rest += opener.decompress(chunk)
            *lines, rest = rest.split(b"\n")
            if len(rest) > MAX_LINE:
                raise Damaged("a line of the snapshot is too long")
            for line in lines:
                yield place, json.loads(line)
                place += 1
    except (zlib.error, ValueError) as error:
        raise Damaged("the snapshot cannot be read") from error


def _line(entry: dict[str, Any]) -> bytes:
    return json.dumps(entry, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"
