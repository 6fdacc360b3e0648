"""What a service may ask of storage, wherever it is."""

from abc import abstractmethod
from collections.abc import AsyncIterable, AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from ecomm_core.errors import TemporaryFailure

IMMUTABLE: Final = "public, max-age=31536000, immutable"
"""Cache-Control of content-addressed objects."""


class StorageError(Exception):
    """Base of what storage raises about its work. (`KeyRefused` is the caller's mistake.)"""


class ObjectMissing(StorageError):
    """There is no object under this key."""


class StorageFailed(StorageError, TemporaryFailure):
    """Disk or bucket did not do it: unreachable, full, forbidden. Retrying may help."""


@dataclass(frozen=True, slots=True)
class ObjectInfo:
    """An object without its bytes."""

    key: str
    size: int
    """Bytes."""
    etag: str
    """Quoted, as HTTP wants it."""
    modified: datetime


class StoredObject(Protocol):
    """An object that was found; its bytes are fetched by `read` or `stream`, once."""

    @property
    def info(self) -> ObjectInfo:
        """Key, size, ETag and time."""

    @property
    def content_type(self) -> str:
        """Media type."""

    @abstractmethod
    async def read(self) -> bytes:
        """All bytes. Raises StorageFailed."""

    @abstractmethod
    def stream(self, chunk_size: int = 64 * 1024) -> AsyncIterator[bytes]:
        """The bytes in chunks of at least `chunk_size` but for the last. Raises StorageFailed."""


class Storage(Protocol):
    """Named bytes. Keys are checked on every call and raise KeyRefused."""

    @abstractmethod
    async def put(
        self,
        key: str,
        body: bytes | AsyncIterable[bytes],
        content_type: str,
        cache: str | None = None,
    ) -> None:
        """Write an object, whole or not at all; an earlier one under the key is replaced.

        When it returns, the bytes are durable. `cache` is a Cache-Control value that the bucket
        hands out; on disk whoever serves the files decides. Raises StorageFailed, ValueError for a
        media type that is not the one of the key's suffix, and whatever the stream raises.
        """

    @abstractmethod
    async def get(self, key: str) -> StoredObject:
        """Find an object. Raises ObjectMissing or StorageFailed."""

    @abstractmethod
    async def delete(self, key: str) -> None:
        """Remove an object; none there is no error. Raises StorageFailed."""

    @abstractmethod
    async def exists(self, key: str) -> bool:
        """Whether there is an object under the key. Raises StorageFailed."""

    @abstractmethod
    def list(self, prefix: str) -> AsyncIterator[ObjectInfo]:
        """All objects below the folder `prefix`, in no particular order; "" lists everything.

        A prefix is whole segments: `media/a` does not find `media/ab.webp`. Raises StorageFailed.
        """

    @abstractmethod
    def public_url(self, key: str) -> str:
        """The address under which a browser gets the object."""
