"""Rules of stores: slugs, limits, what may change, deletion."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import fields
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce import tags
from commerce.conflicts import refusing
from commerce.stores import repository, setup
from commerce.stores.addresses import storefront_url
from commerce.stores.directory import StoreFacts
from commerce.stores.domains import repository as domains
from commerce.stores.errors import CurrencyFixed, SlugTaken, StoreNotFound
from commerce.stores.events import StoreCreated, StoreDeleted, StoreSuspended, StoreUpdated
from commerce.stores.models import Store, StoreStatus
from commerce.stores.places import timezone_of
from commerce.stores.schemas import StoreIn, StoreOut, StorePatch
from commerce.stores.slugs import RESERVED
from ecomm_core import audit, clock, plans
from ecomm_core.db.signals import drop_tags
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.events import EventData
from ecomm_core.settings import CoreSettings

CURRENCY_IN_USE = "currency_in_use"
"""Part of the kernel that answers whether a store has sold: `CurrencyInUse`."""

CurrencyInUse = Callable[[AsyncSession, UUID], Awaitable[bool]]

CLEARABLE = frozenset(
    {
        *("description", "contact_email", "contact_phone", "business_name", "business_address"),
        *("seo_title", "seo_description"),
    }
)
"""Fields that null clears; in all others null changes nothing."""


def to_out(store: Store, settings: CoreSettings) -> StoreOut:
    """A store as its merchants see it."""
    return StoreOut.model_validate(
        {
            **{name: getattr(store, name) for name in _SHOWN},
            "storefront_url": storefront_url(settings, store.slug),
            "setup": setup.progress(store.setup),
        }
    )


_SHOWN = set(StoreOut.model_fields) - {"storefront_url", "setup"}


def facts_of(store: Store) -> StoreFacts:
    """What public requests and other rooms know of a store."""
    return StoreFacts(**{field.name: getattr(store, field.name) for field in fields(StoreFacts)})


async def create(
    kernel: Kernel,
    session: AsyncSession,
    *,
    tenant_id: UUID,
    actor: str,
    body: StoreIn,
    theme: dict[str, Any],
    prices_include_tax: bool,
) -> Store:
    """Make a store's record under the first free slug of its name.

    Raises LimitReached (402), SlugTaken (409) when no slug of the name is left.
    """
    await plans.check(session, tenant_id=tenant_id, name=plans.STORES, n=1)
    values = body.model_dump(exclude={"timezone"})
    values |= {
        "tenant_id": tenant_id,
        "id": new_id(),
        "status": StoreStatus.ACTIVE.value,
        "niche": body.niche.value,
        "timezone": body.timezone or timezone_of(body.country),
        "prices_include_tax": prices_include_tax,
        "theme": theme,
        "setup": setup.fresh(),
    }
    store = await repository.insert_with_slug(session, body.name, values)
    if store is None:
        raise SlugTaken.on_field("name")
    stale = [tags.slug(store.slug)]
    drop_tags(session, *stale)
    await kernel.outbox.emit(
        session,
        StoreCreated(store_id=store.id, slug=store.slug, tags=stale),
        tenant_id=tenant_id,
        store_id=store.id,
        resource_id=store.id,
    )
    await _audit(session, store, actor, "store.create", after=_facts(store, set(values)))
    return store


async def get(session: AsyncSession, store_id: UUID, *, lock: bool = False) -> Store:
    """A live store of the tenant. Raises StoreNotFound (404)."""
    store = await repository.get(session, store_id, lock=lock)
    if store is None:
        raise StoreNotFound
    return store


async def page(
    session: AsyncSession, *, allowed: Collection[UUID] | None, offset: int, limit: int
) -> tuple[list[Store], int]:
    """(stores, total), oldest first. `allowed` None is all stores of the tenant."""
    return await repository.page(session, allowed=allowed, offset=offset, limit=limit)


async def update(
    kernel: Kernel, session: AsyncSession, *, store_id: UUID, actor: str, body: StorePatch
) -> Store:
    """Change what the body names.

    Raises SlugTaken, CurrencyFixed (409), StoreNotFound (404).
    """
    store = await get(session, store_id, lock=True)
    wanted = {
        name: value
        for name, value in body.model_dump(exclude_unset=True).items()
        if value is not None or name in CLEARABLE
    }
    changed = {name: value for name, value in wanted.items() if getattr(store, name) != value}
    if not changed:
        return store
    before = _facts(store, set(changed))
    if "currency" in changed:
        in_use: CurrencyInUse = kernel.parts[CURRENCY_IN_USE]
        if await in_use(session, store.id):
            raise CurrencyFixed.on_field("currency")
    if changed.get("slug") in RESERVED:
        raise SlugTaken.on_field("slug")
    old_slug = store.slug
    with refusing({"uq_stores_slug": SlugTaken.on_field("slug")}):
        store = await repository.change(session, store.id, changed)
    await _announce(kernel, session, store, old_slug, sorted(changed))
    await _audit(
        session, store, actor, "store.update", before=before, after=_facts(store, set(changed))
    )
    return store


async def delete(kernel: Kernel, session: AsyncSession, *, store_id: UUID, actor: str) -> None:
    """Take a store away from everyone: its slug and its part of the plan are free at once.

    Its rows stay (orders must be kept); nothing reaches them any more. Raises StoreNotFound (404).
    """
    store = await get(session, store_id, lock=True)
    store = await repository.change(
        session, store.id, {"status": StoreStatus.DELETED.value, "deleted_at": clock.now()}
    )
    tenant_id = store.tenant_id
    await plans.release(session, tenant_id=tenant_id, name=plans.STORES, n=1)
    products = await plans.use(session, tenant_id=tenant_id, name=plans.PRODUCTS, scope_id=store.id)
    if products:
        await plans.release(
            session, tenant_id=tenant_id, name=plans.PRODUCTS, n=products, scope_id=store.id
        )
    hosts = await domains.remove_all(session, store.id)
    if hosts:
        await plans.release(session, tenant_id=tenant_id, name=plans.CUSTOM_DOMAINS, n=len(hosts))
    stale = [*_stale(store, store.slug), *map(tags.slug, hosts)]
    drop_tags(session, *stale)
    await kernel.outbox.emit(
        session,
        StoreDeleted(store_id=store.id, slug=store.slug, tags=stale),
        tenant_id=tenant_id,
        store_id=store.id,
        resource_id=store.id,
    )
    await _audit(session, store, actor, "store.delete", before={"slug": store.slug})


async def set_theme(
    kernel: Kernel, session: AsyncSession, store: Store, theme: dict[str, Any]
) -> Store:
    """Publish a theme (as validated by `themes`)."""
    changed = await repository.change(session, store.id, {"theme": theme})
    await _announce(kernel, session, changed, changed.slug, ["theme"])
    return changed


async def set_taxing(
    kernel: Kernel,
    session: AsyncSession,
    *,
    store_id: UUID,
    prices_include_tax: bool,
    shipping_taxable: bool,
) -> Store:
    """Say how the store's prices are shown; its pages are made anew. The caller audits.

    Raises StoreNotFound (404).
    """
    wanted = {"prices_include_tax": prices_include_tax, "shipping_taxable": shipping_taxable}
    store = await get(session, store_id, lock=True)
    changed = {name: value for name, value in wanted.items() if getattr(store, name) != value}
    if changed:
        store = await repository.change(session, store.id, changed)
        await _announce(kernel, session, store, store.slug, sorted(changed))
    return store


async def pay_out_to(
    kernel: Kernel, session: AsyncSession, store_id: UUID, account: str | None
) -> bool:
    """Let the store's money go to an account of the payment provider's, or close its checkout (with
    None); False where it is so already. The caller audits. Raises StoreNotFound (404)."""
    store = await get(session, store_id, lock=True)
    if store.payout_account == account:
        return False
    store = await repository.change(session, store.id, {"payout_account": account})
    await _announce(kernel, session, store, store.slug, ["payments"])
    return True


async def set_step(
    session: AsyncSession,
    store: Store,
    key: setup.StepKey,
    status: setup.StepStatus,
    message: str | None = None,
) -> Store:
    """Record the progress of the creation flow."""
    progress = setup.with_step(store.setup, key, status, message)
    return await repository.change(session, store.id, {"setup": progress})


async def start_seo(kernel: Kernel, session: AsyncSession, store: Store) -> None:
    """Texts for search engines, where the merchant wrote none."""
    texts = {
        "seo_title": store.seo_title or store.name,
        "seo_description": store.seo_description or store.description,
    }
    changed = {name: text for name, text in texts.items() if getattr(store, name) != text}
    if changed:
        await _announce(
            kernel,
            session,
            await repository.change(session, store.id, changed),
            store.slug,
            sorted(changed),
        )


async def resolves(session: AsyncSession, store: Store) -> bool:
    """Whether the store's slug leads to it."""
    return await repository.locate(session, store.slug) == store.id


