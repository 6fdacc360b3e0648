"""The languages of a store: added, prepared, published, removed."""

from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from commerce import tags
from commerce.conflicts import refusing
from commerce.reads import translatable
from commerce.stores.directory import StoreFacts
from commerce.translations import repository
from commerce.translations.errors import LocaleExists, LocaleNotFound, TooManyLocales
from commerce.translations.events import LocalesChanged
from commerce.translations.models import StoreLocale
from commerce.translations.schemas import LocaleIn, LocaleOut, LocalesOut, StateCounts
from ecomm_core import audit, clock
from ecomm_core.db.signals import drop_tags
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel

MAX_LOCALES: Final = 20
_KEY: Final = {
    "uq_store_locales_tenant_id_store_id_locale": LocaleExists.on_field("locale"),
}


async def listed(session: AsyncSession, store: StoreFacts) -> LocalesOut:
    """The store's languages, and how far its products are in each."""
    return LocalesOut(
        own=store.locale,
        locales=[
            LocaleOut(
                locale=row.locale,
                published=row.published,
                products=StateCounts.model_validate(row),
            )
            for row in await translatable.counts(session, store.id)
        ],
    )


async def find(session: AsyncSession, store: StoreFacts, tag: str) -> StoreLocale:
    """A language of the store. Raises LocaleNotFound (404)."""
    found = await repository.locale(session, store.id, tag)
    if found is None:
        raise LocaleNotFound
    return found


async def add(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, body: LocaleIn, *, actor: str
) -> None:
    """Add a language. Raises LocaleExists, TooManyLocales (409)."""
    if body.locale == store.locale:
        raise LocaleExists.on_field("locale")
    await repository.lock_locales(session, store.id)
    if await repository.count(session, store.id) >= MAX_LOCALES:
        raise TooManyLocales
    now = clock.now()
    made = StoreLocale(
        tenant_id=store.tenant_id,
        id=new_id(),
        store_id=store.id,
        locale=body.locale,
        published=body.published,
        created_at=now,
        updated_at=now,
    )
    session.add(made)
    with refusing(_KEY):
        await session.flush()
    await _announce(kernel, session, store, body.locale, actor, None, made.published)


async def publish(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    tag: str,
    *,
    published: bool,
    actor: str,
) -> None:
    """Show the shop in a language, or no more. Raises LocaleNotFound (404)."""
    found = await find(session, store, tag)
    if found.published == published:
        return
    found.published, found.updated_at = published, clock.now()
    await session.flush()
    await _announce(kernel, session, store, tag, actor, not published, published)


async def remove(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, tag: str, *, actor: str
) -> None:
    """Remove a language with all its texts. Raises LocaleNotFound (404)."""
    found = await find(session, store, tag)
    was = found.published
    await repository.forget_locale(session, store.id, tag)
    await _announce(kernel, session, store, tag, actor, was, None)


async def _announce(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    tag: str,
    actor: str,
    before: bool | None,
    after: bool | None,
) -> None:
    stale = [tags.store(store.id)]
    drop_tags(session, *stale)
    await kernel.outbox.emit(
        session,
        LocalesChanged(published=await repository.published(session, store.id), tags=stale),
        tenant_id=store.tenant_id,
        store_id=store.id,
        resource_id=store.id,
    )
    await audit.record(
        session,
        tenant_id=store.tenant_id,
        store_id=store.id,
        actor=actor,
        action="locale.create"
        if before is None
        else "locale.update"
        if after is not None
        else "locale.delete",
        resource_type="store",
        resource_id=store.id,
        before=None if before is None else {"locale": tag, "published": before},
        after=None if after is None else {"locale": tag, "published": after},
    )
