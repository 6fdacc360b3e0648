"""Posts: written, shown from a moment on, moved with a redirect, text that is safe to show.

A post that is to appear later needs nobody: every read asks whether its moment has come, and
`announce_at` has the clock drop the cached lists that were made before it (`tasks`).
"""

import html
import re
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import nh3
from sqlalchemy.ext.asyncio import AsyncSession

from commerce import tags
from commerce.catalog import slugs
from commerce.catalog.errors import MediaNotFound
from commerce.catalog.html import sanitise
from commerce.catalog.media.service import known_picture
from commerce.catalog.media.storage import storage_of
from commerce.catalog.media.view import picture_out
from commerce.conflicts import refusing
from commerce.content.blog import repository
from commerce.content.blog.errors import (
    BlogCategoryNotFound,
    PostNotFound,
    PostSlugTaken,
    TooManyPosts,
)
from commerce.content.blog.events import PostChanged
from commerce.content.blog.models import BlogPost, PostState, PostStatus
from commerce.content.blog.schemas import PostIn, PostOut, PostPatch, PostRowOut
from commerce.stores.directory import StoreFacts
from ecomm_core import audit, clock, plans
from ecomm_core.db.signals import drop_tags
from ecomm_core.errors import Invalid
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel
from ecomm_core.text import search_key, sort_key

MAX_POSTS: Final = 5_000
MAX_SLUG: Final = 120
SUMMARY: Final = 300
"""Characters that lists show of a post without an excerpt."""

EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)
LATEST: Final = timedelta(days=5 * 365)
CLEARABLE: Final = frozenset(
    {"excerpt", "author", "category_id", "cover_id", "seo_title", "seo_description"}
)
_AUDITED: Final = (
    *("title", "slug", "status", "published_at", "author", "category_id", "tags", "cover_id"),
    *("seo_title", "seo_description"),
)
_REFUSED: Final = {"uq_blog_posts_tenant_id_store_id_slug": PostSlugTaken.on_field("slug")}
_BLOCK_END: Final = re.compile(r"</(?:p|h\d|li|tr|td|th|dt|dd|blockquote|pre|caption)>|<(?:br|hr)")


def plain_text(body: str) -> str:
    """The words of sanitised HTML, with one space between them."""
    apart = _BLOCK_END.sub(lambda end: f" {end.group()}", body)
    return " ".join(html.unescape(nh3.clean(apart, tags=set())).split())


def summary_of(excerpt: str | None, body: str) -> str:
    """The excerpt, or the beginning of the text, cut between words."""
    if excerpt:
        return excerpt
    words = plain_text(body)
    if len(words) <= SUMMARY:
        return words
    cut = words[:SUMMARY].rsplit(" ", 1)[0]
    return f"{cut}…"


def state_of(status: str, published_at: datetime | None, now: datetime) -> PostState:
    """Where a post stands at a moment."""
    if status == PostStatus.DRAFT:
        return PostState.DRAFT
    later = published_at is not None and published_at > now
    return PostState.SCHEDULED if later else PostState.PUBLISHED


async def to_out(kernel: Kernel, session: AsyncSession, post: BlogPost) -> PostOut:
    """A post as its merchants see it."""
    named, cover = await repository.beside(session, post)
    given = {
        name: getattr(post, name)
        for name in PostOut.model_fields
        if name not in {"state", "category", "cover"}
    }
    return PostOut(
        **given,
        state=state_of(post.status, post.published_at, clock.now()),
        category=named,
        cover=None if cover is None else picture_out(storage_of(kernel), cover),
    )


async def list_posts(
    session: AsyncSession,
    store_id: UUID,
    *,
    search: str | None,
    state: PostState | None,
    category_id: UUID | None,
    sort: str,
    offset: int,
    limit: int,
) -> tuple[list[PostRowOut], int]:
    """(posts without their text, how many there are)."""
    now = clock.now()
    rows, total = await repository.page_of(
        session,
        store_id,
        search=search_key(search or ""),
        state=state,
        category_id=category_id,
        sort=sort,
        now=now,
        offset=offset,
        limit=limit,
    )
    return [
        PostRowOut(**row._mapping, state=state_of(row.status, row.published_at, now))
        for row in rows
    ], total


async def get(
    session: AsyncSession, store_id: UUID, post_id: UUID, *, lock: bool = False
) -> BlogPost:
    """A post of the store. Raises PostNotFound (404)."""
    post = await repository.one(session, store_id, post_id, lock=lock)
    if post is None:
        raise PostNotFound
    return post


async def create(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    body: PostIn,
    *,
    actor: str,
    post_id: UUID | None = None,
) -> BlogPost:
    """Write a post; `post_id` is that of one which was there before. Raises LimitReached (402),
    BlogCategoryNotFound, MediaNotFound (404), PostSlugTaken, TooManyPosts (409), Invalid (422)."""
    await plans.includes(session, tenant_id=store.tenant_id, name=plans.BLOG)
    if await repository.count(session, store.id) >= MAX_POSTS:
        raise TooManyPosts
    await _check_named(session, store, body.category_id, body.cover_id)
    if body.slug is not None:
        slug = slugs.requested(body.slug)[:MAX_SLUG].rstrip("-")
    else:
        base = slugs.derived(body.title, "post")[:MAX_SLUG].rstrip("-")
        used = await repository.slugs_like(session, BlogPost, store.id, base)
        slug = slugs.first_free(base, used)
    now = clock.now()
    text = sanitise(body.body, "body")
    post = BlogPost(
        tenant_id=store.tenant_id,
        id=post_id or new_id(),
        store_id=store.id,
        category_id=body.category_id,
        title=body.title,
        slug=slug,
        excerpt=body.excerpt or None,
        summary=summary_of(body.excerpt, text),
        body=text,
        author=body.author or None,
        tags=body.tags,
        cover_id=body.cover_id,
        cover_alt=body.cover_alt,
        status=body.status.value,
        published_at=_moment(body.published_at, now),
        seo_title=body.seo_title or None,
        seo_description=body.seo_description or None,
        sort_title=sort_key(body.title),
        created_at=now,
        updated_at=now,
    )
    _settle(post, now)
    session.add(post)
    with refusing(_REFUSED):
        await session.flush()
    await slugs.purge(session, store.id, "post", slug)
    await announce(kernel, session, post)
    await _record(session, post, actor, "create", after=_facts(post))
    return post


