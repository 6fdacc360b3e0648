"""Products made of pictures alone: in a ZIP each folder is one, and of pictures that lie in none,
those whose names differ by a number alone."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Final

from commerce.catalog.service import derived_slug
from commerce.flows.incoming import IncomingPicture, IncomingProduct, IncomingVariant, Issue
from commerce.imports.csv_pictures import MAX_PICTURES
from commerce.imports.csv_rows import Tally
from commerce.imports.errors import ArchiveRefused
from commerce.imports.parsed import FileRefused, ParsedProduct
from commerce.imports.shelf import open_zip

MAX_TITLE: Final = 150
_NUMBER: Final = re.compile(r"[\s._-]*(?:\(\d{1,3}\)|(?<![^\W_])\d{1,3})$")
"""What numbers the pictures of one thing: `mug-2`, `mug (2)`, `mug_02`, but not `mug2`."""
_BETWEEN: Final = re.compile(r"[\s._-]+")
_FIGURES: Final = re.compile(r"(\d+)")


def read_pictures(path: Path, tally: Tally | None = None) -> Iterator[ParsedProduct | Issue]:
    """A product for each folder, or name, in the order of their names. `row` counts the pictures of
    the ZIP from 1, as its list has them. `tally` counts along.

    Raises FileRefused for a ZIP without any picture.
    """
    try:
        with open_zip(path, by_path=True) as archive:
            names = archive.paths()
    except ArchiveRefused as error:
        raise FileRefused(Issue(1, None, "error", error.code, error.text)) from error
    if not names:
        words = "There is no picture in this ZIP: JPEG, PNG, WebP, AVIF or GIF."
        raise FileRefused(Issue(1, None, "error", "file_empty", words))
    if tally is not None:
        tally.rows = len(names)
    ordered = sorted(names, key=_natural)
    rows = {name: n for n, name in enumerate(ordered, 1)}
    taken: set[str] = set()
    for title, pictures in _grouped(ordered):
        yield _product(title, pictures, rows, taken)


def _grouped(names: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    root = _common(names)
    groups: dict[str, tuple[str, list[str]]] = {}
    for name in names:
        place = _path(name).relative_to(root)
        if place.parent == PurePosixPath("."):
            stem = _NUMBER.sub("", place.stem) or place.stem
            key = f"file {stem.casefold()}"
        else:
            stem, key = place.parent.name, f"folder {str(place.parent).casefold()}"
        groups.setdefault(key, (stem, []))[1].append(name)
    yield from groups.values()


def _common(names: Sequence[str]) -> PurePosixPath:
    """The folder that everything lies in, where there is one around more than a single product."""
    parents = {_path(name).parent for name in names}
    if len(parents) == 1:
        return PurePosixPath(".")
    parts = [parent.parts for parent in parents]
    shared = []
    for level in zip(*parts, strict=False):
        if len(set(level)) > 1:
            break
        shared.append(level[0])
    return PurePosixPath(*shared)


def _path(name: str) -> PurePosixPath:
    return PurePosixPath(name.replace("\\", "/"))


def _product(
    stem: str, names: Sequence[str], rows: dict[str, int], taken: set[str]
) -> ParsedProduct:
    title = _BETWEEN.sub(" ", stem).strip()[:MAX_TITLE].strip()
    title = title[:1].upper() + title[1:]
    first = rows[names[0]]
    slug = derived_slug(stem, "product")
    handle, n = slug, 1
    while handle in taken:
        n += 1
        handle = f"{slug}-{n}"
    taken.add(handle)
    issues = []
    if not any(char.isalpha() for char in title):
        words = "This name says nothing: the product is called after it until you give it another."
        issues.append(Issue(first, None, "warning", "title_missing", words, stem[:200]))
    if len(names) > MAX_PICTURES:
        words = f"A product keeps {MAX_PICTURES} pictures; the others were left out."
        issues.append(Issue(first, None, "warning", "too_many_pictures", words, stem[:200]))
    return ParsedProduct(
        IncomingProduct(
            handle=handle,
            row=first,
            title=title or handle,
            variants=[IncomingVariant(row=first, option_values=(), price=0)],
            pictures=[IncomingPicture(rows[name], name, name) for name in names[:MAX_PICTURES]],
        ),
        issues,
    )


def _natural(name: str) -> list[tuple[int, int, str]]:
    """`2` before `10`."""
    return [
        (0, int(part[:18]), part) if part.isdecimal() else (1, 0, part)
        for part in _FIGURES.split(name.casefold())
        if part
    ]
