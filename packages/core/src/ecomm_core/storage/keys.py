"""Keys of stored objects. Names that people gave never reach a path: keys are made by us."""

import re
from typing import Final

MAX_KEY: Final = 512
_SEGMENT: Final = r"[a-z0-9][a-z0-9._-]{0,199}"
_KEY: Final = re.compile(rf"{_SEGMENT}(?:/{_SEGMENT})*")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_SUFFIX: Final = re.compile(r"\.[a-z0-9]{1,10}")

OCTETS: Final = "application/octet-stream"
_TYPES: Final = {
    ".avif": "image/avif",
    ".csv": "text/csv; charset=utf-8",
    ".gif": "image/gif",
    ".gz": "application/gzip",
    ".ico": "image/x-icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".json": "application/json",
    ".mp4": "video/mp4",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webm": "video/webm",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xml": "application/xml",
    ".zip": "application/zip",
}


class KeyRefused(ValueError):
    """A key outside `[a-z0-9/._-]`, too long, absolute, or with an empty or dotted segment."""


def check_key(key: str) -> str:
    """The key itself, when it is one. Raises KeyRefused.

    Segments begin with a letter or digit, which leaves no room for `..`, `.`, hidden files,
    absolute paths or doubled slashes; at most 512 characters.
    """
    if len(key) > MAX_KEY or not _KEY.fullmatch(key):
        raise KeyRefused(f"not a storage key: {key[:80]!r}")
    return key


def content_key(prefix: str, sha256: str, suffix: str) -> str:
    """`<prefix>/<first two>/<sha256><suffix>`: equal content has one key, which never changes.

    `sha256` is 64 lower-case hexadecimal digits, `suffix` such as `.webp`. Raises KeyRefused.
    """
    if not _SHA256.fullmatch(sha256) or not _SUFFIX.fullmatch(suffix):
        raise KeyRefused(f"no content key from {sha256[:80]!r} and {suffix[:20]!r}")
    return check_key(f"{prefix}/{sha256[:2]}/{sha256}{suffix}")


def content_type_of(key: str) -> str:
    """The media type that a key's suffix stands for; `application/octet-stream` for others.

    A closed table, and not the machine's own: the same key has the same type everywhere.
    """
    name = key.rpartition("/")[2]
    return _TYPES.get(name[name.rfind(".") :] if "." in name else "", OCTETS)


def agrees(key: str, content_type: str) -> bool:
    """Whether a media type (parameters aside) is the one that the key's suffix stands for."""
    given, expected = content_type.partition(";")[0], content_type_of(key).partition(";")[0]
    return given.strip().lower() == expected
