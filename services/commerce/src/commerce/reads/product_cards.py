"""Products as cards, in the order asked for. SQL only."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, bindparam, text
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import DateTime, Text

_IDS = ARRAY(PgUUID(as_uuid=True))

_CARDS = text(
    """select product_card_texts(:tenant, :now, :media, :currency, array(
         select p.id from unnest(:ids) with ordinality as wanted (id, place)
           join products p on p.id = wanted.id
          where p.store_id = :store and p.status = 'active' order by wanted.place))"""
).bindparams(
    bindparam("tenant", type_=PgUUID(as_uuid=True)),
    bindparam("store", type_=PgUUID(as_uuid=True)),
    bindparam("now", type_=DateTime(timezone=True)),
    bindparam("media", type_=Text()),
    bindparam("currency", type_=Text()),
    bindparam("ids", type_=_IDS),
)

_ON_SALE = text(
    "select id from products where store_id = :store and status = 'active' and id = any(:ids)"
).bindparams(bindparam("store", type_=PgUUID(as_uuid=True)), bindparam("ids", type_=_IDS))


async def cards(
    session: AsyncSession,
    *,
    tenant_id: UUID,
    store_id: UUID,
    now: datetime,
    media: str,
    currency: str,
    products: Sequence[UUID],
) -> list[dict[str, Any]]:
    """Published products of the store as the public API's cards; unknown ids are left out."""
    if not products:
        return []
    written = await session.scalar(
        _CARDS,
        {
            "tenant": tenant_id,
            "store": store_id,
            "now": now,
            "media": media,
            "currency": currency,
            "ids": list(products),
        },
    )
    found: list[dict[str, Any]] = json.loads(f"[{written or ''}]")
    return found


async def on_sale(session: AsyncSession, store_id: UUID, products: Sequence[UUID]) -> set[UUID]:
    """Which of these are published products of the store."""
    rows = await session.execute(_ON_SALE, {"store": store_id, "ids": list(products)})
    return {row.id for row in rows}
