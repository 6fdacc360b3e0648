"""Redirects that merchants make, beside those that moved things leave (rules §7).

Chains are flattened when they are written, loops refused; a live page at a path wins over a
redirect from it, which is judged when the path is asked for.
"""

from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce import tags
from commerce.site.errors import (
    RedirectFixed,
    RedirectLoop,
    RedirectNotFound,
    RedirectTaken,
    TooManyRedirects,
)
from commerce.site.events import RedirectsChanged
from commerce.site.models import Redirect
from commerce.site.redirects import flat, repository
from commerce.site.redirects.paths import given_path, given_target
from commerce.site.schemas import RedirectIn, RedirectOut, RedirectPatch
from commerce.stores.directory import StoreFacts
from ecomm_core import audit, clock
from ecomm_core.db.signals import drop_tags
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel
from ecomm_core.text import sort_key

MAX_REDIRECTS: Final = 20_000


async def list_redirects(
    session: AsyncSession,
    store: StoreFacts,
    *,
    search: str | None,
    origin: str | None,
    offset: int,
    limit: int,
) -> tuple[list[RedirectOut], int]:
    """(redirects of both origins by path, how many there are)."""
    rows, total = await repository.page(
        session,
        tenant_id=store.tenant_id,
        store_id=store.id,
        search=search,
        origin=origin,
        offset=offset,
        limit=limit,
    )
    return [RedirectOut.model_validate(row) for row in rows], total


async def create(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    body: RedirectIn,
    *,
    actor: str,
    redirect_id: UUID | None = None,
) -> RedirectOut:
    """Make a redirect; `redirect_id` is that of one which was there before. Raises RedirectTaken,
    RedirectLoop, TooManyRedirects (409), Invalid (422)."""
    path, target = given_path(body.path), given_target(body.target)
    await repository.lock(session, store.id)
    known = await repository.all_of(session, store.id)
    if path in known:
        raise RedirectTaken.on_field("path")
    if len(known) >= MAX_REDIRECTS:
        raise TooManyRedirects
    try:
        changed = flat.add(path, target, known)
    except flat.Loop as loop:
        raise RedirectLoop.on_field("target") from loop
    row = new_row(store, path, changed.pop(path), redirect_id)
    await repository.write(session, made=[row], changed=changed, store_id=store.id, now=clock.now())
    await _announce(
        kernel, session, store, actor, "create", row["id"], after=_facts(path, row["target"])
    )
    return await _out(session, store, await get(session, store.id, row["id"]))


async def get(session: AsyncSession, store_id: UUID, redirect_id: UUID) -> Redirect:
    """A redirect that was made. Raises RedirectNotFound (404), RedirectFixed (409)."""
    found = await repository.one(session, store_id, redirect_id)
    if found is not None:
        return found
    if await repository.is_moved(session, store_id, redirect_id):
        raise RedirectFixed
    raise RedirectNotFound


async def update(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    redirect_id: UUID,
    body: RedirectPatch,
    *,
    actor: str,
) -> RedirectOut:
    """Change a redirect. Raises RedirectNotFound (404), RedirectTaken, RedirectLoop, RedirectFixed
    (409), Invalid (422)."""
    await repository.lock(session, store.id)
    redirect = await get(session, store.id, redirect_id)
    path = redirect.path if body.path is None else given_path(body.path)
    target = redirect.target if body.target is None else given_target(body.target)
    before = _facts(redirect.path, redirect.target)
    if _facts(path, target) == before:
        return await _out(session, store, redirect)
    known = await repository.all_of(session, store.id)
    del known[redirect.path]
    if path in known:
        raise RedirectTaken.on_field("path")
    try:
        changed = flat.add(path, target, known)
    except flat.Loop as loop:
        raise RedirectLoop.on_field("target") from loop
    now = clock.now()
    redirect.path, redirect.target = path, changed.pop(path)
    redirect.sort_path, redirect.updated_at = sort_key(path), now
    await session.flush()
    await repository.write(session, made=[], changed=changed, store_id=store.id, now=now)
    await _announce(
        kernel,
        session,
        store,
        actor,
        "update",
        redirect.id,
        before=before,
        after=_facts(path, redirect.target),
    )
    return await _out(session, store, redirect)


async def delete(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, redirect_id: UUID, *, actor: str
) -> None:
    """Remove a redirect of either origin. Raises RedirectNotFound (404)."""
    await repository.lock(session, store.id)
    found = await repository.one(session, store.id, redirect_id)
    if found is not None:
        facts = _facts(found.path, found.target)
        await repository.remove(session, store.id, [redirect_id])
    else:
        moved = await repository.remove_moved(session, store.id, redirect_id)
        if moved is None:
            raise RedirectNotFound
        facts = {"kind": moved.kind, "slug": moved.slug}
    await _announce(kernel, session, store, actor, "delete", redirect_id, before=facts)


def new_row(
    store: StoreFacts, path: str, target: str, redirect_id: UUID | None = None
) -> dict[str, Any]:
    """A redirect's row."""
    return {
        "tenant_id": store.tenant_id,
        "id": redirect_id or new_id(),
        "store_id": store.id,
        "path": path,
        "target": target,
        "sort_path": sort_key(path),
    }


async def announce_import(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, actor: str, after: dict[str, Any]
) -> None:
    """A file of redirects was taken in."""
    await _announce(kernel, session, store, actor, "import", None, after=after)


async def _out(session: AsyncSession, store: StoreFacts, redirect: Redirect) -> RedirectOut:
    return RedirectOut(
        id=redirect.id,
        path=redirect.path,
        target=redirect.target,
        origin="manual",
        shadowed=await repository.is_live(session, store.tenant_id, store.id, redirect.path),
        created_at=redirect.created_at,
    )


def _facts(path: str, target: str) -> dict[str, Any]:
    return {"path": path, "target": target}


async def _announce(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    actor: str,
    action: str,
    redirect_id: UUID | None,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    stale = [tags.pages(store.id)]
    drop_tags(session, *stale)
    await kernel.outbox.emit(
        session,
        RedirectsChanged(tags=stale),
        tenant_id=store.tenant_id,
        store_id=store.id,
        resource_id=store.id,
    )
    await audit.record(
        session,
        tenant_id=store.tenant_id,
        actor=actor,
        action=f"redirect.{action}",
        resource_type="redirect",
        resource_id=redirect_id,
        store_id=store.id,
        before=before,
        after=after,
    )
