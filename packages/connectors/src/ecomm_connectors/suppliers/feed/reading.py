"""A feed's bytes as rows of text, whatever of CSV, XML and JSON it is.

Bounded: bytes by whoever fetched it, rows and the length of each cell here. XML with a document
type is refused: that is where entities are declared, and no feed needs any.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any, Final
from xml.etree import ElementTree

MAX_BYTES: Final = 16 * 1024 * 1024
MAX_ROWS: Final = 50_000
MAX_CELL: Final = 60_000
_MAX_COLUMNS: Final = 200
_ITEMS: Final = frozenset({"item", "entry", "product", "offer", "article", "row"})
_LISTS: Final = ("products", "items", "data", "rows", "offers", "feed")
Row = dict[str, str]


class FeedUnreadable(ValueError):
    """The bytes are no feed; the words may be shown to the merchant."""


def read_rows(body: bytes) -> list[Row]:
    """Rows with lower-case column names without a namespace; a column that a row has twice holds
    both, joined by commas. Raises FeedUnreadable."""
    if len(body) > MAX_BYTES:
        raise FeedUnreadable(f"the feed is larger than {MAX_BYTES // 1024 // 1024} MiB")
    text = _decoded(body)
    start = text.lstrip()[:1]
    if start == "<":
        rows = list(_xml(text))
    elif start in {"{", "["}:
        rows = list(_json(text))
    elif start:
        rows = list(_csv(text))
    else:
        raise FeedUnreadable("the feed is empty")
    if not rows:
        raise FeedUnreadable("the feed holds no products")
    return rows


def _decoded(body: bytes) -> str:
    for coding in ("utf-8-sig", "cp1252"):
        try:
            return body.decode(coding).replace("\x00", "")
        except UnicodeDecodeError:
            continue
    return body.decode("utf-8", "replace").replace("\x00", "")


def _csv(text: str) -> Iterator[Row]:
    head = text.partition("\n")[0]
    delimiter = max(",;\t|", key=head.count)
    if not head.count(delimiter):
        raise FeedUnreadable("the first line names no columns")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        names = [_name(one) for one in next(reader)][:_MAX_COLUMNS]
        for number, cells in enumerate(reader):
            if number >= MAX_ROWS:
                raise FeedUnreadable(f"the feed holds more than {MAX_ROWS} rows")
            if any(cell.strip() for cell in cells):
                yield _row(zip(names, cells, strict=False))
    except csv.Error as error:
        raise FeedUnreadable(f"not a readable CSV file: {error}") from error


def _xml(text: str) -> Iterator[Row]:
    if "<!DOCTYPE" in text[:100_000].upper() or "<!ENTITY" in text.upper():
        raise FeedUnreadable("XML with a document type is not read")
    found = 0
    try:
        stream = io.BytesIO(text.encode("utf-8", "replace"))
        parser = ElementTree.XMLParser(encoding="utf-8")  # noqa: S314 - entities are refused above
        for _, element in ElementTree.iterparse(stream, ("end",), parser):  # noqa: S314 - see above
            if _name(element.tag) not in _ITEMS or not len(element):
                continue
            found += 1
            if found > MAX_ROWS:
                raise FeedUnreadable(f"the feed holds more than {MAX_ROWS} rows")
            yield _row(
                (_name(child.tag), child.text or child.get("href") or child.get("url") or "")
                for child in element
            )
            element.clear()
    except ElementTree.ParseError as error:
        raise FeedUnreadable(f"not readable XML: {error}") from error


def _json(text: str) -> Iterator[Row]:
    try:
        told = json.loads(text, parse_float=str, parse_int=str)
    except (ValueError, RecursionError) as error:
        raise FeedUnreadable("not readable JSON") from error
    items = told
    if isinstance(told, dict):
        items = next((told[name] for name in _LISTS if isinstance(told.get(name), list)), None)
    if not isinstance(items, list):
        raise FeedUnreadable("JSON without a list of products")
    if len(items) > MAX_ROWS:
        raise FeedUnreadable(f"the feed holds more than {MAX_ROWS} rows")
    for item in items:
        if isinstance(item, dict):
            yield _row((_name(str(name)), _cell(value)) for name, value in item.items())


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ",".join(_cell(one) for one in value if isinstance(one, str))
    return ""


def _row(pairs: Any) -> Row:
    row: Row = {}
    for name, value in pairs:
        text = value.strip()[:MAX_CELL]
        if not name or not text or len(row) >= _MAX_COLUMNS:
            continue
        row[name] = f"{row[name]},{text}" if name in row else text
    return row


def _name(tag: str) -> str:
    """`{http://base.google.com/ns/1.0}Image Link` and `g:image_link` as `image_link`."""
    plain = tag.rpartition("}")[2]
    if plain.startswith("g:"):
        plain = plain[2:]
    return "_".join(plain.strip().strip("\ufeff").casefold().replace("-", " ").split())[:80]
