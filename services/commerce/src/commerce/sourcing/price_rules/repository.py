"""Queries of price rules."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.sourcing.price_rules.models import (
    PricedVariant,
    PriceProposal,
    PriceRule,
    ProposalStatus,
)


async def rules(session: AsyncSession, store_id: UUID) -> Sequence[PriceRule]:
    """A store's rules in their order."""
    found = await session.scalars(
        select(PriceRule)
        .where(PriceRule.store_id == store_id)
        .order_by(PriceRule.position, PriceRule.id)
    )
    return found.all()


async def rule(
    session: AsyncSession, store_id: UUID, rule_id: UUID, *, lock: bool = False
) -> PriceRule | None:
    """A rule of the store."""
    query = select(PriceRule).where(PriceRule.id == rule_id, PriceRule.store_id == store_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    found: PriceRule | None = await session.scalar(query)
    return found


async def forget(session: AsyncSession, rule_id: UUID) -> None:
    """Nothing refers to a rule any more."""
    for table in (PricedVariant, PriceProposal):
        await session.execute(update(table).where(table.rule_id == rule_id).values(rule_id=None))


_SCOPES = text(
    """select id, name from suppliers where store_id = :store and id = any(cast(:ids as uuid[]))
       union all
       select id, name from categories where store_id = :store and id = any(cast(:ids as uuid[]))
       union all
       select id, title from products
        where store_id = :store and purged_at is null and id = any(cast(:ids as uuid[]))"""
)
_SCOPE = {"supplier": "suppliers", "category": "categories", "product": "products"}


async def scope_names(
    session: AsyncSession, store_id: UUID, ids: Iterable[UUID]
) -> dict[UUID, str]:
    """Names of what rules are for."""
    rows = await session.execute(_SCOPES, {"store": store_id, "ids": list(ids)})
    return {row.id: row.name for row in rows.all()}


async def scope_known(session: AsyncSession, store_id: UUID, scope: str, scope_id: UUID) -> bool:
    """Whether what a rule is for is the store's."""
    table = _SCOPE[scope]
    found = await session.scalar(
        text(f"select 1 from {table} where store_id = :store and id = :id"),  # noqa: S608 - constants
        {"store": store_id, "id": scope_id},
    )
    return found is not None


_VARIANT = """select v.id, v.product_id, v.title as variant_title, v.sku, v.price,
              v.compare_at_price, p.title as product_title, p.tax_class,
              coalesce(pv.locked, false) as locked, pv.landed as last_landed,
              array(select c.category_id from product_categories c
                     where c.tenant_id = v.tenant_id and c.product_id = v.product_id) as categories
         from product_variants v
         join products p on p.tenant_id = v.tenant_id and p.id = v.product_id
         left join priced_variants pv on pv.tenant_id = v.tenant_id and pv.variant_id = v.id
        where v.store_id = :store and v.deleted_at is null and p.purged_at is null
          and p.status <> 'archived'
          and exists (select 1 from mappings m
                       where m.tenant_id = v.tenant_id and m.variant_id = v.id)"""

_BY_IDS = text(f"{_VARIANT} and v.id = any(cast(:ids as uuid[])) order by v.id")
_PAGE = text(
    f"{_VARIANT} order by p.sort_title, p.id, v.position, v.id limit :limit offset :offset"
)
_COUNT = text(f"select count(*) from ({_VARIANT}) found")  # noqa: S608 - constants
_PRODUCTS = text(
    """select distinct v.product_id from product_variants v
         join mappings m on m.tenant_id = v.tenant_id and m.variant_id = v.id
        where v.store_id = :store and v.deleted_at is null
          and (cast(:after as uuid) is null or v.product_id > :after)
        order by v.product_id limit :limit"""
)
_OF_PRODUCTS = text(f"{_VARIANT} and v.product_id = any(cast(:ids as uuid[])) order by v.id")


async def variants(
    session: AsyncSession, store_id: UUID, ids: Collection[UUID]
) -> Sequence[Row[Any]]:
    """Mapped variants by id, with what rules look at."""
    return (await session.execute(_BY_IDS, {"store": store_id, "ids": list(ids)})).all()


async def page(
    session: AsyncSession, store_id: UUID, *, offset: int, limit: int
) -> tuple[Sequence[Row[Any]], int]:
    """(mapped variants by their product's title, how many there are)."""
    rows = await session.execute(_PAGE, {"store": store_id, "offset": offset, "limit": limit})
    total = await session.scalar(_COUNT, {"store": store_id})
    return rows.all(), int(total or 0)


async def next_products(
    session: AsyncSession, store_id: UUID, after: UUID | None, limit: int
) -> list[UUID]:
    """Products with mapped variants, by id from `after` on."""
    found = await session.scalars(_PRODUCTS, {"store": store_id, "after": after, "limit": limit})
    return list(found)


async def variants_of(
    session: AsyncSession, store_id: UUID, product_ids: Collection[UUID]
) -> Sequence[Row[Any]]:
    """Mapped variants of products."""
    found = await session.execute(_OF_PRODUCTS, {"store": store_id, "ids": list(product_ids)})
    return found.all()


async def put_priced(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write down what the rules made of variants."""
    if not rows:
        return
    statement = insert(PricedVariant).values(list(rows))
    names = ("rule_id", "landed", "price", "parts", "priced_at")
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["tenant_id", "variant_id"],
            set_={name: statement.excluded[name] for name in names},
        )
    )


async def put_locks(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> int:
    """Lock or unlock variants; how many changed."""
    statement = insert(PricedVariant).values(list(rows))
    made = await session.execute(
        statement.on_conflict_do_update(
            index_elements=["tenant_id", "variant_id"],
            set_={"locked": statement.excluded.locked},
            where=PricedVariant.locked != statement.excluded.locked,
        ).returning(PricedVariant.variant_id)
    )
    return len(made.all())


async def known_variants(session: AsyncSession, store_id: UUID, ids: Collection[UUID]) -> set[UUID]:
    """Those of these that are live variants of the store."""
    found = await session.scalars(
        text(
            "select id from product_variants where store_id = :store and deleted_at is null "
            "and id = any(cast(:ids as uuid[]))"
        ),
        {"store": store_id, "ids": list(ids)},
    )
    return set(found)


async def overtake(session: AsyncSession, variant_ids: Collection[UUID], now: datetime) -> None:
    """Open proposals of variants are no longer what the rules say."""
    await session.execute(
        update(PriceProposal)
        .where(
            PriceProposal.variant_id.in_(variant_ids),
            PriceProposal.status == ProposalStatus.OPEN.value,
        )
        .values(status=ProposalStatus.OVERTAKEN.value, decided_at=now, decided_by="system")
    )


async def open_proposals(
    session: AsyncSession, variant_ids: Collection[UUID]
) -> dict[UUID, PriceProposal]:
    """Open proposals by variant."""
    found = await session.scalars(
        select(PriceProposal).where(
            PriceProposal.variant_id.in_(variant_ids),
            PriceProposal.status == ProposalStatus.OPEN.value,
        )
    )
    return {row.variant_id: row for row in found}


async def proposals_by_ids(
    session: AsyncSession, store_id: UUID, ids: Collection[UUID]
) -> Sequence[PriceProposal]:
    """Proposals of the store, locked in the order of their ids."""
    found = await session.scalars(
        select(PriceProposal)
        .where(PriceProposal.id.in_(ids), PriceProposal.store_id == store_id)
        .order_by(PriceProposal.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found.all()


_CHANGES = text(
    """select c.*, v.title as variant_title, v.sku, v.product_id, p.title as product_title,
              count(*) over () as total
         from price_proposals c
         join product_variants v on v.tenant_id = c.tenant_id and v.id = c.variant_id
         join products p on p.tenant_id = v.tenant_id and p.id = v.product_id
        where c.store_id = :store and c.status = :status
        order by c.created_at desc, c.id desc limit :limit offset :offset"""
)


async def changes(
    session: AsyncSession, store_id: UUID, status: str, *, offset: int, limit: int
) -> tuple[Sequence[Row[Any]], int]:
    """(proposals with the names of their variants, how many there are)."""
    values = {"store": store_id, "status": status, "offset": offset, "limit": limit}
    rows = (await session.execute(_CHANGES, values)).all()
    if rows:
        return rows, int(rows[0].total)
    total = await session.scalar(
        select(func.count())
        .select_from(PriceProposal)
        .where(PriceProposal.store_id == store_id, PriceProposal.status == status)
    )
    return rows, int(total or 0)