async def announce_slug(kernel: Kernel, session: AsyncSession, store: Store) -> None:
    """Make every cache look the store's slug up again."""
    await _announce(kernel, session, store, store.slug, ["slug"])


async def _announce(
    kernel: Kernel, session: AsyncSession, store: Store, old_slug: str, changed: list[str]
) -> None:
    stale = _stale(store, old_slug)
    drop_tags(session, *stale)
    facts: list[EventData] = [
        StoreUpdated(store_id=store.id, slug=store.slug, tags=stale, changed=changed)
    ]
    if "status" in changed and store.status == StoreStatus.PAUSED.value:
        facts.append(StoreSuspended(store_id=store.id, slug=store.slug, tags=stale))
    await kernel.outbox.emit(
        session,
        *facts,
        tenant_id=store.tenant_id,
        store_id=store.id,
        resource_id=store.id,
    )


def _stale(store: Store, old_slug: str) -> list[str]:
    """Every cached reply of a store carries its store tag, so this one drops them all."""
    return sorted({tags.store(store.id), tags.slug(store.slug), tags.slug(old_slug)})


def _facts(store: Store, names: set[str]) -> dict[str, Any]:
    shown = names - {"theme", "setup", "tenant_id", "id"}
    return {name: getattr(store, name) for name in sorted(shown)}


async def _audit(
    session: AsyncSession,
    store: Store,
    actor: str,
    action: str,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    await audit.record(
        session,
        tenant_id=store.tenant_id,
        actor=actor,
        action=action,
        resource_type="store",
        resource_id=store.id,
        store_id=store.id,
        before=before,
        after=after,
    )
