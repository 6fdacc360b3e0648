"""Collections as a CSV file, both ways. A line is found again by id, else by slug."""

import json
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog.collections import repository
from commerce.catalog.collections.contents import arrange_products
from commerce.catalog.collections.schemas import CollectionIn, CollectionPatch
from commerce.catalog.collections.service import create_collection, update_collection
from commerce.catalog.kinds import CollectionKind
from commerce.catalog.models import Collection, CollectionProduct, Product
from commerce.sheets import BadCell, Outcome, take_lines, yes
from commerce.stores.directory import StoreFacts
from ecomm_core.api.sheets import SheetIn, SheetOut
from ecomm_core.kernel import Kernel
from ecomm_core.spreadsheet import Line, csv_file

COLUMNS: Final = (
    *("id", "slug", "title", "kind", "description", "published", "sort", "match", "rules"),
    *("products", "seo_title", "seo_description"),
)
BATCH: Final = 200


async def export(session: AsyncSession, store: StoreFacts) -> bytes:
    """Every collection: rules as JSON, products of those made by hand as slugs in their order."""
    lines: list[list[object]] = []
    after = UUID(int=0)
    while True:
        found = (
            await session.scalars(
                select(Collection)
                .where(Collection.store_id == store.id, Collection.id > after)
                .order_by(Collection.id)
                .limit(BATCH)
            )
        ).all()
        members = await _members(session, [one.id for one in found])
        lines += [_cells(one, members.get(one.id, [])) for one in found]
        if len(found) < BATCH:
            return csv_file(COLUMNS, lines)
        after = found[-1].id


async def _members(session: AsyncSession, ids: list[UUID]) -> dict[UUID, list[str]]:
    rows = await session.execute(
        select(CollectionProduct.collection_id, Product.slug)
        .join(Product, Product.id == CollectionProduct.product_id)
        .where(CollectionProduct.collection_id.in_(ids))
        .order_by(CollectionProduct.position, Product.id)
    )
    found: dict[UUID, list[str]] = {}
    for row in rows.all():
        found.setdefault(row.collection_id, []).append(row.slug)
    return found


def _cells(one: Collection, members: list[str]) -> list[object]:
    smart = one.kind == CollectionKind.SMART
    return [
        one.id,
        one.slug,
        one.title,
        one.kind,
        one.description,
        "yes" if one.published else "no",
        one.sort,
        one.match,
        json.dumps(one.rules, ensure_ascii=False) if smart else "",
        "" if smart else " ".join(members),
        one.seo_title or "",
        one.seo_description or "",
    ]


async def take(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, sheet: SheetIn, *, actor: str
) -> SheetOut:
    """Make and change collections, all or nothing. A column that is not there changes nothing, an
    empty cell clears; who is in a smart one is worked out after the commit."""
    rows = await session.execute(
        select(Collection.slug, Collection.id).where(Collection.store_id == store.id)
    )
    known: dict[str, UUID] = {row.slug: row.id for row in rows.all()}
    ids = set(known.values())

    async def apply(line: Line) -> Outcome:
        values = _values(line)
        members = None
        if line["products"] or "products" in line.cells:
            members = await _products(session, store, line["products"].split())
        found = _found(line, known, ids)
        if found is None:
            if members and values.get("kind") != CollectionKind.SMART.value:
                values["product_ids"] = members
            made = await create_collection(
                kernel, session, store, CollectionIn.model_validate(values), actor=actor
            )
            known[made.slug] = made.id
            return Outcome.CREATED
        row = await repository.one(session, store.id, found)
        if "kind" in values and values["kind"] != row.kind:
            raise BadCell("kind", f"This collection is {row.kind}; its kind stays.")
        before, by_hand = row.updated_at, row.kind == CollectionKind.MANUAL
        if by_hand:
            for name in ("rules", "match"):
                values.pop(name, None)
        patch = CollectionPatch.model_validate(values)
        changed = await update_collection(kernel, session, store, found, patch, actor=actor)
        known[changed.slug] = changed.id
        different = changed.updated_at != before
        if by_hand and members is not None and members != await repository.members(session, found):
            await arrange_products(kernel, session, store, found, members, actor=actor)
            different = True
        return Outcome.UPDATED if different else Outcome.UNCHANGED

    return await take_lines(
        session,
        sheet,
        ("title",),
        apply,
        columns={
            "product_ids": "products",
            "seo.title": "seo_title",
            "seo.description": "seo_description",
        },
    )


def _found(line: Line, known: dict[str, UUID], ids: set[UUID]) -> UUID | None:
    given = line["id"]
    if not given:
        return known.get(line["slug"])
    try:
        wanted = UUID(given)
    except ValueError:
        raise BadCell("id", "There is no such collection.") from None
    if wanted not in ids:
        raise BadCell("id", "There is no such collection.")
    return wanted


async def _products(session: AsyncSession, store: StoreFacts, wanted: list[str]) -> list[UUID]:
    if not wanted:
        return []
    rows = await session.execute(
        select(Product.slug, Product.id).where(
            Product.store_id == store.id, Product.slug.in_(wanted), Product.purged_at.is_(None)
        )
    )
    known = {row.slug: row.id for row in rows.all()}
    missing = next((slug for slug in wanted if slug not in known), None)
    if missing is not None:
        raise BadCell("products", f"There is no product {missing[:80]}.")
    return [known[slug] for slug in dict.fromkeys(wanted)]


def _values(line: Line) -> dict[str, Any]:
    cells = line.cells
    values: dict[str, Any] = {"title": line["title"]}
    for name in ("slug", "kind", "sort", "match"):
        if line[name]:
            values[name] = line[name]
    if "description" in cells:
        values["description"] = line["description"] or None
    if line["published"]:
        values["published"] = yes(line, "published")
    if line["rules"]:
        try:
            values["rules"] = json.loads(line["rules"])
        except (ValueError, RecursionError):
            raise BadCell("rules", "Rules are JSON, as the export writes them.") from None
    if "seo_title" in cells or "seo_description" in cells:
        values["seo"] = {
            "title": line["seo_title"] or None,
            "description": line["seo_description"] or None,
        }
    return values
