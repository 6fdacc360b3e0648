"""Categories as a CSV file, both ways. A line is found again by id, else by slug."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog.categories import repository
from commerce.catalog.categories.service import create_category, update_category
from commerce.catalog.models import Category
from commerce.catalog.schemas import CategoryIn, CategoryPatch, PageSeoIn
from commerce.sheets import BadCell, Outcome, take_lines
from commerce.stores.directory import StoreFacts
from ecomm_core.api.sheets import SheetIn, SheetOut
from ecomm_core.kernel import Kernel
from ecomm_core.spreadsheet import Line, csv_file

COLUMNS: Final = (
    *("id", "slug", "name", "parent", "position", "description", "seo_title", "seo_description"),
    "products",
)


async def export(session: AsyncSession, store: StoreFacts) -> bytes:
    """Every category, each after the one it is below; `parent` is a slug, `products` is told
    only."""
    rows = await repository.with_counts(session, store.id)
    return csv_file(COLUMNS, [_cells(row, slugs) for row, slugs in _downwards(rows)])


def _downwards(rows: Sequence[Any]) -> list[tuple[Any, str]]:
    below: dict[UUID | None, list[Any]] = {}
    for row in rows:
        below.setdefault(row.Category.parent_id, []).append(row)
    found: list[tuple[Any, str]] = []

    def walk(parent: UUID | None, slug: str) -> None:
        for row in below.get(parent, ()):
            found.append((row, slug))
            walk(row.Category.id, row.Category.slug)

    walk(None, "")
    return found


def _cells(row: Any, parent: str) -> list[object]:
    category: Category = row.Category
    return [
        category.id,
        category.slug,
        category.name,
        parent,
        category.position,
        category.description or "",
        category.seo_title or "",
        category.seo_description or "",
        row.products,
    ]


async def take(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, sheet: SheetIn, *, actor: str
) -> SheetOut:
    """Make and change categories, all or nothing. A column that is not there changes nothing, an
    empty cell clears; a parent stands above its children."""
    known = {row.Category.slug: row.Category.id for row in await _rows(session, store)}
    ids = set(known.values())

    async def apply(line: Line) -> Outcome:
        values = _values(line, known)
        found = _found(line, known, ids)
        if found is None:
            made = await create_category(
                kernel, session, store, CategoryIn.model_validate(values), actor=actor
            )
            known[made.slug] = made.id
            return Outcome.CREATED
        before = (await repository.one(session, store.id, found)).updated_at
        patch = CategoryPatch.model_validate(values)
        changed = await update_category(kernel, session, store, found, patch, actor=actor)
        known[changed.slug] = changed.id
        return Outcome.UNCHANGED if changed.updated_at == before else Outcome.UPDATED

    return await take_lines(
        session,
        sheet,
        ("name",),
        apply,
        columns={
            "parent_id": "parent",
            "seo.title": "seo_title",
            "seo.description": "seo_description",
        },
    )


async def _rows(session: AsyncSession, store: StoreFacts) -> Sequence[Any]:
    return await repository.with_counts(session, store.id)


def _found(line: Line, known: dict[str, UUID], ids: set[UUID]) -> UUID | None:
    given = line["id"]
    if not given:
        return known.get(line["slug"])
    try:
        wanted = UUID(given)
    except ValueError:
        raise BadCell("id", "There is no such category.") from None
    if wanted not in ids:
        raise BadCell("id", "There is no such category.")
    return wanted


def _values(line: Line, known: dict[str, UUID]) -> dict[str, Any]:
    cells = line.cells
    values: dict[str, Any] = {"name": line["name"]}
    if line["slug"]:
        values["slug"] = line["slug"]
    if "parent" in cells:
        parent = line["parent"]
        if parent and parent not in known:
            raise BadCell("parent", "There is no such category. Put it above this line.")
        values["parent_id"] = known[parent] if parent else None
    if line["position"]:
        if not line["position"].isascii() or not line["position"].isdecimal():
            raise BadCell("position", "Write a whole number.")
        values["position"] = int(line["position"])
    if "description" in cells:
        values["description"] = line["description"] or None
    if "seo_title" in cells or "seo_description" in cells:
        values["seo"] = PageSeoIn.model_validate(
            {"title": line["seo_title"] or None, "description": line["seo_description"] or None}
        )
    return values
