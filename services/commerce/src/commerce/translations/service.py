"""Texts of products, categories, collections and pages in other languages than the store's own."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncSession

from commerce import tags
from commerce.catalog.service import sanitise
from commerce.reads import translatable
from commerce.reads.translatable import FIELDS
from commerce.stores.directory import StoreFacts
from commerce.translations import locales, repository
from commerce.translations.errors import TranslatedNotFound
from commerce.translations.events import TranslationsChanged
from commerce.translations.models import TranslatedKind
from commerce.translations.schemas import (
    TextOut,
    TranslationIn,
    TranslationOut,
    TranslationRow,
    TranslationsIn,
    TranslationState,
)
from ecomm_core import audit, clock
from ecomm_core.db.signals import drop_tags
from ecomm_core.errors import Invalid
from ecomm_core.kernel import Kernel
from ecomm_core.text import search_key

EVENT: Final = 500
HTML: Final = frozenset({TranslatedKind.PRODUCT, TranslatedKind.COLLECTION, TranslatedKind.PAGE})
"""Kinds whose description is HTML."""
LONGEST: Final = {
    (TranslatedKind.CATEGORY, "title"): 120,
    (TranslatedKind.CATEGORY, "description"): 5_000,
}
"""Where a text may be shorter than the shape says: as the original's."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What one thing's texts shall be in a language: field -> text, None to take it back. `digests`
    names the originals that were translated, where the caller knows."""

    id: UUID
    texts: Mapping[str, str | None]
    digests: Mapping[str, str] = field(default_factory=dict)


def digest(text: str | None) -> str:
    """Names a text: 32 hexadecimal digits."""
    return hashlib.md5((text or "").encode(), usedforsecurity=False).hexdigest()


async def page(
    session: AsyncSession,
    store: StoreFacts,
    kind: TranslatedKind,
    locale: str,
    asked: TranslationsIn,
) -> tuple[list[TranslationRow], int]:
    """(things by title and where their translation stands, how many). Raises LocaleNotFound
    (404)."""
    await locales.find(session, store, locale)
    words = [f"%{word}%" for word in search_key(asked.search or "").split()[:10]]
    rows, total = await translatable.page(
        session,
        store.id,
        kind.value,
        locale,
        words=words,
        state=None if asked.state is None else asked.state.value,
        offset=(asked.page - 1) * asked.per_page,
        limit=asked.per_page,
    )
    return [
        TranslationRow(
            kind=kind,
            id=row.id,
            title=row.title,
            translated_title=row.translated_title,
            state=TranslationState(row.state),
            updated_at=row.updated_at,
        )
        for row in rows
    ], total


async def get(
    session: AsyncSession, store: StoreFacts, kind: TranslatedKind, locale: str, thing: UUID
) -> TranslationOut:
    """All texts of a thing in a language. Raises LocaleNotFound, TranslatedNotFound (404)."""
    await locales.find(session, store, locale)
    rows = await translatable.texts(session, store.id, kind.value, locale, [thing])
    if not rows:
        raise TranslatedNotFound
    row = rows[0]
    shown = {name: _text(row, name) for name in FIELDS}
    states = {text.state for text in shown.values()}
    worst = next(
        state
        for state in (TranslationState.MISSING, TranslationState.OUTDATED, None)
        if state is None or state in states
    )
    return TranslationOut(
        kind=kind,
        id=thing,
        locale=locale,
        **shown,
        state=worst or TranslationState.TRANSLATED,
        updated_at=row["updated_at"],
    )


def _text(row: RowMapping, name: str) -> TextOut:
    source, text = row[name], row[f"translated_{name}"]
    known = digest(source)
    state = None
    if text is not None:
        same = (row["source"] or {}).get(name) == known
        state = TranslationState.TRANSLATED if same else TranslationState.OUTDATED
    elif source:
        state = TranslationState.MISSING
    return TextOut(source=source, text=text, digest=known, state=state)


async def put(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    kind: TranslatedKind,
    locale: str,
    thing: UUID,
    body: TranslationIn,
    *,
    actor: str,
) -> None:
    """Write a thing's texts in a language. Raises LocaleNotFound, TranslatedNotFound (404), Invalid
    (422) for a text that is too long for its kind."""
    await locales.find(session, store, locale)
    given = body.model_fields_set & set(FIELDS)
    wish = Wish(
        thing,
        {name: clean(kind, name, getattr(body, name)) for name in FIELDS if name in given},
        body.digests.model_dump(exclude_none=True),
    )
    rows = await translatable.texts(session, store.id, kind.value, locale, [thing])
    if not rows:
        raise TranslatedNotFound
    await write(kernel, session, store, kind, locale, rows, [wish], actor=actor)


def clean(kind: TranslatedKind, name: str, text: str | None) -> str | None:
    """A text as it is stored: HTML reduced, empty is none. Raises Invalid (422) on the field."""
    if not text:
        return None
    longest = LONGEST.get((kind, name))
    if longest is not None and len(text) > longest:
        raise Invalid.on_field(name, f"Use at most {longest:,} characters.")
    if name == "description" and kind in HTML:
        return sanitise(text) or None
    return text


async def remove(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    kind: TranslatedKind,
    locale: str,
    thing: UUID,
    *,
    actor: str,
) -> None:
    """Take all of a thing's texts in a language back. Raises LocaleNotFound, TranslatedNotFound
    (404)."""
    await locales.find(session, store, locale)
    rows = await translatable.texts(session, store.id, kind.value, locale, [thing])
    if not rows:
        raise TranslatedNotFound
    wish = Wish(thing, dict.fromkeys(FIELDS))
    await write(kernel, session, store, kind, locale, rows, [wish], actor=actor)


async def write(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    kind: TranslatedKind,
    locale: str,
    rows: Sequence[RowMapping],
    wishes: Sequence[Wish],
    *,
    actor: str,
) -> int:
    """Write what changes, and tell everyone; how many things changed. `rows`: the things' texts as
    they are (`reads.translatable.texts`)."""
    known = {row["id"]: row for row in rows}
    put_rows: list[dict[str, Any]] = []
    gone: list[UUID] = []
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    now = clock.now()
    for wish in wishes:
        row = known[wish.id]
        texts = {name: wish.texts.get(name, row[f"translated_{name}"]) for name in FIELDS}
        old = {name: row[f"translated_{name}"] for name in FIELDS}
        source = {
            name: wish.digests.get(name) or digest(row[name])
            if name in wish.texts
            else (row["source"] or {}).get(name)
            for name in FIELDS
            if texts[name] is not None
        }
        if texts == old and source == (row["source"] or {}):
            continue
        before[str(wish.id)], after[str(wish.id)] = _brief(old), _brief(texts)
        if not source:
            gone.append(wish.id)
            continue
        put_rows.append(
            {
                "tenant_id": store.tenant_id,
                "store_id": store.id,
                "kind": kind.value,
                "resource_id": wish.id,
                "locale": locale,
                **texts,
                "source": source,
                "created_at": now,
                "updated_at": now,
            }
        )
    changed = [row["resource_id"] for row in put_rows] + gone
    if not changed:
        return 0
    await repository.put(session, put_rows)
    if gone:
        await repository.remove(session, store.id, kind.value, gone, locale)
    await announce(kernel, session, store, kind, locale, changed)
    await audit.record(
        session,
        tenant_id=store.tenant_id,
        store_id=store.id,
        actor=actor,
        action="translation.update",
        resource_type=kind.value,
        resource_id=changed[0] if len(changed) == 1 else None,
        before={"locale": locale, "texts": dict(list(before.items())[:20])},
        after={"locale": locale, "texts": dict(list(after.items())[:20]), "count": len(changed)},
    )
    return len(changed)


def _brief(texts: Mapping[str, str | None]) -> dict[str, str]:
    return {name: text[:200] for name, text in texts.items() if text is not None}


async def announce(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    kind: TranslatedKind | None,
    locale: str,
    ids: Sequence[UUID],
) -> None:
    """Make stale what shows these texts; `kind` None: names and values of options."""
    for start in range(0, max(len(ids), 1), EVENT):
        part = list(ids[start : start + EVENT])
        stale = _stale(store.id, kind, part)
        drop_tags(session, *stale)
        await kernel.outbox.emit(
            session,
            TranslationsChanged(locale=locale, kind=kind, ids=part, tags=stale),
            tenant_id=store.tenant_id,
            store_id=store.id,
            resource_id=store.id,
        )


def _stale(store_id: UUID, kind: TranslatedKind | None, ids: Sequence[UUID]) -> list[str]:
    if kind is None:
        return [tags.store(store_id)]
    if kind is TranslatedKind.PRODUCT:
        return [tags.products(store_id), *(tags.product(store_id, one) for one in ids)]
    if kind is TranslatedKind.CATEGORY:
        return [tags.categories(store_id), tags.products(store_id), tags.tree(store_id)]
    if kind is TranslatedKind.COLLECTION:
        return [tags.collections(store_id), tags.products(store_id)]
    return [tags.pages(store_id)]
