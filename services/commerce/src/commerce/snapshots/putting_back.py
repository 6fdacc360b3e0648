"""Putting one document back: through the room it belongs to, with that room's rules."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog import service as catalog
from commerce.catalog.schemas import CategoryIn, CategoryPatch, ProductIn, ProductPatch
from commerce.content.blog import categories as blog_categories
from commerce.content.blog import service as blog
from commerce.content.blog.schemas import BlogCategoryIn, BlogCategoryPatch, PostIn, PostPatch
from commerce.reads import snapshot_rows as rows
from commerce.site.models import Menu
from commerce.site.navigation import service as navigation
from commerce.site.pages import service as pages
from commerce.site.redirects import service as redirects
from commerce.site.schemas import MenuIn, PageIn, PagePatch, RedirectIn, RedirectPatch
from commerce.stores import service as stores
from commerce.stores.directory import StoreFacts
from commerce.stores.schemas import StorePatch
from commerce.themes import service as themes
from ecomm_core.kernel import Kernel

Doc = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Room:
    """Who puts back, and where."""

    kernel: Kernel
    session: AsyncSession
    store: StoreFacts
    actor: str


def name_of(doc: Doc, key: str) -> str:
    """What a merchant calls it."""
    return str(doc.get("title") or doc.get("name") or doc.get("path") or key)


async def put(room: Room, kind: str, key: str, doc: Doc, now: Doc | None) -> None:
    """Give a thing its old state, or make it anew where it is gone (`now` None). Raises AppError
    where a rule stands against it."""
    await _PUT[kind](room, key, doc, now)


async def take_away(room: Room, kind: str, key: str) -> None:
    """Remove what was made since; a product is archived. Raises AppError."""
    given = (room.kernel, room.session, room.store, UUID(key))
    if kind == "product":
        await catalog.archive_product(*given, actor=room.actor)
    elif kind == "category":
        await catalog.delete_category(*given, actor=room.actor)
    elif kind == "page":
        await pages.delete(*given, actor=room.actor)
    elif kind == "redirect":
        await redirects.delete(*given, actor=room.actor)
    elif kind == "blog_post":
        await blog.delete(*given, actor=room.actor)
    elif kind == "blog_category":
        await blog_categories.delete(*given, actor=room.actor)


async def _settings(room: Room, _key: str, doc: Doc, _now: Doc | None) -> None:
    theme = doc["theme"]
    body = StorePatch.model_validate({k: v for k, v in doc.items() if k != "theme"})
    store = await stores.update(
        room.kernel, room.session, store_id=room.store.id, actor=room.actor, body=body
    )
    if store.theme != theme:
        themes.check(theme)
        await stores.set_theme(room.kernel, room.session, store, theme)


async def _category(room: Room, key: str, doc: Doc, now: Doc | None) -> None:
    parent = doc["parent_id"]
    if parent is not None and not await _known(room, "category", [parent]):
        doc = {**doc, "parent_id": None}
    given = (room.kernel, room.session, room.store)
    if now is None:
        body = CategoryIn.model_validate(doc)
        await catalog.create_category(*given, body, actor=room.actor, category_id=UUID(key))
    else:
        patch = CategoryPatch.model_validate(doc)
        await catalog.update_category(*given, UUID(key), patch, actor=room.actor)


async def _page(room: Room, key: str, doc: Doc, now: Doc | None) -> None:
    given = (room.kernel, room.session, room.store)
    if now is None:
        body = PageIn.model_validate(doc)
        await pages.create(*given, body, actor=room.actor, page_id=UUID(key))
    else:
        await pages.update(*given, UUID(key), PagePatch.model_validate(doc), actor=room.actor)


async def _redirect(room: Room, key: str, doc: Doc, now: Doc | None) -> None:
    given = (room.kernel, room.session, room.store)
    if now is None:
        body = RedirectIn.model_validate(doc)
        await redirects.create(*given, body, actor=room.actor, redirect_id=UUID(key))
    else:
        patch = RedirectPatch.model_validate(doc)
        await redirects.update(*given, UUID(key), patch, actor=room.actor)


async def _blog_category(room: Room, key: str, doc: Doc, now: Doc | None) -> None:
    given = (room.kernel, room.session, room.store)
    if now is None:
        body = BlogCategoryIn.model_validate(doc)
        await blog_categories.create(*given, body, actor=room.actor, category_id=UUID(key))
    else:
        patch = BlogCategoryPatch.model_validate(doc)
        await blog_categories.update(*given, UUID(key), patch, actor=room.actor)


async def _blog_post(room: Room, key: str, doc: Doc, now: Doc | None) -> None:
    shelf, cover = doc["category_id"], doc["cover_id"]
    if shelf is not None and not await _known(room, "blog_category", [shelf]):
        doc = {**doc, "category_id": None}
    if cover is not None and not await rows.pictures(room.session, room.store.id, [cover]):
        doc = {**doc, "cover_id": None}
    given = (room.kernel, room.session, room.store)
    if now is None:
        body = PostIn.model_validate(doc)
        await blog.create(*given, body, actor=room.actor, post_id=UUID(key))
    else:
        await blog.update(*given, UUID(key), PostPatch.model_validate(doc), actor=room.actor)


async def _menu(room: Room, key: str, doc: Doc, _now: Doc | None) -> None:
    wanted = [line for top in doc["items"] for line in (top, *top["items"])]
    known: dict[str, Collection[str]] = {}
    for kind in ("page", "category", "product"):
        asked = [line["target_id"] for line in wanted if line["kind"] == kind]
        known[kind] = await _known(room, kind, asked)

    def stands(line: Doc) -> bool:
        return line["kind"] not in known or line["target_id"] in known[line["kind"]]

    items = [
        {**top, "items": [line for line in top["items"] if stands(line)]}
        for top in doc["items"]
        if stands(top)
    ]
    body = MenuIn.model_validate({"items": items})
    await navigation.replace(
        room.kernel, room.session, room.store, Menu(key), body, actor=room.actor
    )


async def _product(room: Room, key: str, doc: Doc, now: Doc | None) -> None:
    currency = room.store.currency
    names = [option["name"] for option in doc["options"]]
    kept = {variant["id"] for variant in now["variants"]} if now is not None else set()

    def money(amount: int | None) -> Doc | None:
        return None if amount is None else {"amount": amount, "currency": currency}

    variants = [
        {
            **({"id": variant["id"]} if variant["id"] in kept else {}),
            "options": dict(zip(names, variant["values"], strict=True)),
            "sku": variant["sku"],
            "barcode": variant["barcode"],
            "price": money(variant["price"]),
            "compare_at_price": money(variant["compare_at_price"]),
            "cost": money(variant["cost"]),
            "weight_grams": variant["weight_grams"],
        }
        for variant in doc["variants"]
    ]
    media = [] if now is None else now["media_ids"]
    found = await _known(room, "category", doc["category_ids"])
    body = {
        **doc,
        "variants": variants,
        "category_ids": [category for category in doc["category_ids"] if category in found],
        # Pictures that came since stay, behind the old ones; one that was removed cannot come back.
        "media_ids": [m for m in doc["media_ids"] if m in media]
        + [m for m in media if m not in doc["media_ids"]],
    }
    given = (room.kernel, room.session, room.store)
    if now is not None:
        patch = ProductPatch.model_validate(body)
        await catalog.update_product(*given, UUID(key), patch, actor=room.actor)
        return
    status = "active" if doc["status"] == "active" else "draft"
    fresh = {**body, "status": status, "price": money(doc["variants"][0]["price"])}
    await catalog.create_product(*given, ProductIn.model_validate(fresh), actor=room.actor)


async def _known(room: Room, kind: str, keys: Collection[str]) -> Collection[str]:
    if not keys:
        return frozenset()
    return (await rows.some(room.session, room.store.id, kind, list(keys))).keys()


_PUT: dict[str, Callable[[Room, str, Doc, Doc | None], Awaitable[None]]] = {
    "settings": _settings,
    "category": _category,
    "page": _page,
    "redirect": _redirect,
    "menu": _menu,
    "product": _product,
    "blog_category": _blog_category,
    "blog_post": _blog_post,
}
