"""Facts of products as people read them: variants, categories and collections by name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog.bulk import repository
from commerce.catalog.bulk.kinds import ItemState
from commerce.catalog.bulk.schemas import BulkItemOut, FieldChange


@dataclass(frozen=True, slots=True)
class Shown:
    """A product of an edit: what changes of it, by the names of `operations`."""

    product_id: UUID
    state: ItemState
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    note: str | None


async def items(
    session: AsyncSession, found: Sequence[Shown], titles: Mapping[UUID, str]
) -> list[BulkItemOut]:
    """Products with their changes: two statements for the names, whatever their number."""
    names = {name for one in found for name in one.after}
    variants = await repository.variant_titles(
        session, {UUID(name.split(":")[1]) for name in names if name.startswith("variant:")}
    )
    groups = {name.split(":")[1] for name in names if name.startswith("collection:")}
    for one in found:
        for side in (one.before, one.after):
            groups |= set(side.get("category_ids", []))
    known = await repository.names(session, groups)
    return [
        BulkItemOut(
            product_id=one.product_id,
            title=titles.get(one.product_id, ""),
            state=one.state,
            changes=[_change(name, one, variants, known) for name in sorted(one.after)],
            note=one.note,
        )
        for one in found
    ]


def _change(
    name: str, one: Shown, variants: Mapping[UUID, str], known: Mapping[str, str]
) -> FieldChange:
    before, after = one.before.get(name), one.after[name]
    if name.startswith("variant:"):
        _, variant_id, field = name.split(":")
        title = variants.get(UUID(variant_id))
        return FieldChange(field=field, variant=title, before=before, after=after)
    if name.startswith("collection:"):
        title = known.get(name.split(":")[1], "")
        return FieldChange(
            field="collection",
            variant=None,
            before=title if before else None,
            after=title if after else None,
        )
    if name == "category_ids":
        return FieldChange(
            field="categories",
            variant=None,
            before=[known.get(one_id, "") for one_id in before or []],
            after=[known.get(one_id, "") for one_id in after],
        )
    return FieldChange(field=name, variant=None, before=before, after=after)
