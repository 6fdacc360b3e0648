"""Pictures of reviews: judged and made small as pictures of products are (R8.3), nothing of the
file that was sent kept beside its pixels. Each has an address of its own that nobody guesses, so
that what waits for the merchant is not seen, and what is taken away takes nobody else's along."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog.errors import ImageTooLarge
from commerce.catalog.media.images import MAX_BYTES
from commerce.catalog.media.storage import PUBLIC, storage_of
from commerce.catalog.media.works import works_of
from commerce.catalog.schemas import ImageOut, ImageSize
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel
from ecomm_core.storage import IMMUTABLE, Storage, content_type_of

ERASE: Final = "commerce.reviews.erase_photos"
LARGEST: Final = 1024
SMALLEST: Final = 128


async def keep(kernel: Kernel, store_id: UUID, data: bytes) -> dict[str, Any]:
    """Judge a picture and put its widths into storage; the entry of `Review.photos`.

    No transaction may be open; hold a place of the picture works.
    Raises ImageTooLarge (413), ImageRefused (422).
    """
    if len(data) > MAX_BYTES:
        raise ImageTooLarge
    made = await works_of(kernel).optimise(data)
    folder = f"{PUBLIC}/{store_id}/{secrets.token_hex(32)}"
    wanted = [file for file in made.files if SMALLEST <= file[0] <= LARGEST] or made.files[-1:]
    storage, sizes = storage_of(kernel), []
    for width, body in wanted:
        key = f"{folder}/{width}.webp"
        await storage.put(key, body, content_type_of(key), IMMUTABLE)
        sizes.append({"width": width, "key": key})
    return {"id": str(new_id()), "width": made.width, "height": made.height, "sizes": sizes}


def keys_of(photos: Sequence[Mapping[str, Any]]) -> list[str]:
    """The files of a review's pictures."""
    return [size["key"] for photo in photos for size in photo["sizes"]]


async def erase_files(
    kernel: Kernel, session: AsyncSession, tenant_id: UUID, keys: Sequence[str]
) -> None:
    """Delete files once the transaction has been committed, and again until it worked."""
    if keys:
        await kernel.outbox.enqueue(session, ERASE, {"keys": list(keys)}, tenant_id=tenant_id)


def photo_out(storage: Storage, photo: Mapping[str, Any]) -> ImageOut:
    """A picture as everybody sees it."""
    sizes = [
        ImageSize(url=storage.public_url(size["key"]), width=size["width"])
        for size in photo["sizes"]
    ]
    return ImageOut(
        id=UUID(photo["id"]),
        alt="",
        width=photo["width"],
        height=photo["height"],
        url=sizes[-1].url,
        sizes=sizes,
    )
