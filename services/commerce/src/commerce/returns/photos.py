"""Pictures that shoppers add to a return: judged and made small as pictures of products are (R8.3),
but private. Their files lie outside what anybody serves, nothing of the file that was sent is kept
beside its pixels, and each look at one asks who looks."""

import asyncio
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog.errors import ImageTooLarge
from commerce.catalog.media.images import MAX_BYTES
from commerce.catalog.media.storage import storage_of
from commerce.catalog.media.works import works_of
from commerce.returns import photo_rows
from commerce.returns.errors import PhotoNotFound, PhotosClosed, TooManyPhotos
from commerce.returns.hand import Hand
from commerce.returns.states import PICTURED, photos_left
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel
from ecomm_core.storage import ObjectMissing, content_type_of

PREFIX: Final = "returns"
SMALL: Final = 512
"""Pixels of the width that lists show; the other kept one is the master's."""
ERASE: Final = "commerce.returns.erase_photos"

PhotoSize = Literal["small", "large"]


@dataclass(frozen=True, slots=True)
class StoredPhoto:
    """A picture whose files are in storage and whose row is not written yet."""

    id: UUID
    sha256: str
    width: int
    height: int
    sizes: list[dict[str, Any]]


def check(status: str, count: int) -> None:
    """Raise PhotosClosed or TooManyPhotos (409) where a return in this state, with so many
    pictures, gets no other."""
    if status not in PICTURED:
        raise PhotosClosed
    if photos_left(status, count) == 0:
        raise TooManyPhotos


async def keep(
    kernel: Kernel, tenant_id: UUID, store_id: UUID, return_id: UUID, data: bytes
) -> StoredPhoto:
    """Judge a picture, take everything but its pixels off, and put two widths into storage.

    No transaction may be open; hold a place of the picture works. A crash afterwards leaves files
    without a row, which the round of `strays` finds.

    Raises ImageTooLarge (413), ImageRefused (422).
    """
    if len(data) > MAX_BYTES:
        raise ImageTooLarge
    sha256 = await asyncio.to_thread(lambda: hashlib.sha256(data).hexdigest())
    made = await works_of(kernel).optimise(data)
    photo_id = new_id()
    small = next((file for file in made.files if file[0] >= SMALL), made.files[-1])
    storage = storage_of(kernel)
    sizes = []
    for width, body in dict([small, made.files[-1]]).items():
        key = f"{PREFIX}/{tenant_id}/{store_id}/{return_id}/{photo_id}/{width}.webp"
        await storage.put(key, body, content_type_of(key))
        sizes.append({"width": width, "key": key})
    return StoredPhoto(photo_id, sha256, made.width, made.height, sizes)


async def attach(hand: Hand, found: Any, photo: StoredPhoto, now: datetime) -> None:
    """Put a stored picture to a locked return. The same picture again changes nothing.

    Raises PhotosClosed, TooManyPhotos (409).
    """
    there = await photo_rows.of_return(hand.session, found.id)
    if any(row.sha256 == photo.sha256 for row in there):
        await erase_files(hand, [photo.sizes])
        return
    check(found.status, len(there))
    await photo_rows.insert(
        hand.session,
        {
            "tenant_id": hand.tenant_id,
            "id": photo.id,
            "store_id": hand.store_id,
            "return_id": found.id,
            "sha256": photo.sha256,
            "width": photo.width,
            "height": photo.height,
            "sizes": photo.sizes,
            "now": now,
        },
    )


async def remove(hand: Hand, found: Any, photo_id: UUID) -> None:
    """Take a picture off a locked return, and its files with it.

    Raises PhotosClosed (409), PhotoNotFound (404).
    """
    if found.status not in PICTURED:
        raise PhotosClosed
    sizes = await photo_rows.delete(hand.session, found.id, photo_id)
    if sizes is None:
        raise PhotoNotFound
    await erase_files(hand, [sizes])


async def look(
    session: AsyncSession,
    store_id: UUID,
    return_id: UUID,
    photo_id: UUID,
    size: PhotoSize,
    *,
    order_id: UUID | None = None,
) -> str:
    """Where a picture's file lies. `order_id`: of a return of this order only.

    Raises PhotoNotFound (404).
    """
    row = await photo_rows.one(session, store_id, return_id, photo_id, order_id)
    if row is None:
        raise PhotoNotFound
    return str(row.sizes[0 if size == "small" else -1]["key"])


async def read(kernel: Kernel, key: str) -> bytes:
    """A picture's file. Raises PhotoNotFound (404) where it is gone."""
    try:
        found = await storage_of(kernel).get(key)
    except ObjectMissing as error:
        raise PhotoNotFound from error
    return await found.read()


async def erase(hand: Hand, return_ids: Sequence[UUID]) -> int:
    """Erase every picture of these returns; how many. The returns themselves stay, as the orders
    do: they are the store's books."""
    gone = await photo_rows.delete_of_returns(hand.session, hand.store_id, return_ids)
    await erase_files(hand, gone)
    return len(gone)


async def erase_files(hand: Hand, sizes: Iterable[Sequence[dict[str, Any]]]) -> None:
    """Delete files once the transaction has been committed, and again until it worked."""
    keys = [size["key"] for every in sizes for size in every]
    if keys:
        await hand.kernel.outbox.enqueue(
            hand.session, ERASE, {"keys": keys}, tenant_id=hand.tenant_id
        )
