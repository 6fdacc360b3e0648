"""Menus of the shop: two levels, written as a whole, so that their order is what was sent."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce import tags
from commerce.site.errors import TargetNotFound
from commerce.site.events import NavigationChanged
from commerce.site.models import LinkKind, Menu
from commerce.site.navigation import repository
from commerce.site.schemas import MenuIn, MenuItemOut, MenuOut, SubItemIn, SubItemOut
from commerce.stores.directory import StoreFacts
from ecomm_core import audit
from ecomm_core.db.signals import drop_tags
from ecomm_core.errors import Invalid
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel


async def menus(session: AsyncSession, store_id: UUID) -> list[MenuOut]:
    """Header and footer."""
    lines = await repository.lines(session, store_id)
    return [_menu(menu, [line for line in lines if line.menu == menu]) for menu in Menu]


async def menu_of(session: AsyncSession, store_id: UUID, menu: Menu) -> MenuOut:
    """One menu."""
    return _menu(menu, await repository.lines(session, store_id, menu.value))


async def replace(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    menu: Menu,
    body: MenuIn,
    *,
    actor: str,
) -> MenuOut:
    """Write a menu as a whole. Raises TargetNotFound (404), Invalid (422) on the line to blame."""
    await repository.lock(session, store.id)
    before = await menu_of(session, store.id, menu)
    asked = list(_asked(body))
    for field, item in asked:
        _check_shape(field, item)
    targets = [(field, item.kind.value, item.target_id) for field, item in asked if item.target_id]
    wrong = await repository.unknown(
        session,
        tenant_id=store.tenant_id,
        store_id=store.id,
        targets=[(kind, target) for _, kind, target in targets],
    )
    if wrong is not None:
        raise TargetNotFound.on_field(f"{targets[wrong][0]}.target_id")
    await repository.replace(session, store.id, menu.value, list(_rows(store, menu, body)))
    after = await menu_of(session, store.id, menu)
    stale = [tags.store(store.id)]
    drop_tags(session, *stale)
    await kernel.outbox.emit(
        session,
        NavigationChanged(menu=menu.value, tags=stale),
        tenant_id=store.tenant_id,
        store_id=store.id,
        resource_id=store.id,
    )
    await audit.record(
        session,
        tenant_id=store.tenant_id,
        actor=actor,
        action="navigation.update",
        resource_type="menu",
        store_id=store.id,
        before=_facts(before),
        after=_facts(after),
    )
    return after


def _asked(body: MenuIn) -> Iterator[tuple[str, SubItemIn]]:
    for place, item in enumerate(body.items):
        yield f"items.{place}", item
        for below, sub in enumerate(item.items):
            yield f"items.{place}.items.{below}", sub


def _check_shape(field: str, item: SubItemIn) -> None:
    if item.kind is LinkKind.URL and item.url is None:
        raise Invalid.on_field(f"{field}.url", "Write the address this line leads to.")
    if item.kind is not LinkKind.URL and item.target_id is None:
        raise Invalid.on_field(f"{field}.target_id", "Choose what this line leads to.")


def _rows(store: StoreFacts, menu: Menu, body: MenuIn) -> Iterator[dict[str, Any]]:
    for place, item in enumerate(body.items):
        top = _row(store, menu, item, place, None)
        yield top
        for below, sub in enumerate(item.items):
            yield _row(store, menu, sub, below, top["id"])


def _row(
    store: StoreFacts, menu: Menu, item: SubItemIn, position: int, parent_id: UUID | None
) -> dict[str, Any]:
    outside = item.kind is LinkKind.URL
    return {
        "tenant_id": store.tenant_id,
        "id": new_id(),
        "store_id": store.id,
        "menu": menu.value,
        "parent_id": parent_id,
        "position": position,
        "label": item.label,
        "kind": item.kind.value,
        "target_id": None if outside else item.target_id,
        "url": item.url if outside else None,
    }


def _menu(menu: Menu, lines: Sequence[Any]) -> MenuOut:
    return MenuOut(
        menu=menu,
        items=[
            MenuItemOut(
                **SubItemOut.model_validate(top).model_dump(),
                items=[SubItemOut.model_validate(sub) for sub in lines if sub.parent_id == top.id],
            )
            for top in lines
            if top.parent_id is None
        ],
    )


def _facts(menu: MenuOut) -> dict[str, Any]:
    return {
        "menu": menu.menu.value,
        "items": [
            {"label": top.label, "path": top.path, "items": [sub.label for sub in top.items]}
            for top in menu.items
        ],
    }
