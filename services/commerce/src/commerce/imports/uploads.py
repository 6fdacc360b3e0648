"""Receiving an upload: the multipart body goes to disk as it comes, each file within its own limit.

A file that is too large is read to its end and thrown away, so that the browser hears why.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Final

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import ClientDisconnect, Request

from commerce.imports.errors import TooManyParts, UploadInvalid, UploadTooLarge
from commerce.imports.shelf import open_zip
from commerce.imports.spool import CHUNK, temporary

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

MEGABYTE: Final = 1024 * 1024
LIMITS: Final = {"file": 100 * MEGABYTE, "images": 500 * MEGABYTE}
MAX_BODY: Final = sum(LIMITS.values()) + 10 * MEGABYTE
MAX_FIELD: Final = 100
MAX_PARTS: Final = 10
_TRUE: Final = frozenset({"true", "1", "on", "yes"})
_FALSE: Final = frozenset({"false", "0", "off", "no"})


@dataclass(frozen=True, slots=True)
class Upload:
    """What came: a CSV, perhaps a ZIP, and whether only to say what would change. Of pictures alone
    `file` is the ZIP, too."""

    filename: str
    file: Path
    fingerprint: str
    images: Path | None
    dry_run: bool


@asynccontextmanager
async def receive(request: Request, *, pictures_alone: bool = False) -> AsyncIterator[Upload]:
    """The upload of a request; its files are gone on leaving. `pictures_alone`: a ZIP is enough.

    Raises UploadTooLarge (413), UploadInvalid and ArchiveRefused (422) on the field to blame.
    """
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > MAX_BODY:
        raise _too_large("images")
    with ExitStack() as stack:
        form = _Form(stack)
        await form.read(request)
        upload = form.pictures() if pictures_alone else None
        upload = upload or form.upload(pictures_alone=pictures_alone)
        if upload.images is not None:
            await asyncio.to_thread(_check_zip, upload.images)
        yield upload


def _check_zip(path: Path) -> None:
    with open_zip(path):
        pass


@dataclass(slots=True)
class _Part:
    """One part of the body: a file on disk, or a short field."""

    name: str = ""
    filename: str | None = None
    file: IO[bytes] | None = None
    size: int = 0
    data: bytearray = field(default_factory=bytearray)


class _Form:
    """The parser's callbacks collect what came; `read` writes it to disk in a thread."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._parts: list[_Part] = []
        self._part = _Part()
        self._header = bytearray()
        self._value = bytearray()
        self._disposition = b""
        self._buffered: list[tuple[_Part, bytes]] = []
        self._hash = hashlib.sha256()
        self._too_large: str | None = None
        self._whole = False

    async def read(self, request: Request) -> None:
        """Read the whole body."""
        kind, options = parse_options_header(request.headers.get("content-type", ""))
        boundary = options.get(b"boundary")
        if kind != b"multipart/form-data" or not boundary:
            raise UploadInvalid
        callbacks: MultipartCallbacks = {
            "on_part_begin": self._begin,
            "on_part_data": self._data,
            "on_header_field": self._header_field,
            "on_header_value": self._header_value,
            "on_header_end": self._header_end,
            "on_headers_finished": self._headers_finished,
            "on_end": self._end,
        }
        waiting = total = 0
        try:
            parser = MultipartParser(boundary, callbacks)
            async for chunk in request.stream():
                total += len(chunk)
                if total > MAX_BODY:
                    raise _too_large("images")
                parser.write(chunk)
                waiting += len(chunk)
                if waiting >= CHUNK:
                    await asyncio.to_thread(self._flush)
                    waiting = 0
            parser.finalize()
            if not self._whole:
                raise FormParserError("no last boundary")
        except FormParserError as error:
            raise UploadInvalid("The upload is cut short or no valid multipart form.") from error
        except ClientDisconnect as error:
            raise UploadInvalid("The upload was broken off.") from error
        await asyncio.to_thread(self._flush)

    def pictures(self) -> Upload | None:
        """A ZIP that came without a CSV; None where there is a CSV, or no ZIP."""
        found = {part.name: part for part in self._parts}
        file, images = found.get("file"), found.get("images")
        csv_came = file is not None and file.file is not None
        if self._too_large or csv_came or images is None or images.file is None or not images.size:
            return None
        path = Path(images.file.name)
        with path.open("rb") as stream:
            fingerprint = hashlib.file_digest(stream, "sha256").hexdigest()
        name = _shown(images.filename or "pictures.zip")
        return Upload(name, path, fingerprint, images=path, dry_run=False)

    def upload(self, *, pictures_alone: bool = False) -> Upload:
        """What came, judged."""
        if self._too_large is not None:
            raise _too_large(self._too_large)
        found = {part.name: part for part in self._parts}
        file, images = found.get("file"), found.get("images")
        if file is None or file.file is None:
            words = "Choose a CSV file, or a ZIP of pictures." if pictures_alone else ""
            raise _invalid("file", words or "Choose a CSV file.")
        if file.size == 0:
            raise _invalid("file", "This file is empty.")
        has_images = images is not None and images.file is not None and images.size > 0
        return Upload(
            filename=_shown(file.filename or "products.csv"),
            file=Path(file.file.name),
            fingerprint=self._hash.hexdigest(),
            images=Path(images.file.name) if has_images and images and images.file else None,
            dry_run=_boolean(found.get("dry_run")),
        )

    def _begin(self) -> None:
        if len(self._parts) >= MAX_PARTS:
            raise TooManyParts
        self._part = _Part()
        self._disposition = b""
        self._parts.append(self._part)

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = bytes(self._value)
        self._header.clear()
        self._value.clear()

    def _headers_finished(self) -> None:
        _, options = parse_options_header(self._disposition)
        name = options.get(b"name", b"").decode("utf-8", "replace")
        if any(part.name == name for part in self._parts):
            return  # the first of its name counts
        self._part.name = name
        if name in LIMITS and b"filename" in options:
            self._part.filename = options[b"filename"].decode("utf-8", "replace")
            self._part.file = self._stack.enter_context(temporary())

    def _data(self, data: bytes, start: int, end: int) -> None:
        part = self._part
        if part.file is None:
            part.data += data[start : min(end, start + MAX_FIELD)]
            del part.data[MAX_FIELD:]
            return
        part.size += end - start
        if part.size > LIMITS[part.name]:
            self._too_large = self._too_large or part.name
        if self._too_large is None:
            self._buffered.append((part, data[start:end]))

    def _end(self) -> None:
        self._whole = True

    def _flush(self) -> None:
        for part, data in self._buffered:
            if part.file is not None:
                part.file.write(data)
                if part.name == "file":
                    self._hash.update(data)
        self._buffered.clear()
        for part in self._parts:
            if part.file is not None:
                part.file.flush()


def _boolean(part: _Part | None) -> bool:
    """`dry_run`, true unless told otherwise."""
    text = bytes(part.data).decode("ascii", "replace").strip().lower() if part else "true"
    if text not in _TRUE | _FALSE:
        raise _invalid("dry_run", "Use true or false.")
    return text in _TRUE


def _shown(filename: str) -> str:
    """The last part of a name somebody gave, printable and short; it is shown, never opened."""
    name = PurePosixPath(filename.replace("\\", "/")).name
    return "".join(c for c in name if c.isprintable())[:200] or "products.csv"


def _too_large(field_name: str) -> UploadTooLarge:
    words = {
        "file": "A CSV file can have 100 MB at most.",
        "images": "A ZIP of pictures can have 500 MB at most.",
    }
    message = words[field_name]
    return UploadTooLarge(
        message, details=[{"field": field_name, "code": UploadTooLarge.code, "message": message}]
    )


def _invalid(field_name: str, message: str) -> UploadInvalid:
    return UploadInvalid(
        message, details=[{"field": field_name, "code": UploadInvalid.code, "message": message}]
    )
