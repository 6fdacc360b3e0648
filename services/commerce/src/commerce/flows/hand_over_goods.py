"""hand_over_goods: a product of a file -> its pictures that came with the file -> on its way to a
draft, as a supplier's product is (`import_goods`)."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog import service as catalog
from commerce.catalog.service import StoredImage
from commerce.flows.incoming import IncomingProduct, Issue
from commerce.sourcing.imports import service
from commerce.sourcing.imports.models import Origin
from commerce.sourcing.imports.service import Wanted
from commerce.stores.directory import StoreFacts
from ecomm_core.kernel import Kernel


async def hand_over(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    wanted: IncomingProduct,
    brought: Mapping[str, StoredImage | Issue],
    *,
    job_id: UUID,
    filename: str,
    position: int,
    actor: str,
) -> bool:
    """Put a file's product on its way, in the import of this id. `brought`: source of a picture ->
    what came of it; the others are asked for by their addresses. False where it is on its way
    already, or in the store: nothing is changed then.

    Raises LimitReached (402) where the plan has no room for it.
    """
    handle = wanted.handle[:300]
    there = await service.repository.same_goods(session, store.id, None, [handle])
    if handle in there and there[handle].state != "failed":
        return False
    goods = Wanted(
        supplier_id=None,
        external_id=handle,
        title=wanted.title or handle,
        payload=payload_of(wanted, filename),
        media=await _media(session, store, wanted, brought),
        position=position,
    )
    begun = await service.begin(
        kernel,
        session,
        store,
        [goods],
        origin=Origin.FILE,
        filename=filename,
        actor=actor,
        job_id=job_id,
    )
    return bool(begun.item_ids)


async def _media(
    session: AsyncSession,
    store: StoreFacts,
    wanted: IncomingProduct,
    brought: Mapping[str, StoredImage | Issue],
) -> Sequence[dict[str, Any]]:
    media: list[dict[str, Any]] = []
    for picture in wanted.pictures:
        image = brought.get(picture.source)
        if image is None:
            continue
        entry: dict[str, Any] = {"url": picture.source}
        if isinstance(image, Issue):
            entry["issue"] = image.message.removeprefix("No picture: ")
        else:
            entry["sha256"] = image.sha256
            if image.sha256 not in {one.get("sha256") for one in media}:
                row = await catalog.attach(
                    session, store, image, product_id=None, alt=picture.alt or wanted.title
                )
                entry["media_id"] = str(row.id)
        media.append(entry)
    return media


def payload_of(wanted: IncomingProduct, filename: str) -> dict[str, Any]:
    """What a file says of a product, as its import keeps it. A price of 0 is none."""
    names = [option.name for option in wanted.options]
    return {
        "filename": filename,
        "row": wanted.row,
        "title": wanted.title,
        "description": wanted.description or "",
        "category": wanted.product_type,
        "vendor": wanted.vendor,
        "tags": wanted.tags or [],
        "pictures": [picture.source for picture in wanted.pictures],
        "variants": [
            {
                "options": dict(zip(names, one.option_values, strict=True)),
                "price": one.price,
                "compare_at": one.compare_at_price,
                "cost": one.cost,
                "barcode": one.barcode,
                "grams": one.grams,
                "sku": one.sku,
                "stock": one.stock,
            }
            for one in wanted.variants
        ],
    }