async def update(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    post_id: UUID,
    body: PostPatch,
    *,
    actor: str,
) -> BlogPost:
    """Change a post; its old address leads to the new one. Raises PostNotFound,
    BlogCategoryNotFound, MediaNotFound (404), PostSlugTaken (409), Invalid (422)."""
    post = await get(session, store.id, post_id, lock=True)
    await _check_named(session, store, body.category_id, body.cover_id)
    now = clock.now()
    wanted = _wanted(body, now)
    before, old_slug = _facts(post), post.slug
    held = {name: getattr(post, name) for name in (*wanted, "published_at")}
    for name, value in wanted.items():
        setattr(post, name, value)
    _settle(post, now)
    if all(getattr(post, name) == value for name, value in held.items()):
        return post
    post.summary = summary_of(post.excerpt, post.body)
    post.sort_title = sort_key(post.title)
    post.updated_at = now
    with refusing(_REFUSED):
        await session.flush()
    if post.slug != old_slug:
        await slugs.move(
            session,
            tenant_id=store.tenant_id,
            store_id=store.id,
            kind="post",
            target_id=post.id,
            old=old_slug,
            new=post.slug,
        )
    await announce(kernel, session, post)
    await _record(session, post, actor, "update", before=before, after=_facts(post))
    return post


async def delete(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, post_id: UUID, *, actor: str
) -> None:
    """Remove a post with its old addresses. Raises PostNotFound (404)."""
    post = await get(session, store.id, post_id, lock=True)
    facts = _facts(post)
    await slugs.forget(session, "post", post.id)
    await session.delete(post)
    await session.flush()
    await announce(kernel, session, post)
    await _record(session, post, actor, "delete", before=facts)


async def appear(kernel: Kernel, session: AsyncSession, store_id: UUID, post_id: UUID) -> bool:
    """The moment of a post has come: what was cached without it is dropped. Once: False where
    somebody else did, or it was put off."""
    post = await repository.one(session, store_id, post_id, lock=True)
    if post is None or post.announce_at is None or post.announce_at > clock.now():
        return False
    post.announce_at = None
    await session.flush()
    await announce(kernel, session, post)
    return True


def _wanted(body: PostPatch, now: datetime) -> dict[str, Any]:
    wanted = {
        name: getattr(body, name)
        for name in body.model_fields_set
        if getattr(body, name) is not None or name in CLEARABLE
    }
    if "status" in wanted:
        wanted["status"] = wanted["status"].value
    if "body" in wanted:
        wanted["body"] = sanitise(wanted["body"], "body")
    if "slug" in wanted:
        wanted["slug"] = slugs.requested(wanted["slug"])[:MAX_SLUG].rstrip("-")
    if "published_at" in body.model_fields_set:
        wanted["published_at"] = _moment(body.published_at, now)
    for name in ("excerpt", "author", "seo_title", "seo_description"):
        if name in wanted:
            wanted[name] = wanted[name] or None
    return wanted


def _moment(given: datetime | None, now: datetime) -> datetime | None:
    if given is None:
        return None
    if not EARLIEST <= given <= now + LATEST:
        raise Invalid.on_field(
            "published_at", "Choose a day from 1990 on, at most five years from now."
        )
    return given.astimezone(UTC)


def _settle(post: BlogPost, now: datetime) -> None:
    """A published post has a moment, and one to come is announced by the clock."""
    if post.status == PostStatus.DRAFT:
        post.announce_at = None
        return
    if post.published_at is None:
        post.published_at = now
    post.announce_at = post.published_at if post.published_at > now else None


async def _check_named(
    session: AsyncSession, store: StoreFacts, category_id: UUID | None, cover_id: UUID | None
) -> None:
    if category_id is not None and not await repository.category(session, store.id, category_id):
        raise BlogCategoryNotFound.on_field("category_id")
    if cover_id is not None:
        try:
            await known_picture(session, store.id, cover_id)
        except MediaNotFound as error:
            raise MediaNotFound.on_field("cover_id") from error


def _facts(post: BlogPost) -> dict[str, Any]:
    facts = {name: getattr(post, name) for name in _AUDITED}
    for name in ("published_at", "category_id", "cover_id"):
        facts[name] = None if facts[name] is None else str(facts[name])
    facts["tags"] = list(post.tags)
    return facts


async def announce(kernel: Kernel, session: AsyncSession, post: BlogPost) -> None:
    """Cached lists and pages of the blog are stale."""
    stale = [tags.blog(post.store_id)]
    drop_tags(session, *stale)
    await kernel.outbox.emit(
        session,
        PostChanged(post_id=post.id, slug=post.slug, tags=stale),
        tenant_id=post.tenant_id,
        store_id=post.store_id,
        resource_id=post.id,
    )


async def _record(
    session: AsyncSession,
    post: BlogPost,
    actor: str,
    action: str,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    await audit.record(
        session,
        tenant_id=post.tenant_id,
        actor=actor,
        action=f"blog_post.{action}",
        resource_type="blog_post",
        resource_id=post.id,
        store_id=post.store_id,
        before=before,
        after=after,
    )
