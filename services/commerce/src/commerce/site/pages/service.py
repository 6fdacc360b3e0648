"""Pages and policies: addresses that redirect when they change, text that is safe to show."""

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce import tags
from commerce.catalog import slugs
from commerce.catalog.html import sanitise
from commerce.conflicts import refusing
from commerce.site.errors import PageKindTaken, PageNotFound, PageSlugTaken, TooManyPages
from commerce.site.events import PageChanged
from commerce.site.models import Page
from commerce.site.pages import repository
from commerce.site.schemas import PageIn, PageOut, PagePatch, PageRowOut
from commerce.stores.directory import StoreFacts
from ecomm_core import audit, clock
from ecomm_core.db.signals import drop_tags
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel
from ecomm_core.text import search_key, sort_key

MAX_PAGES: Final = 500
MAX_SLUG: Final = 120
CLEARABLE: Final = frozenset({"seo_title", "seo_description"})
_AUDITED: Final = ("kind", "title", "slug", "status", "seo_title", "seo_description")


def _refusals() -> Any:
    return refusing(
        {
            "uq_pages_tenant_id_store_id_slug": PageSlugTaken.on_field("slug"),
            "uq_pages_kind": PageKindTaken.on_field("kind"),
        }
    )


def to_out(page: Page) -> PageOut:
    """A page as its merchants see it."""
    return PageOut.model_validate(page)


async def list_pages(
    session: AsyncSession,
    store_id: UUID,
    *,
    search: str | None,
    status: str | None,
    kind: str | None,
    sort: str,
    offset: int,
    limit: int,
) -> tuple[list[PageRowOut], int]:
    """(pages without their text, how many there are)."""
    rows, total = await repository.page_of(
        session,
        store_id,
        search=search_key(search or ""),
        status=status,
        kind=kind,
        sort=sort,
        offset=offset,
        limit=limit,
    )
    return [PageRowOut.model_validate(row) for row in rows], total


async def get(session: AsyncSession, store_id: UUID, page_id: UUID, *, lock: bool = False) -> Page:
    """A page of the store. Raises PageNotFound (404)."""
    page = await repository.one(session, store_id, page_id, lock=lock)
    if page is None:
        raise PageNotFound
    return page


async def kinds(session: AsyncSession, store_id: UUID) -> dict[str, UUID]:
    """Kind -> page, of the kinds that a store has once."""
    return await repository.kinds(session, store_id)


async def create(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    body: PageIn,
    *,
    actor: str,
    page_id: UUID | None = None,
) -> Page:
    """Make a page; `page_id` is that of one which was there before. Raises PageSlugTaken,
    PageKindTaken, TooManyPages (409), Invalid (422)."""
    if await repository.count(session, store.id) >= MAX_PAGES:
        raise TooManyPages
    if body.slug is not None:
        slug = slugs.requested(body.slug)[:MAX_SLUG].rstrip("-")
    else:
        base = slugs.derived(body.title, "page")[:MAX_SLUG].rstrip("-")
        slug = slugs.first_free(base, await repository.slugs_like(session, store.id, base))
    now = clock.now()
    page = Page(
        tenant_id=store.tenant_id,
        id=page_id or new_id(),
        store_id=store.id,
        kind=body.kind.value,
        title=body.title,
        slug=slug,
        body=sanitise(body.body, "body"),
        status=body.status.value,
        seo_title=body.seo_title or None,
        seo_description=body.seo_description or None,
        sort_title=sort_key(body.title),
        created_at=now,
        updated_at=now,
    )
    session.add(page)
    with _refusals():
        await session.flush()
    await slugs.purge(session, store.id, "page", slug)
    await _announce(kernel, session, store, page, actor, "create", after=_facts(page))
    return page


async def update(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    page_id: UUID,
    body: PagePatch,
    *,
    actor: str,
) -> Page:
    """Change a page; its old address leads to the new one. Raises PageNotFound (404),
    PageSlugTaken (409), Invalid (422)."""
    page = await get(session, store.id, page_id, lock=True)
    wanted = {
        name: value
        for name, value in body.model_dump(exclude_unset=True, mode="json").items()
        if value is not None or name in CLEARABLE
    }
    if "body" in wanted:
        wanted["body"] = sanitise(wanted["body"], "body")
    if "slug" in wanted:
        wanted["slug"] = slugs.requested(wanted["slug"])[:MAX_SLUG].rstrip("-")
    for name in CLEARABLE & wanted.keys():
        wanted[name] = wanted[name] or None
    changed = {name: value for name, value in wanted.items() if getattr(page, name) != value}
    if not changed:
        return page
    before, old_slug = _facts(page), page.slug
    for name, value in changed.items():
        setattr(page, name, value)
    page.sort_title = sort_key(page.title)
    page.updated_at = clock.now()
    with _refusals():
        await session.flush()
    if page.slug != old_slug:
        await slugs.move(
            session,
            tenant_id=store.tenant_id,
            store_id=store.id,
            kind="page",
            target_id=page.id,
            old=old_slug,
            new=page.slug,
        )
    await _announce(
        kernel, session, store, page, actor, "update", before=before, after=_facts(page)
    )
    return page


async def delete(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, page_id: UUID, *, actor: str
) -> None:
    """Remove a page with its old addresses. Raises PageNotFound (404)."""
    page = await get(session, store.id, page_id, lock=True)
    facts = _facts(page)
    await slugs.forget(session, "page", page.id)
    await session.delete(page)
    await session.flush()
    await _announce(kernel, session, store, page, actor, "delete", before=facts)


def _facts(page: Page) -> dict[str, Any]:
    return {name: getattr(page, name) for name in _AUDITED}


async def _announce(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    page: Page,
    actor: str,
    action: str,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    stale = [tags.pages(store.id)]
    drop_tags(session, *stale)
    await kernel.outbox.emit(
        session,
        PageChanged(page_id=page.id, slug=page.slug, tags=stale),
        tenant_id=store.tenant_id,
        store_id=store.id,
        resource_id=page.id,
    )
    await audit.record(
        session,
        tenant_id=store.tenant_id,
        actor=actor,
        action=f"page.{action}",
        resource_type="page",
        resource_id=page.id,
        store_id=store.id,
        before=before,
        after=after,
    )


async def start(session: AsyncSession, store: StoreFacts, bodies: Iterable[PageIn]) -> int:
    """Make a new store's first pages: of each kind that it does not have yet. Returns how many;
    a slug that is taken gets a number."""
    have = await repository.kinds(session, store.id)
    now = clock.now()
    made = 0
    for body in bodies:
        if body.kind.value in have:
            continue
        base = body.slug or slugs.derived(body.title, "page")
        used = await repository.slugs_like(session, store.id, base)
        session.add(
            Page(
                tenant_id=store.tenant_id,
                id=new_id(),
                store_id=store.id,
                kind=body.kind.value,
                title=body.title,
                slug=slugs.first_free(base, used),
                body=sanitise(body.body, "body"),
                status=body.status.value,
                sort_title=sort_key(body.title),
                created_at=now,
                updated_at=now,
            )
        )
        made += 1
    await session.flush()
    return made
