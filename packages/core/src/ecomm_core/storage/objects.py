"""The storage port over obstore (Apache Arrow's object_store): local disk and S3."""

import asyncio
import os
from collections.abc import AsyncIterable, AsyncIterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, unquote, urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, S3Store

from ecomm_core.storage.keys import OCTETS, agrees, check_key, content_type_of
from ecomm_core.storage.port import ObjectInfo, ObjectMissing, StorageFailed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from obstore import Attributes, GetResult, ObjectMeta
    from obstore.store import ClientConfig, RetryConfig, S3Config

_CLIENT: Final["ClientConfig"] = {
    "connect_timeout": timedelta(seconds=3),
    "timeout": timedelta(seconds=60),
}
_RETRY: Final["RetryConfig"] = {"max_retries": 3, "retry_timeout": timedelta(seconds=20)}
_LIST_CHUNK: Final = 500
_PARTS: Final = 2
"""Parts of 5 MB of one object that are on their way at the same time: what an upload holds."""


class ObjectStorage:
    """Storage on one obstore store. Made by `build`."""

    def __init__(self, store: LocalStore | S3Store, public_url: str) -> None:
        """`public_url` is the base under which browsers find the objects."""
        self._store = store
        self._public_url = public_url.rstrip("/")

    async def put(
        self,
        key: str,
        body: bytes | AsyncIterable[bytes],
        content_type: str,
        cache: str | None = None,
    ) -> None:
        """See Storage.put."""
        check_key(key)
        if not agrees(key, content_type):
            raise ValueError(f"{key!r} stands for {content_type_of(key)}, not {content_type}")
        attributes: Attributes | None = None
        if isinstance(self._store, S3Store):
            attributes = {"Content-Type": content_type}
            if cache:
                attributes["Cache-Control"] = cache
        try:
            with _translated(key):
                await obstore.put_async(
                    self._store, key, body, attributes=attributes, max_concurrency=_PARTS
                )
        except ObjectMissing as exc:
            raise StorageFailed("there is no such bucket or folder to write to") from exc
        if isinstance(self._store, LocalStore):
            # obstore writes beside the target and renames, which a killed process cannot tear.
            # A power cut could: the row that names the object is committed only after this.
            await asyncio.to_thread(_sync_to_disk, self._path(key))

    async def get(self, key: str) -> "FoundObject":
        """See Storage.get."""
        check_key(key)
        with _translated(key):
            return FoundObject(await obstore.get_async(self._store, key))

    async def delete(self, key: str) -> None:
        """See Storage.delete."""
        check_key(key)
        try:
            with _translated(key):
                await obstore.delete_async(self._store, key)
        except ObjectMissing:
            return  # what was asked for is so

    async def exists(self, key: str) -> bool:
        """See Storage.exists."""
        check_key(key)
        try:
            with _translated(key):
                await obstore.head_async(self._store, key)
        except ObjectMissing:
            return False
        return True

    async def list(self, prefix: str) -> AsyncIterator[ObjectInfo]:
        """See Storage.list."""
        folder = check_key(prefix.removesuffix("/")) if prefix else None
        stream = obstore.list(self._store, folder, chunk_size=_LIST_CHUNK)
        with _translated(prefix):
            async for batch in stream:
                for meta in batch:
                    yield _info(meta)

    def public_url(self, key: str) -> str:
        """See Storage.public_url."""
        return f"{self._public_url}/{check_key(key)}"

    def _path(self, key: str) -> Path:
        root = self._store.prefix
        if not isinstance(root, Path):
            raise TypeError("only objects on disk have a path")
        return root / key


