"""Addresses of products, categories, collections, pages, posts: unique per store and kind among
live rows (rules §7).

A changed slug leaves a redirect that points to the thing itself, so chains are flat and loops
impossible; a live slug wins over a redirect of the same name.
"""

from collections.abc import Iterable
from typing import Final, Literal
from uuid import UUID

from sqlalchemy import or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog.models import Category, Collection, Product
from ecomm_core.errors import Invalid
from ecomm_core.ids import new_id
from ecomm_core.text import slugify

MAX_LENGTH: Final = 200

Kind = Literal["product", "category", "collection", "page", "post"]
_MODELS: Final[dict[str, type[Product] | type[Category] | type[Collection]]] = {
    "product": Product,
    "category": Category,
    "collection": Collection,
}

_PURGE = text(
    "delete from slug_redirects where store_id = :store and kind = :kind and slug = :slug"
)

_MOVE = text(
    """with purged as (
         delete from slug_redirects
          where store_id = :store and kind = :kind and slug = :new)
       insert into slug_redirects (tenant_id, id, store_id, kind, slug, target_id)
       values (:tenant, :id, :store, :kind, :old, :target)
       on conflict (tenant_id, store_id, kind, slug) do update set target_id = excluded.target_id"""
)

_FORGET = text("delete from slug_redirects where kind = :kind and target_id = :target")


def requested(given: str) -> str:
    """The slug a merchant asks for, as it will be stored. Raises Invalid (422) on `slug`."""
    slug = slugify(given, MAX_LENGTH, "a")
    if slug != slugify(given, MAX_LENGTH, "b"):
        raise Invalid.on_field("slug", "Use letters a to z, digits and hyphens.")
    return slug


def derived(title: str, default: str) -> str:
    """The slug of a title, before it is made unique."""
    return slugify(title, MAX_LENGTH, default)


def first_free(base: str, taken: Iterable[str]) -> str:
    """`base`, or with -2, -3 … the first that is not taken."""
    used = set(taken)
    if base not in used:
        return base
    for number in range(2, len(used) + 3):
        suffix = f"-{number}"
        candidate = base[: MAX_LENGTH - len(suffix)].rstrip("-") + suffix
        if candidate not in used:
            return candidate
    raise AssertionError("one of n + 2 candidates is free among n")


async def taken(
    session: AsyncSession,
    store_id: UUID,
    kind: Literal["product", "category", "collection"],
    base: str,
) -> list[str]:
    """Live slugs that compete with `base` and its numbered forms."""
    model = _MODELS[kind]
    stem = base[: MAX_LENGTH - 8].rstrip("-")
    found = await session.scalars(
        select(model.slug).where(
            model.store_id == store_id,
            or_(model.slug == base, model.slug.startswith(f"{stem}-", autoescape=True)),
        )
    )
    return list(found)


async def purge(session: AsyncSession, store_id: UUID, kind: Kind, slug: str) -> None:
    """A live thing took this slug: nothing redirects from it any more."""
    await session.execute(_PURGE, {"store": store_id, "kind": kind, "slug": slug})


async def move(
    session: AsyncSession,
    *,
    tenant_id: UUID,
    store_id: UUID,
    kind: Kind,
    target_id: UUID,
    old: str,
    new: str,
) -> None:
    """A live thing changed its slug: the old one redirects to it, the new one redirects nowhere."""
    await session.execute(
        _MOVE,
        {
            "tenant": tenant_id,
            "id": new_id(),
            "store": store_id,
            "kind": kind,
            "target": target_id,
            "old": old,
            "new": new,
        },
    )


async def forget(session: AsyncSession, kind: Kind, target_id: UUID) -> None:
    """A thing is gone: so are its redirects."""
    await session.execute(_FORGET, {"kind": kind, "target": target_id})
