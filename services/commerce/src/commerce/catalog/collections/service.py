"""Collections: made, changed, filled by hand. What rules do: `filling`."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog import slugs
from commerce.catalog.collections import conditions, filling, repository, telling
from commerce.catalog.collections.contents import check_categories, check_products
from commerce.catalog.collections.schemas import (
    CollectionIn,
    CollectionOut,
    CollectionPatch,
    CollectionRow,
    Rule,
)
from commerce.catalog.errors import (
    SlugTaken,
    TooManyCollections,
    problem,
    refuse,
)
from commerce.catalog.html import sanitise
from commerce.catalog.kinds import CollectionKind, CollectionSort, Match
from commerce.catalog.media.service import known_picture
from commerce.catalog.media.storage import storage_of
from commerce.catalog.media.view import picture_out
from commerce.catalog.models import Collection
from commerce.catalog.pages import apply_seo
from commerce.catalog.schemas import PageSeoOut
from commerce.conflicts import refusing
from commerce.stores.addresses import storefront_url
from commerce.stores.directory import StoreFacts
from ecomm_core import clock
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel
from ecomm_core.text import sort_key

MAX_COLLECTIONS: Final = 1_000
SLUG_KEY: Final = "uq_collections_tenant_id_store_id_slug"


class ListSort(StrEnum):
    """Orders of the table of collections; `-` is descending."""

    TITLE = "title"
    TITLE_DESC = "-title"
    UPDATED = "updated"
    UPDATED_DESC = "-updated"


@dataclass(frozen=True, slots=True)
class CollectionQuery:
    """What the table of collections shows."""

    search: str | None = None
    kind: CollectionKind | None = None
    published: bool | None = None
    sort: ListSort = ListSort.TITLE


async def list_collections(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    query: CollectionQuery,
    *,
    offset: int,
    limit: int,
) -> tuple[list[CollectionRow], int]:
    """(rows of the page, how many there are)."""
    key: Any = Collection.sort_title if "title" in query.sort.value else Collection.updated_at
    descending = query.sort.value.startswith("-")
    order = [key.desc(), Collection.id.desc()] if descending else [key, Collection.id]
    rows, total = await repository.page(
        session,
        store.id,
        search=query.search,
        kind=query.kind,
        published=query.published,
        order=order,
        offset=offset,
        limit=limit,
    )
    return [CollectionRow(**_row(kernel, row)) for row in rows], total


async def collection_out(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, collection_id: UUID
) -> CollectionOut:
    """A collection, whole. Raises CollectionNotFound (404)."""
    row = await repository.whole(session, store.id, collection_id)
    collection: Collection = row.Collection
    return CollectionOut(
        **_row(kernel, row),
        description=collection.description,
        match=Match(collection.match),
        rules=conditions.loaded(collection.rules),
        sort=CollectionSort(collection.sort),
        seo=PageSeoOut(title=collection.seo_title, description=collection.seo_description),
        storefront_url=storefront_url(
            kernel.settings, store.slug, f"/collections/{collection.slug}"
        ),
        created_at=collection.created_at,
    )


def _row(kernel: Kernel, row: Row[Any]) -> dict[str, Any]:
    collection: Collection = row.Collection
    return {
        "id": collection.id,
        "kind": CollectionKind(collection.kind),
        "title": collection.title,
        "slug": collection.slug,
        "published": collection.published,
        "pending": collection.pending,
        "products": row.products,
        "image": None if row.Media is None else picture_out(storage_of(kernel), row.Media),
        "updated_at": collection.updated_at,
    }


async def create_collection(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, body: CollectionIn, *, actor: str
) -> Collection:
    """Make a collection. A smart one is filled by a job that begins after the commit.

    Raises SlugTaken, TooManyCollections (409), MediaNotFound (404), Invalid (422) on the field to
    blame.
    """
    smart = body.kind is CollectionKind.SMART
    _check_shape(body, smart=smart)
    await check_categories(session, store, body.rules)
    if await repository.count(session, store.id) >= MAX_COLLECTIONS:
        raise TooManyCollections
    members = list(dict.fromkeys(body.product_ids))
    await check_products(session, store, members)
    if body.image_id is not None:
        await known_picture(session, store.id, body.image_id)
    if body.slug is not None:
        slug = slugs.requested(body.slug)
    else:
        base = slugs.derived(body.title, "collection")
        slug = slugs.first_free(base, await slugs.taken(session, store.id, "collection", base))
    collection = Collection(
        tenant_id=store.tenant_id,
        id=new_id(),
        store_id=store.id,
        kind=body.kind.value,
        title=body.title,
        slug=slug,
        sort_title=sort_key(body.title),
        description=sanitise(body.description or ""),
        match=body.match.value,
        rules=conditions.stored(body.rules),
        rule_fields=_fields(body.rules),
        sort=_sort(body.sort, smart=smart).value,
        published=body.published,
        pending=smart,
        image_id=body.image_id,
    )
    apply_seo(collection, body.seo)
    session.add(collection)
    with refusing({SLUG_KEY: SlugTaken.on_field("slug")}):
        await session.flush()
    await slugs.purge(session, store.id, "collection", slug)
    if members:
        await repository.write_members(session, collection, members)
    if smart:
        await filling.enqueue(kernel, session, collection)
    await telling.changed(kernel, session, collection)
    await telling.record(session, collection, actor, "create", after=_facts(collection))
    return collection


async def update_collection(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    collection_id: UUID,
    body: CollectionPatch,
    *,
    actor: str,
) -> Collection:
    """Change a collection. New rules are worked out by a job that begins after the commit.

    Raises CollectionNotFound, MediaNotFound (404), SlugTaken (409), Invalid (422).
    """
    given = body.model_fields_set
    collection = await repository.one(session, store.id, collection_id, lock=True)
    before, old_slug = _facts(collection), collection.slug
    smart = collection.kind == CollectionKind.SMART
    if body.rules is not None or body.match is not None:
        await _change_rules(session, store, collection, body)
    if body.title is not None:
        collection.title, collection.sort_title = body.title, sort_key(body.title)
    if "description" in given:
        collection.description = sanitise(body.description or "")
    if body.sort is not None:
        collection.sort = _sort(body.sort, smart=smart).value
    if body.published is not None:
        collection.published = body.published
    if "image_id" in given:
        if body.image_id is not None:
            await known_picture(session, store.id, body.image_id)
        collection.image_id = body.image_id
    if "seo" in given:
        apply_seo(collection, body.seo)
    if body.slug is not None:
        collection.slug = slugs.requested(body.slug)
    after = _facts(collection)
    if after == before:
        return collection
    if smart and (before["rules"], before["match"]) != (after["rules"], after["match"]):
        collection.pending = True
        await filling.enqueue(kernel, session, collection)
    collection.updated_at = clock.now()
    with refusing({SLUG_KEY: SlugTaken.on_field("slug")}):
        await session.flush()
    if collection.slug != old_slug:
        await slugs.move(
            session,
            tenant_id=store.tenant_id,
            store_id=store.id,
            kind="collection",
            target_id=collection_id,
            old=old_slug,
            new=collection.slug,
        )
    await telling.changed(kernel, session, collection)
    await telling.record(session, collection, actor, "update", before=before, after=after)
    return collection


async def delete_collection(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, collection_id: UUID, *, actor: str
) -> None:
    """Remove a collection; its products stay. Raises CollectionNotFound (404)."""
    collection = await repository.one(session, store.id, collection_id, lock=True)
    await telling.changed(kernel, session, collection)
    await telling.record(session, collection, actor, "delete", before=_facts(collection))
    await slugs.forget(session, "collection", collection_id)
    await session.delete(collection)
    await session.flush()


def _check_shape(body: CollectionIn, *, smart: bool) -> None:
    problems = []
    if smart and not body.rules:
        problems.append(problem("rules", "A smart collection needs at least one condition."))
    if smart and body.product_ids:
        problems.append(problem("product_ids", "Rules decide what is in a smart collection."))
    if not smart and body.rules:
        problems.append(problem("rules", "Only a smart collection has conditions."))
    refuse(problems)


def _sort(wanted: CollectionSort | None, *, smart: bool) -> CollectionSort:
    if smart and wanted is CollectionSort.MANUAL:
        refuse([problem("sort", "The products of a smart collection have no order by hand.")])
    if wanted is None:
        return CollectionSort.NEWEST if smart else CollectionSort.MANUAL
    return wanted


async def _change_rules(
    session: AsyncSession, store: StoreFacts, collection: Collection, body: CollectionPatch
) -> None:
    if collection.kind != CollectionKind.SMART:
        if body.rules:
            refuse([problem("rules", "Only a smart collection has conditions.")])
        return
    if body.rules is not None:
        if not body.rules:
            refuse([problem("rules", "A smart collection needs at least one condition.")])
        await check_categories(session, store, body.rules)
        collection.rules = conditions.stored(body.rules)
        collection.rule_fields = _fields(body.rules)
    if body.match is not None:
        collection.match = body.match.value


def _fields(rules: Sequence[Rule]) -> list[str]:
    return sorted({rule.field for rule in rules})


def _facts(collection: Collection) -> dict[str, Any]:
    return {
        "title": collection.title,
        "slug": collection.slug,
        "description": collection.description,
        "match": collection.match,
        "rules": list(collection.rules),
        "sort": collection.sort,
        "published": collection.published,
        "image_id": str(collection.image_id) if collection.image_id else None,
        "seo_title": collection.seo_title,
        "seo_description": collection.seo_description,
    }
