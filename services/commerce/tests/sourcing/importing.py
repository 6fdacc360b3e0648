"""Goods for imports, and the way from the shelf to the draft."""

import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import text

from ecomm_testing.fakes.suppliers import offer, variant
from ecomm_testing.outbox import run_outbox
from services.commerce.tests.imports.conftest import picture
from services.commerce.tests.imports.picture_host import Host

from .conftest import Sourced

PATH = "/goods-imports"
MAKER = {"name": "Kettle Works", "address": "Weg 1, 20095 Hamburg", "email": "a@kettle.example"}


def kettle(host: Host, external_id: str | None = None, **fields: Any) -> Any:
    """A product of two sizes, the larger one from two warehouses, that passes every check."""
    external_id = external_id or f"k-{secrets.token_hex(4)}"
    shade = secrets.randbelow(10_000)
    pictures = [host.serves(f"/{external_id}-{n}.jpg", shot(shade + n)) for n in range(2)]
    usual: dict[str, Any] = {
        "title": "FREE SHIPPING STEEL KETTLE",
        "description": "<p>Sturdy. Free shipping!</p>",
        "images": tuple(pictures),
        "category": "Home > Kitchen > Kettles",
        "manufacturer": MAKER,
    }
    return offer(
        external_id,
        variant("s", 700, options={"Size": "S"}, list_price=9_900),
        variant("m-cn", 900, options={"Size": "M", "Ships From": "China"}),
        variant("m-de", 1_100, options={"Size": "M", "Ships From": "Germany"}, warehouse="DE"),
        **{**usual, **fields},
    )


def shot(seed: int) -> bytes:
    """A picture nobody has."""
    return picture(size=(60 + seed % 97, 50 + seed // 97 % 101), shade=seed % 250)


async def begin(sourced: Sourced, *ids: str, status: int = 201) -> Any:
    goods = [{"supplier_id": str(sourced.supplier_id), "external_id": one} for one in ids]
    return await sourced.send("POST", PATH, {"goods": goods}, status)


async def imported(sourced: Sourced, product: Any) -> dict[str, Any]:
    """The item of goods that were just put on the shelf and imported."""
    sourced.shelf.put(product)
    started = await begin(sourced, product.external_id)
    await sourced.work()
    [item_id] = started["item_ids"]
    found: dict[str, Any] = await sourced.get(f"{PATH}/items/{item_id}")
    return found


async def work_ahead(sourced: Sourced) -> None:
    await run_outbox(sourced.kernel, sourced.store.merchant.tenant_id, ahead=timedelta(hours=2))


async def products(sourced: Sourced) -> int:
    async with sourced.session() as session:
        found = await session.scalar(
            text("select count(*) from products where store_id = :id and status <> 'archived'"),
            {"id": sourced.store.id},
        )
    return int(found or 0)
