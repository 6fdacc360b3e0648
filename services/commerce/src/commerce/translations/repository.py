"""Queries of languages and translations."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.translations.models import OptionTranslation, StoreLocale, Translation
from ecomm_core.ids import new_id

_LOCK = text("select pg_advisory_xact_lock(hashtextextended(:key, 0))")
_TEXTS = ("title", "description", "seo_title", "seo_description", "source", "updated_at")


async def lock_locales(session: AsyncSession, store_id: UUID) -> None:
    """Nobody else adds languages to the store until commit."""
    await session.execute(_LOCK, {"key": f"locales:{store_id}"})


async def locale(session: AsyncSession, store_id: UUID, tag: str) -> StoreLocale | None:
    """A language of the store beside its own."""
    found: StoreLocale | None = await session.scalar(
        select(StoreLocale).where(StoreLocale.store_id == store_id, StoreLocale.locale == tag)
    )
    return found


async def count(session: AsyncSession, store_id: UUID) -> int:
    """How many languages the store has added."""
    mine = select(func.count()).select_from(StoreLocale).where(StoreLocale.store_id == store_id)
    return await session.scalar(mine) or 0


async def published(session: AsyncSession, store_id: UUID) -> list[str]:
    """The languages shoppers see, beside the store's own."""
    found = await session.scalars(
        select(StoreLocale.locale)
        .where(StoreLocale.store_id == store_id, StoreLocale.published)
        .order_by(StoreLocale.locale.collate("C"))
    )
    return list(found)


async def forget_locale(session: AsyncSession, store_id: UUID, tag: str) -> None:
    """Remove a language with all its texts."""
    for model in (Translation, OptionTranslation, StoreLocale):
        await session.execute(delete(model).where(model.store_id == store_id, model.locale == tag))


async def put(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write translations; each row names tenant, store, kind, thing and language."""
    if not rows:
        return
    query = insert(Translation).values([{"id": new_id(), **row} for row in rows])
    await session.execute(
        query.on_conflict_do_update(
            index_elements=["tenant_id", "store_id", "kind", "resource_id", "locale"],
            set_={name: query.excluded[name] for name in _TEXTS},
        )
    )


async def remove(
    session: AsyncSession, store_id: UUID, kind: str, ids: Sequence[UUID], tag: str
) -> None:
    """Forget the translations of things in a language."""
    await session.execute(
        delete(Translation).where(
            Translation.store_id == store_id,
            Translation.kind == kind,
            Translation.resource_id.in_(ids),
            Translation.locale == tag,
        )
    )


async def option_texts(
    session: AsyncSession, store_id: UUID, tag: str, options: Sequence[str]
) -> dict[tuple[str, str], str]:
    """(option, value or '') -> its translation."""
    found = await session.execute(
        select(OptionTranslation.option, OptionTranslation.value, OptionTranslation.text).where(
            OptionTranslation.store_id == store_id,
            OptionTranslation.locale == tag,
            OptionTranslation.option.in_(options),
        )
    )
    return {(row.option, row.value): row.text for row in found.all()}


async def put_options(
    session: AsyncSession,
    tenant_id: UUID,
    store_id: UUID,
    tag: str,
    texts: Mapping[tuple[str, str], str],
    now: datetime,
) -> None:
    """Write translations of names and values."""
    query = insert(OptionTranslation).values(
        [
            {
                "tenant_id": tenant_id,
                "id": new_id(),
                "store_id": store_id,
                "locale": tag,
                "option": option,
                "value": value,
                "text": words,
                "created_at": now,
                "updated_at": now,
            }
            for (option, value), words in texts.items()
        ]
    )
    await session.execute(
        query.on_conflict_do_update(
            index_elements=["tenant_id", "store_id", "locale", "option", "value"],
            set_={"text": query.excluded.text, "updated_at": now},
        )
    )


async def remove_options(
    session: AsyncSession, store_id: UUID, tag: str, keys: Sequence[tuple[str, str]]
) -> None:
    """Forget translations of names and values."""
    for option, value in keys:
        await session.execute(
            delete(OptionTranslation).where(
                OptionTranslation.store_id == store_id,
                OptionTranslation.locale == tag,
                OptionTranslation.option == option,
                OptionTranslation.value == value,
            )
        )
