"""Pictures of a product's rows."""

from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit

from commerce.flows.incoming import IncomingPicture, Issue
from commerce.imports.csv_rows import Row

MAX_PICTURES: Final = 250


def pictures_of(rows: list[Row], issues: list[Issue]) -> list[IncomingPicture]:
    """Pictures by address, each once, in the order of their positions, else of their rows."""
    found: dict[str, tuple[float, IncomingPicture]] = {}
    for row in rows:
        source = row.get("Image Src")
        if not source or source in found:
            continue
        if len(source) > 2000:
            issues.append(
                row.issue(
                    "Image Src", "warning", "picture_invalid", "The address is too long.", source
                )
            )
            continue
        if len(found) >= MAX_PICTURES:
            issues.append(
                row.issue(
                    "Image Src",
                    "warning",
                    "too_many_pictures",
                    f"A product keeps {MAX_PICTURES} pictures; the others were left out.",
                    source,
                )
            )
            break
        alt = row.get("Image Alt Text")[:500] or None
        position = row.get("Image Position")
        place = int(position) if position.isdecimal() and len(position) < 6 else float("inf")
        picture = IncomingPicture(row.number, source, filename_of(source), alt)
        found[source] = (place, picture)
    ordered = sorted(found.values(), key=lambda entry: (entry[0], entry[1].row))
    return [picture for _, picture in ordered]


def filename_of(source: str) -> str:
    """The file name at the end of an address; a name that is no address is one itself."""
    try:
        path = urlsplit(source).path
    except ValueError:  # such as an unclosed bracket around a host: no address, maybe a name
        path = source
    return PurePosixPath(unquote(path).replace("\\", "/")).name.replace("\x00", "")[:255]
