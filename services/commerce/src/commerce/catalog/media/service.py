"""Pictures of products: kept once per store and content, attached, ordered, described, removed.

`store_image` works without a transaction; `attach` writes the row afterwards. A picture taken off
a product leaves its files: orders go on showing it, and another product may use it.
"""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, text
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.bulk import insert_rows
from commerce.catalog.errors import (
    ImageTooLarge,
    MediaNotFound,
    ProductNotFound,
    TooManyMedia,
    problem,
    refuse,
)
from commerce.catalog.media.images import EFFORT, MAX_BYTES, widths_of
from commerce.catalog.media.storage import PUBLIC, is_served_here, storage_of
from commerce.catalog.media.view import StoredSize
from commerce.catalog.media.works import works_of
from commerce.catalog.models import Media, Product
from commerce.catalog.schemas import MAX_MEDIA
from commerce.stores.directory import StoreFacts
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel
from ecomm_core.storage import IMMUTABLE, Storage, content_type_of

MAX_FILENAME = 200


@dataclass(frozen=True, slots=True)
class StoredImage:
    """A picture whose files are in storage. Sizes are of the master, in pixels."""

    sha256: str
    width: int
    height: int
    sizes: list[StoredSize]
    original_key: str
    filename: str
    source_url: str | None


async def store_image(
    kernel: Kernel,
    store: StoreFacts,
    data: bytes,
    filename: str,
    source_url: str | None = None,
    *,
    effort: int = EFFORT,
    sizes_later: bool = False,
) -> StoredImage:
    """Optimise a picture and put its files into storage, once per store and content. `effort`: how
    long to look for smaller files (`images.EFFORT`). `sizes_later`: only the master is made now,
    the smaller ones when somebody first asks for them (`renditions`); a bucket, which serves
    without asking us, gets all of them now.

    Call it with no transaction open; it reads in one of its own. The same bytes again cost a look
    at the table. Files are named by their content: a crash afterwards leaves files that the next
    attempt overwrites with the same bytes. Raises ImageTooLarge (413), ImageRefused (422).
    """
    if len(data) > MAX_BYTES:
        raise ImageTooLarge
    sha256 = await asyncio.to_thread(lambda: hashlib.sha256(data).hexdigest())
    name = safe_filename(filename)
    known = await _known(kernel, store, sha256)
    if known is not None:
        return StoredImage(
            sha256=sha256,
            width=known.width,
            height=known.height,
            sizes=known.sizes,
            original_key=known.original_key,
            filename=name,
            source_url=source_url,
        )
    later = sizes_later and is_served_here(kernel)
    made = await works_of(kernel).optimise(data, effort, only_master=later)
    storage = storage_of(kernel)
    original = f"originals/{store.id}/{sha256}{made.suffix}"
    await _put(storage, original, data)
    for width, body in made.files:
        await _put(storage, _key(store.id, sha256, width), body)
    sizes: list[StoredSize] = [
        {"width": width, "key": _key(store.id, sha256, width)} for width in widths_of(made.width)
    ]
    return StoredImage(
        sha256=sha256,
        width=made.width,
        height=made.height,
        sizes=sizes,
        original_key=original,
        filename=name,
        source_url=source_url,
    )


async def _known(kernel: Kernel, store: StoreFacts, sha256: str) -> Media | None:
    async with kernel.database.transaction(store.scope) as session:
        found: Media | None = await session.scalar(
            select(Media).where(Media.store_id == store.id, Media.sha256 == sha256).limit(1)
        )
        return found


def _key(store_id: UUID, sha256: str, width: int) -> str:
    return f"{PUBLIC}/{store_id}/{sha256}/{width}.webp"


async def _put(storage: Storage, key: str, body: bytes) -> None:
    # Originals keep their EXIF, places included: they lie under a prefix nobody serves.
    await storage.put(key, body, content_type_of(key), IMMUTABLE)


async def attach(
    session: AsyncSession,
    store: StoreFacts,
    image: StoredImage,
    *,
    product_id: UUID | None,
    alt: str = "",
) -> Media:
    """Put a stored picture at the end of a product's, or beside all products (None).

    A product has the same picture once: attaching it again gives the row that is there. Raises
    ProductNotFound (404), TooManyMedia (409).
    """
    position = 0
    if product_id is not None:
        rows = await _of_product(session, store.id, product_id)
        same = next((media for media in rows if media.sha256 == image.sha256), None)
        if same is not None:
            same.alt = same.alt or alt
            await session.flush()
            return same
        if len(rows) >= MAX_MEDIA:
            raise TooManyMedia
        position = rows[-1].position + 1 if rows else 0
    media = Media(
        tenant_id=store.tenant_id,
        id=new_id(),
        store_id=store.id,
        product_id=product_id,
        position=position,
        alt=alt,
        filename=image.filename,
        sha256=image.sha256,
        width=image.width,
        height=image.height,
        sizes=list(image.sizes),
        original_key=image.original_key,
        source_url=image.source_url,
    )
    session.add(media)
    await session.flush()
    return media


