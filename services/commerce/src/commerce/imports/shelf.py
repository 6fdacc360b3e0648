"""Pictures by file name, from a folder or a ZIP. A ZIP is judged before anything is read from it:
too many entries, paths that lead out, links, archives in the archive and bombs are refused whole.
"""

import asyncio
import stat
import unicodedata
import zipfile
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from io import BufferedReader
from pathlib import Path, PurePosixPath
from typing import Final

from commerce.flows.import_pictures import PictureUnreadable
from commerce.imports.errors import ArchiveRefused

MAX_ENTRIES: Final = 5_000
MAX_PICTURE: Final = 20 * 1024 * 1024
MAX_UNPACKED: Final = 4 * 1024**3
MAX_DIRECTORY: Final = 4 * 1024 * 1024
"""Bytes of a ZIP's table of contents; `zipfile` reads it in one piece."""
MAX_RATIO: Final = 200
"""A picture hardly shrinks; a megabyte that came from five kilobytes is a bomb."""

PICTURES: Final = frozenset({".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif"})
ARCHIVES: Final = frozenset(
    {".zip", ".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".jar", ".cab", ".iso"}
)


class EmptyShelf:
    """No folder and no ZIP was given."""

    empty = True

    def has(self, filename: str) -> bool:  # noqa: ARG002 - see Shelf
        """Nothing is here."""
        return False

    def read(self, filename: str) -> bytes:
        """Nothing is here."""
        raise PictureUnreadable(f"there is no {filename}")


class FolderShelf:
    """A folder of the operator's machine, with the folders in it."""

    empty = False

    def __init__(self, folder: Path) -> None:
        self._files: dict[str, Path] = {}
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() in PICTURES and path.is_file():
                self._files.setdefault(_key(path.name), path)

    def has(self, filename: str) -> bool:
        """See Shelf.has."""
        return _key(filename) in self._files

    def read(self, filename: str) -> bytes:
        """See Shelf.read."""
        path = self._files[_key(filename)]
        try:
            if path.stat().st_size > MAX_PICTURE:
                raise PictureUnreadable("it is larger than 20 MB")
            return path.read_bytes()
        except OSError as error:
            raise PictureUnreadable(f"it cannot be read ({error.strerror})") from error


class ZipShelf:
    """A ZIP, judged when it is opened: see `open_zip`."""

    empty = False

    def __init__(self, archive: zipfile.ZipFile, *, by_path: bool = False) -> None:
        self._archive = archive
        self._files: dict[str, zipfile.ZipInfo] = {}
        for entry in _checked(archive):
            name = entry.filename if by_path else PurePosixPath(entry.filename).name
            self._files.setdefault(_key(name), entry)

    def paths(self) -> list[str]:
        """Where its pictures lie, in the order of their names."""
        return [entry.filename for entry in self._files.values()]

    def has(self, filename: str) -> bool:
        """See Shelf.has."""
        return _key(filename) in self._files

    def read(self, filename: str) -> bytes:
        """See Shelf.read. Whatever the ZIP says of its size, no more than 20 MB come out."""
        entry = self._files[_key(filename)]
        try:
            with self._archive.open(entry) as stream:
                data = stream.read(MAX_PICTURE + 1)
        except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, ValueError) as error:
            raise PictureUnreadable("it is damaged in the ZIP") from error
        if len(data) > MAX_PICTURE:
            raise PictureUnreadable("it is larger than 20 MB")
        return data


@asynccontextmanager
async def shelf_of_zip(path: Path, *, by_path: bool = False) -> AsyncIterator[ZipShelf]:
    """`open_zip` without blocking the event loop."""
    with ExitStack() as stack:
        yield await asyncio.to_thread(stack.enter_context, open_zip(path, by_path=by_path))


@contextmanager
def open_zip(path: Path, *, by_path: bool = False) -> Iterator[ZipShelf]:
    """The pictures of a ZIP, by their names, or by where they lie in it. Raises ArchiveRefused
    (422) on the field `images`."""
    try:
        with (
            path.open("rb", buffering=0) as raw,
            _Bounded(raw) as file,
            zipfile.ZipFile(file) as archive,
        ):
            yield ZipShelf(archive, by_path=by_path)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, UnicodeDecodeError) as error:
        raise _refused("This is not a ZIP file, or it is damaged.") from error


def _checked(archive: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    """Entries that are pictures, in the order of their names."""
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise _refused(f"A ZIP can have {MAX_ENTRIES:,} files; this one has {len(entries):,}.")
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise _refused("Unpacked, this ZIP would be larger than 4 GB.")
    for entry in sorted(entries, key=lambda found: found.filename):
        reason = _reason(entry)
        if reason:
            raise _refused(f"{entry.filename[:200]!r} {reason}")
        if entry.is_dir() or entry.filename.startswith("__MACOSX/"):
            continue
        if PurePosixPath(entry.filename).suffix.lower() in PICTURES:
            yield entry


def _reason(entry: zipfile.ZipInfo) -> str | None:
    """Why an entry spoils the whole ZIP."""
    # `orig_filename`: zipfile cuts names at NUL and turns backslashes on Windows only.
    name = entry.orig_filename.replace("\\", "/")
    path = PurePosixPath(name)
    kind = stat.S_IFMT(entry.external_attr >> 16)
    grows = entry.file_size > MAX_RATIO * max(entry.compress_size, 1)
    spoils = {
        "leads out of the ZIP.": name.startswith("/")
        or name[1:2] == ":"
        or "\x00" in name
        or ".." in path.parts,
        "is a link or a device, not a file.": kind not in {0, stat.S_IFREG, stat.S_IFDIR},
        "is an archive in the archive.": path.suffix.lower() in ARCHIVES,
        "is encrypted.": bool(entry.flag_bits & 0x1),
        "is packed in a way we do not read.": entry.compress_type
        not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED},
        "unpacks to far more than it is.": entry.file_size > 1024 * 1024 and grows,
    }
    return next((reason for reason, spoilt in spoils.items() if spoilt), None)


def _refused(message: str) -> ArchiveRefused:
    return ArchiveRefused(
        message, details=[{"field": "images", "code": ArchiveRefused.code, "message": message}]
    )


def _key(filename: str) -> str:
    """Names are the same whatever their letter case or way to write accents."""
    return unicodedata.normalize("NFC", filename).casefold()


class _Bounded(BufferedReader):
    """Refuses to read a table of contents of any size into memory."""

    def read(self, size: int | None = -1, /) -> bytes:
        """As a file's, but for large pieces."""
        if size is not None and size > max(MAX_DIRECTORY, MAX_PICTURE + 1):
            raise zipfile.BadZipFile("table of contents is too large")
        return super().read(size)
