"""Imports as merchants see them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog import service as catalog
from commerce.catalog.schemas import ProductOut
from commerce.sourcing.goods.service import repository as goods
from commerce.sourcing.imports import repository
from commerce.sourcing.imports.checking import failing, judge
from commerce.sourcing.imports.errors import GoodsImportNotFound
from commerce.sourcing.imports.models import WORKING, GoodsImport, GoodsImportItem, GoodsState
from commerce.sourcing.imports.schemas import (
    GoodsBreakdownOut,
    GoodsCheckOut,
    GoodsCountsOut,
    GoodsErrorOut,
    GoodsFieldOut,
    GoodsImportDetail,
    GoodsImportOut,
    GoodsItemOut,
    GoodsItemRow,
    GoodsPictureIssueOut,
    GoodsSourceOut,
    GoodsVariantOut,
)
from commerce.sourcing.suppliers import service as suppliers
from commerce.stores.directory import StoreFacts
from ecomm_core import clock
from ecomm_core.api.schemas import Money
from ecomm_core.kernel import Kernel

SHOWN = 100


async def jobs(
    session: AsyncSession, store: StoreFacts, *, offset: int, limit: int
) -> tuple[list[GoodsImportOut], int]:
    """(imports, the newest first; how many there are)."""
    rows, total = await repository.jobs(session, store.id, offset=offset, limit=limit)
    counts = await repository.counts(session, [row.id for row in rows])
    return [GoodsImportOut(**_job(row, counts.get(row.id, {}))) for row in rows], total


async def job(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, job_id: UUID
) -> GoodsImportDetail:
    """An import with its first products. Raises GoodsImportNotFound (404)."""
    row = await repository.job(session, store.id, job_id)
    if row is None:
        raise GoodsImportNotFound
    counts = await repository.counts(session, [row.id])
    items, _ = await page(kernel, session, store, job_id=job_id, offset=0, limit=SHOWN)
    return GoodsImportDetail(**_job(row, counts.get(row.id, {})), items=items)


def _job(row: GoodsImport, counts: dict[str, int]) -> dict[str, Any]:
    return {
        "id": row.id,
        "origin": row.origin,
        "filename": row.filename,
        "actor": row.actor,
        "created_at": row.created_at,
        "counts": GoodsCountsOut(
            total=sum(counts.values()),
            working=sum(counts.get(state.value, 0) for state in WORKING),
            needs_review=counts.get(GoodsState.NEEDS_REVIEW.value, 0),
            published=counts.get(GoodsState.PUBLISHED.value, 0),
            failed=counts.get(GoodsState.FAILED.value, 0),
            dismissed=counts.get(GoodsState.DISMISSED.value, 0),
        ),
    }


async def page(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    *,
    states: Sequence[GoodsState] | None = None,
    job_id: UUID | None = None,
    supplier_id: UUID | None = None,
    check: str | None = None,
    search: str | None = None,
    offset: int,
    limit: int,
) -> tuple[list[GoodsItemRow], int]:
    """(products on their way, the newest first; how many there are)."""
    rows, total = await repository.page(
        session,
        store.id,
        states=[state.value for state in states] if states else None,
        job_id=job_id,
        supplier_id=supplier_id,
        check=check,
        search=search,
        offset=offset,
        limit=limit,
    )
    drafts = [row.product_id for row in rows if row.product_id is not None]
    own = await catalog.thumbnails(kernel, session, drafts)
    return [_row(store, row, own.get(row.product_id)) for row in rows], total


def _row(store: StoreFacts, row: Any, picture: str | None) -> GoodsItemRow:
    return GoodsItemRow(
        id=row.id,
        import_id=row.job_id,
        state=GoodsState(row.state),
        supplier_id=row.supplier_id,
        supplier_name=row.supplier_name,
        external_id=row.external_id,
        title=row.title,
        image_url=picture or row.image_url,
        product_id=row.product_id,
        product_status=row.product_status,
        price_min=_money(store, row.price_min),
        price_max=_money(store, row.price_max),
        failing=failing(row.checks),
        error=GoodsErrorOut(**row.error) if row.error else None,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


async def detail(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, item_id: UUID
) -> GoodsItemOut:
    """A product on its way, whole, checked as things stand now. Raises GoodsImportNotFound
    (404)."""
    item = await repository.item(session, store.id, item_id)
    if item is None:
        raise GoodsImportNotFound
    now = clock.now()
    product = await draft_of(kernel, session, store, item)
    source = await _source(session, store, item)
    checks = await judge(session, store, item, product, now) if product is not None else []
    prices = [variant.price.amount for variant in product.variants] if product is not None else []
    return GoodsItemOut(
        id=item.id,
        import_id=item.job_id,
        state=GoodsState(item.state),
        supplier_id=item.supplier_id,
        supplier_name=source.supplier_name,
        external_id=item.external_id,
        title=product.title if product is not None else item.title,
        image_url=item.image_url,
        product_id=item.product_id,
        product_status=product.status.value if product is not None else None,
        price_min=_money(store, min(prices, default=None)),
        price_max=_money(store, max(prices, default=None)),
        failing=failing(checks),
        error=GoodsErrorOut(**item.error) if item.error else None,
        created_at=item.created_at,
        updated_at=item.updated_at,
        source=source,
        product=product,
        fields=_fields(item, product) if product is not None else [],
        variants=_variants(store, item, product) if product is not None else [],
        checks=[GoodsCheckOut(**check) for check in checks],
        picture_issues=[
            GoodsPictureIssueOut(url=one["url"], message=one["issue"])
            for one in item.media
            if one.get("issue")
        ],
    )


async def draft_of(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, item: GoodsImportItem
) -> ProductOut | None:
    """The product that an item became; None where there is none yet, or no more."""
    if item.product_id is None:
        return None
    found = await catalog.products_out(kernel, session, store, [item.product_id], clock.now())
    return found.get(item.product_id)


async def _source(
    session: AsyncSession, store: StoreFacts, item: GoodsImportItem
) -> GoodsSourceOut:
    if item.supplier_id is None:
        payload = item.payload or {}
        return GoodsSourceOut(
            supplier_id=None,
            supplier_name=None,
            adapter=None,
            external_id=item.external_id,
            url=None,
            title=payload.get("title", item.title),
            description=_safe(payload.get("description") or ""),
            category=payload.get("category"),
            images=list(payload.get("pictures", [])),
            variants=len(payload.get("variants", [])),
            fetched_at=item.created_at,
        )
    supplier = await suppliers.get(session, store.id, item.supplier_id)
    product = (
        await goods.one(session, store.id, item.supplier_product_id)
        if item.supplier_product_id is not None
        else None
    )
    raw = product.raw if product is not None else {}
    variants = await goods.variants(session, [product.id]) if product is not None else []
    return GoodsSourceOut(
        supplier_id=supplier.id,
        supplier_name=supplier.name,
        adapter=supplier.adapter,
        external_id=item.external_id,
        url=product.url if product is not None else None,
        title=product.title if product is not None else item.title,
        description=_safe(raw.get("description") or ""),
        category=raw.get("category"),
        images=list(raw.get("images", [])),
        variants=len(variants),
        fetched_at=product.fetched_at if product is not None else None,
    )


def _safe(description: str) -> str:
    """To be shown beside the draft: as it came, without what runs or loads."""
    return catalog.sanitise(description[:60_000]) if description.count("<") < 5_000 else ""


def _fields(item: GoodsImportItem, product: ProductOut) -> list[GoodsFieldOut]:
    """Where each field is from. One that is another now than when it was drafted was set by hand,
    wherever that was done."""
    now_there = {
        "title": product.title,
        "description": product.description,
        "product_type": product.product_type,
    }
    shown = []
    for name, said in item.provenance.get("fields", {}).items():
        by_hand = said["source"] != "person" and (
            name in now_there and now_there[name] != said.get("value")
        )
        shown.append(
            GoodsFieldOut(
                name=name,
                source="person" if by_hand else said["source"],
                by="" if by_hand else said["by"],
                reference=said.get("reference"),
                at=product.updated_at if by_hand else datetime.fromisoformat(said["at"]),
                original=said.get("original"),
            )
        )
    return shown


def _variants(
    store: StoreFacts, item: GoodsImportItem, product: ProductOut
) -> list[GoodsVariantOut]:
    known = item.provenance.get("variants", {})
    shown = []
    for variant in product.variants:
        said = known.get(str(variant.id), {})
        moved = said.get("sold_for") != variant.price.amount
        by_hand = said.get("source") != "person" and moved
        shown.append(
            GoodsVariantOut(
                variant_id=variant.id,
                title=variant.title,
                options=variant.options,
                price=variant.price,
                compare_at_price=variant.compare_at_price,
                cost=variant.cost,
                landed=_money(store, said.get("landed")),
                margin_ppm=None if moved else said.get("margin_ppm"),
                floor=_money(store, said.get("floor")),
                source="person" if by_hand else said.get("source", "person"),
                by="" if by_hand else said.get("by", ""),
                at=(
                    datetime.fromisoformat(said["at"])
                    if "at" in said and not by_hand
                    else product.updated_at
                ),
                problem=said.get("problem"),
                breakdown=_breakdown(store, said),
                supplier_variant_ids=[UUID(one) for one in said.get("supplier_variant_ids", [])],
            )
        )
    return shown


def _breakdown(store: StoreFacts, said: dict[str, Any]) -> GoodsBreakdownOut | None:
    if "rule_id" not in said:
        return None
    return GoodsBreakdownOut(
        rule_id=UUID(said["rule_id"]) if said["rule_id"] is not None else None,
        goods=_money(store, said["goods"]),
        shipping=_money(store, said["shipping"]),
        duty=_money(store, said["duty"]),
        duty_known=said["duty_known"],
        list_price=_money(store, said["list_price"]),
        price=_money(store, said["price"]),
    )


def _money(store: StoreFacts, amount: int | None) -> Money | None:
    return None if amount is None else Money(amount=amount, currency=store.currency)