async def attach_first(
    session: AsyncSession, store: StoreFacts, pictures: Sequence[tuple[UUID, StoredImage, str]]
) -> None:
    """Give products that this transaction made their first picture, as (product, picture,
    alternative text): one statement, whatever their number."""
    rows = [
        {
            "tenant_id": store.tenant_id,
            "id": new_id(),
            "store_id": store.id,
            "product_id": product_id,
            "position": 0,
            "alt": alt,
            "filename": image.filename,
            "sha256": image.sha256,
            "width": image.width,
            "height": image.height,
            "sizes": list(image.sizes),
            "original_key": image.original_key,
            "source_url": image.source_url,
        }
        for product_id, image, alt in pictures
    ]
    await insert_rows(session, Media.__table__, rows)


async def _of_product(session: AsyncSession, store_id: UUID, product_id: UUID) -> Sequence[Media]:
    """The product's pictures in order, the product locked so that positions stay apart."""
    owner = await session.scalar(
        select(Product.id)
        .where(Product.id == product_id, Product.store_id == store_id)
        .with_for_update(key_share=True)
    )
    if owner is None:
        raise ProductNotFound
    found = await session.scalars(
        select(Media).where(Media.product_id == product_id).order_by(Media.position, Media.id)
    )
    return found.all()


async def one(session: AsyncSession, store_id: UUID, media_id: UUID) -> Media:
    """A picture of the store. Raises MediaNotFound (404)."""
    found = await session.scalar(
        select(Media).where(Media.id == media_id, Media.store_id == store_id).with_for_update()
    )
    if found is None:
        raise MediaNotFound
    return found


async def known_picture(session: AsyncSession, store_id: UUID, media_id: UUID) -> None:
    """Raise MediaNotFound (404) on `image_id` for what is no picture of the store."""
    found = await session.scalar(
        select(Media.id).where(Media.id == media_id, Media.store_id == store_id)
    )
    if found is None:
        raise MediaNotFound.on_field("image_id")


async def describe(session: AsyncSession, store_id: UUID, media_id: UUID, alt: str) -> Media:
    """Set a picture's alternative text. Raises MediaNotFound (404)."""
    media = await one(session, store_id, media_id)
    media.alt = alt
    await session.flush()
    return media


async def remove(session: AsyncSession, store_id: UUID, media_id: UUID) -> Media:
    """Take a picture off its product; its files stay. Raises MediaNotFound (404)."""
    media = await one(session, store_id, media_id)
    await session.delete(media)
    await session.flush()
    return media


_PLACE = text(
    """update media m set product_id = :product, position = w.position - 1
         from unnest(cast(:ids as uuid[])) with ordinality as w (id, position)
        where m.id = w.id and m.id = any(cast(:ids as uuid[]))
          and (m.product_id is distinct from :product
                               or m.position <> w.position - 1)"""
)


async def arrange(
    session: AsyncSession, store_id: UUID, product_id: UUID, media_ids: Sequence[UUID]
) -> bool:
    """Make `media_ids` the product's pictures, in this order; those left out are removed.

    True where that changed anything. The caller holds the product's lock. Raises Invalid (422) on
    `media_ids.N` for an unknown picture, or one of another product.
    """
    wanted = list(dict.fromkeys(media_ids))
    rows = await session.execute(
        select(Media.id, Media.product_id, Media.position).where(
            Media.store_id == store_id,
            (Media.product_id == product_id) | Media.id.in_(wanted),
        )
    )
    known: dict[UUID, Any] = {row.id: row for row in rows.all()}
    problems = []
    for n, media_id in enumerate(wanted):
        row = known.get(media_id)
        if row is None:
            problems.append(problem(f"media_ids.{n}", "There is no such picture in this store."))
        elif row.product_id not in (None, product_id):
            problems.append(problem(f"media_ids.{n}", "This picture is another product's."))
    refuse(problems)
    before = sorted(
        (row for row in known.values() if row.product_id == product_id),
        key=lambda row: (row.position, row.id),
    )
    if [row.id for row in before] == wanted:
        return False
    await session.execute(
        delete(Media).where(Media.product_id == product_id, Media.id.not_in(wanted))
    )
    if wanted:
        await session.execute(_PLACE, {"product": product_id, "ids": wanted})
    return True


async def first_of(session: AsyncSession, product_ids: Sequence[UUID]) -> dict[UUID, Media]:
    """The first picture of each product that has one."""
    found = await session.scalars(
        select(Media)
        .where(Media.product_id.in_(product_ids))
        .ext(distinct_on(Media.product_id))
        .order_by(Media.product_id, Media.position, Media.id)
    )
    return {media.product_id: media for media in found if media.product_id is not None}


def safe_filename(filename: str) -> str:
    """The last part of a name somebody gave, printable and short; it is shown, never opened."""
    name = PurePath(filename.replace("\\", "/")).name
    return "".join(c for c in name if c.isprintable())[:MAX_FILENAME] or "picture"
