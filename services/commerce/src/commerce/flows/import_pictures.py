"""Pictures of an imported product: by file name from a shelf, else by address. Whatever cannot be
had is said by row, and the import goes on.

`fetch` works with no transaction open; `attach` writes what it brought.
"""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog import service as catalog
from commerce.catalog.errors import ImageRefused, ImageTooLarge
from commerce.catalog.schemas import MAX_MEDIA, ProductPatch
from commerce.catalog.service import StoredImage
from commerce.flows.incoming import IncomingPicture, IncomingProduct, Issue
from commerce.stores.directory import StoreFacts
from ecomm_core.http import Failure, OutboundClient, OutboundError, OutboundFailed, OutboundPolicy
from ecomm_core.kernel import Kernel

MAX_BYTES: Final = 20 * 1024 * 1024
MAX_REDIRECTS: Final = 3
SECONDS: Final = 15.0
"""For one picture, redirects included."""
MAX_TIMEOUTS: Final = 2
"""After so many a host is not asked again in this job."""

_GONE: Final = frozenset({404, 410})
_DEAD: Final = frozenset({Failure.RESOLVE, Failure.CONNECT, Failure.TLS})


class PictureUnreadable(Exception):
    """A picture that is there, yet cannot be read; the text says why."""


class Shelf(Protocol):
    """Pictures by file name. `read` blocks: call it in a thread."""

    empty: bool
    """Nothing was given."""

    def has(self, filename: str) -> bool:
        """Whether there is a picture of this name, whatever its letter case."""

    def read(self, filename: str) -> bytes:
        """Its bytes. Raises PictureUnreadable."""


class PictureAnswer(Protocol):
    """An answer of any status."""

    @property
    def status(self) -> int:
        """HTTP status."""

    @property
    def body(self) -> bytes:
        """All of it."""


class PictureClient(Protocol):
    """What pictures are asked with: the guarded client, or one that stands in front of it."""

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        max_bytes: int = ...,
        max_redirects: int = ...,
        total_timeout: float | None = ...,
    ) -> PictureAnswer:
        """Ask. Raises OutboundError."""


@dataclass(slots=True)
class Sources:
    """Where one job's pictures come from, and what it learnt about hosts."""

    shelf: Shelf
    client: PictureClient
    dead_hosts: dict[str, str]
    """Host -> why it is not asked again."""
    timeouts: Counter[str] = field(default_factory=Counter)


def sources(kernel: Kernel, shelf: Shelf, dead_hosts: Mapping[str, str]) -> Sources:
    """The sources of a job that runs in this process."""
    policy = OutboundPolicy.build(local=kernel.settings.local, allow=kernel.settings.outbound_allow)
    return Sources(shelf, OutboundClient(policy), dict(dead_hosts))


async def fetch(
    kernel: Kernel, store: StoreFacts, pictures: Sequence[IncomingPicture], at: Sources
) -> list[StoredImage | Issue]:
    """Bring pictures into storage, all at the same time; for each what came of it."""
    return list(await asyncio.gather(*(_one(kernel, store, p, at) for p in pictures)))


async def attach(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    product_id: UUID,
    wanted: IncomingProduct,
    fetched: Mapping[str, StoredImage],
    *,
    actor: str,
) -> tuple[int, list[Issue]]:
    """Put stored pictures (by their source) on the product, each beside its neighbours in the
    source; pictures that are there stay in their order. Returns how many are new.

    Raises ProductNotFound where the product is gone.
    """
    rows = await catalog.pictures_of(session, product_id, lock=True)
    rank = {picture.source: n for n, picture in enumerate(wanted.pictures)}
    order: list[tuple[UUID, int | None]] = [(row[0], rank.get(row[1] or "")) for row in rows]
    known = {row[2] for row in rows}
    issues: list[Issue] = []
    new = 0
    for n, picture in enumerate(wanted.pictures):
        image = fetched.get(picture.source)
        if image is None or image.sha256 in known:
            continue
        if len(order) >= MAX_MEDIA:
            issues.append(_issue(picture, "too_many_pictures", f"A product keeps {MAX_MEDIA}."))
            continue
        known.add(image.sha256)
        alt = picture.alt or wanted.title
        media = await catalog.attach(session, store, image, product_id=None, alt=alt)
        order.insert(_place(order, n), (media.id, n))
        new += 1
    if new:
        await catalog.update_product(
            kernel,
            session,
            store,
            product_id,
            ProductPatch(media_ids=[media_id for media_id, _ in order]),
            actor=actor,
        )
    return new, issues


