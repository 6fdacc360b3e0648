"""Pictures as replies show them."""

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict
from uuid import UUID

from commerce.catalog.models import Media
from commerce.catalog.schemas import ImageOut, ImageSize, MediaOut
from ecomm_core.storage import Storage


class StoredSize(TypedDict):
    """An entry of `Media.sizes`."""

    width: int
    key: str


def sizes_out(storage: Storage, sizes: Sequence[StoredSize]) -> list[ImageSize]:
    """Stored widths with their addresses, smallest first."""
    return [ImageSize(width=s["width"], url=storage.public_url(s["key"])) for s in sizes]


def image_out(storage: Storage, row: Mapping[str, Any]) -> ImageOut:
    """A picture from a mapping with id, alt, width, height and sizes."""
    sizes = sizes_out(storage, row["sizes"])
    return ImageOut(
        id=UUID(str(row["id"])),
        alt=row["alt"],
        width=row["width"],
        height=row["height"],
        url=sizes[-1].url,
        sizes=sizes,
    )


def picture_out(storage: Storage, media: Media) -> ImageOut:
    """A picture by its row."""
    return image_out(
        storage,
        {
            "id": media.id,
            "alt": media.alt,
            "width": media.width,
            "height": media.height,
            "sizes": media.sizes,
        },
    )


def media_out(storage: Storage, media: Media) -> MediaOut:
    """A picture as merchants see it."""
    sizes = sizes_out(storage, media.sizes)
    return MediaOut(
        id=media.id,
        alt=media.alt,
        width=media.width,
        height=media.height,
        url=sizes[-1].url,
        sizes=sizes,
        product_id=media.product_id,
        position=media.position,
        filename=media.filename,
    )