class FoundObject:
    """An object that was found."""

    def __init__(self, result: "GetResult") -> None:
        self._result = result

    @property
    def info(self) -> ObjectInfo:
        """See StoredObject.info."""
        return _info(self._result.meta)

    @property
    def content_type(self) -> str:
        """Media type: as stored in the bucket; on disk the one of the suffix."""
        stored = self._result.attributes.get("Content-Type", OCTETS)
        return stored if stored != OCTETS else content_type_of(self.info.key)

    async def read(self) -> bytes:
        """See StoredObject.read."""
        with _translated(self.info.key):
            return bytes(await self._result.bytes_async())

    async def stream(self, chunk_size: int = 64 * 1024) -> AsyncIterator[bytes]:
        """See StoredObject.stream."""
        key = self.info.key
        with _translated(key):
            async for chunk in self._result.stream(min_chunk_size=chunk_size):
                yield bytes(chunk)


@contextmanager
def _translated(key: str) -> "Iterator[None]":
    """obstore's errors as ours; what a caller's own stream raises passes through."""
    try:
        yield
    except FileNotFoundError as exc:
        raise ObjectMissing(f"no object {key!r}") from exc
    except BaseError as exc:
        # The first line says what happened; the rest is a dump of internals.
        raise StorageFailed(str(exc).partition("\n")[0]) from exc


def _info(meta: "ObjectMeta") -> ObjectInfo:
    return ObjectInfo(
        key=meta["path"],
        size=meta["size"],
        etag=meta["e_tag"] or "",
        modified=meta["last_modified"],
    )


def _sync_to_disk(path: Path) -> None:
    for name in (path, path.parent):
        handle = os.open(name, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def build(
    url: str,
    *,
    public_url: str,
    access_key_id: str | None = None,
    secret_access_key: str | None = None,
) -> ObjectStorage:
    """Storage at an address.

    - `file:///var/lib/ecomm/media`: a folder, made when missing.
    - `s3://bucket/prefix?endpoint=https://…&region=…`: a bucket; `endpoint` for other vendors than
      AWS (path-style). Credentials as given, else from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY
      or the machine's role; never in the address, which is shown in logs.

    Raises ValueError for another scheme, an unknown option, or credentials in the address.
    """
    parts = urlsplit(url)
    if parts.username is not None or parts.fragment:
        raise ValueError("a storage address holds no credentials and no fragment")
    options = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
    if parts.scheme == "file":
        return ObjectStorage(_on_disk(parts.netloc, parts.path, options), public_url)
    if parts.scheme == "s3":
        store = _bucket(parts.netloc, parts.path, options, access_key_id, secret_access_key)
        return ObjectStorage(store, public_url)
    raise ValueError(f"a storage address begins with file:// or s3://, not {parts.scheme!r}")


def _on_disk(host: str, path: str, options: dict[str, str]) -> LocalStore:
    if host not in {"", "localhost"} or options or path.strip("/") == "":
        raise ValueError("a folder is given as file:///absolute/path")
    return LocalStore(prefix=Path(unquote(path)), mkdir=True)


def _bucket(
    bucket: str,
    path: str,
    options: dict[str, str],
    access_key_id: str | None,
    secret_access_key: str | None,
) -> S3Store:
    unknown = options.keys() - {"endpoint", "region"}
    if unknown:
        raise ValueError(f"unknown storage options: {', '.join(sorted(unknown))}")
    if not bucket:
        raise ValueError("a bucket is given as s3://bucket/prefix")
    config: S3Config = {"region": options.get("region", "us-east-1")}
    client = _CLIENT.copy()
    if endpoint := options.get("endpoint"):
        scheme = urlsplit(endpoint).scheme
        if scheme not in {"http", "https"}:
            raise ValueError("a storage endpoint begins with http:// or https://")
        config["endpoint"] = endpoint
        client["allow_http"] = scheme == "http"
    if access_key_id and secret_access_key:
        config["access_key_id"] = access_key_id
        config["secret_access_key"] = secret_access_key
    return S3Store(
        bucket,
        prefix=path.strip("/") or None,
        config=config,
        client_options=client,
        retry_config=_RETRY,
    )