def _place(order: Sequence[tuple[UUID, int | None]], rank: int) -> int:
    """After the last picture that comes before it in the source, else before the first after it."""
    before = [n for n, (_, other) in enumerate(order) if other is not None and other < rank]
    if before:
        return before[-1] + 1
    after = [n for n, (_, other) in enumerate(order) if other is not None]
    return after[0] if after else len(order)


async def _one(
    kernel: Kernel, store: StoreFacts, picture: IncomingPicture, at: Sources
) -> StoredImage | Issue:
    data = await _bytes(picture, at)
    if isinstance(data, Issue):
        return data
    try:
        return await catalog.store_picture(
            kernel, store, data, picture.filename or "picture", picture.source
        )
    except (ImageRefused, ImageTooLarge) as error:
        return _issue(picture, "picture_invalid", error.text)


async def _bytes(picture: IncomingPicture, at: Sources) -> bytes | Issue:
    if at.shelf.has(picture.filename):
        try:
            return await asyncio.to_thread(at.shelf.read, picture.filename)
        except PictureUnreadable as error:
            return _issue(picture, "picture_invalid", f"{picture.filename}: {error}.")
    if not picture.source.lower().startswith(("http://", "https://")):
        return _issue(
            picture, "picture_missing", "this is no address, and no file of this name was given."
        )
    return await _download(picture, _host(picture.source), at)


async def _download(picture: IncomingPicture, host: str, at: Sources) -> bytes | Issue:
    if host in at.dead_hosts:
        return _unreachable(picture, host, at.dead_hosts[host], at)
    try:
        answer = await at.client.request(
            "GET",
            picture.source,
            max_bytes=MAX_BYTES,
            max_redirects=MAX_REDIRECTS,
            total_timeout=SECONDS,
            headers={"Accept": "image/*"},
        )
    except OutboundError as error:
        return _failed(picture, host, error, at)
    if answer.status in _GONE:
        return _issue(picture, "picture_missing", f"{host} answers {answer.status}: not there.")
    if answer.status != 200:
        return _unreachable(picture, host, f"it answers {answer.status}", at)
    return answer.body


def _failed(picture: IncomingPicture, host: str, error: OutboundError, at: Sources) -> Issue:
    if isinstance(error, OutboundFailed):
        if error.reason == Failure.TOO_LARGE:
            return _issue(picture, "picture_invalid", "it is larger than 20 MB.")
        if error.reason == Failure.TIMEOUT:
            at.timeouts[host] += 1
        if error.reason in _DEAD or at.timeouts[host] >= MAX_TIMEOUTS:
            at.dead_hosts[host] = str(error)
    return _unreachable(picture, host, str(error), at)


def _unreachable(picture: IncomingPicture, host: str, why: str, at: Sources) -> Issue:
    given = "" if at.shelf.empty else "no file of this name was given, and "
    return _issue(picture, "picture_unreachable", f"{given}{host} cannot be asked: {why}.")


def _host(source: str) -> str:
    try:
        return (urlsplit(source).hostname or "the address")[:200]
    except ValueError:
        return "the address"


def _issue(picture: IncomingPicture, code: str, message: str) -> Issue:
    return Issue(
        picture.row, "Image Src", "warning", code, f"No picture: {message}", picture.source[:200]
    )
