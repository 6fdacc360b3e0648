"""What search engines see of a shop: every public thing with its texts, and where paths lead."""

from collections.abc import AsyncIterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

BATCH = 100

_STORE = """select 'store' as thing, s.id, s.name as title, null as slug, '/' as path,
    s.seo_title, s.seo_description, coalesce(s.description, '') as body, 0 as pictures,
    0 as without_alt, false as wants_text
  from stores s where s.id = :store"""

_PRODUCTS = """select 'product' as thing, p.id, p.title, p.slug, '/products/' || p.slug as path,
    p.seo_title, p.seo_description, p.description as body,
    (select count(*) from media m where m.tenant_id = p.tenant_id and m.product_id = p.id)
      as pictures,
    (select count(*) from media m
      where m.tenant_id = p.tenant_id and m.product_id = p.id and m.alt = '') as without_alt,
    not p.is_gift_card as wants_text
  from products p where p.store_id = :store and p.status = 'active' order by p.id"""

_CATEGORIES = """select 'category' as thing, c.id, c.name as title, c.slug,
    '/categories/' || c.slug as path, c.seo_title, c.seo_description,
    coalesce(c.description, '') as body, 0 as pictures, 0 as without_alt, false as wants_text
  from categories c where c.store_id = :store order by c.id"""

_COLLECTIONS = """select 'collection' as thing, k.id, k.title, k.slug,
    '/collections/' || k.slug as path, k.seo_title, k.seo_description, k.description as body,
    0 as pictures, 0 as without_alt, false as wants_text
  from collections k where k.store_id = :store and k.published order by k.id"""

_PAGES = """select 'page' as thing, g.id, g.title, g.slug, '/pages/' || g.slug as path,
    g.seo_title, g.seo_description, g.body, 0 as pictures, 0 as without_alt,
    g.kind in ('page', 'about') as wants_text
  from pages g where g.store_id = :store and g.status = 'published' order by g.id"""

_POSTS = """select 'post' as thing, b.id, b.title, b.slug, '/blog/' || b.slug as path,
    b.seo_title, coalesce(b.seo_description, b.excerpt) as seo_description, b.body,
    (b.cover_id is not null)::integer as pictures,
    (b.cover_id is not null and b.cover_alt = '')::integer as without_alt, true as wants_text
  from blog_posts b
  where b.store_id = :store and b.status = 'published' and b.announce_at is null order by b.id"""

_WHERE = text(
    """select a.path, site_is_live(:tenant, :store, a.path) as live,
              coalesce((select r.target from redirects r
                         where r.store_id = :store and r.path = a.path),
                       site_moved(:tenant, :store, a.path)) as target
         from unnest(cast(:paths as text[])) as a (path)"""
)

_DEAD_REDIRECTS = text(
    """select r.id, r.path, r.target from redirects r
        where r.store_id = :store and left(r.target, 1) = '/'
          and not site_is_live(:tenant, :store,
                               split_part(split_part(r.target, '?', 1), '#', 1))
          and site_moved(:tenant, :store,
                         split_part(split_part(r.target, '?', 1), '#', 1)) is null
        order by r.id"""
)

_REDIRECTS = text("select count(*) from redirects where store_id = :store")


async def every(session: AsyncSession, store_id: UUID) -> AsyncIterator[Any]:
    """Everything public, in bounded memory: (thing, id, title, slug, path, seo_title,
    seo_description, body, pictures, without_alt, wants_text)."""
    for query in (_STORE, _PRODUCTS, _CATEGORIES, _COLLECTIONS, _PAGES, _POSTS):
        found = await session.stream(
            text(query), {"store": store_id}, execution_options={"yield_per": BATCH}
        )
        async for row in found:
            yield row


async def where(
    session: AsyncSession, tenant_id: UUID, store_id: UUID, paths: Sequence[str]
) -> Sequence[Any]:
    """(path, live, target) of paths in normal form: whether something stands there, else where it
    leads on to."""
    values = {"tenant": tenant_id, "store": store_id, "paths": list(paths)}
    return (await session.execute(_WHERE, values)).all()


async def dead_redirects(
    session: AsyncSession, tenant_id: UUID, store_id: UUID
) -> tuple[Sequence[Any], int]:
    """(redirects to a path of the shop where nothing stands: id, path, target; how many redirects
    there are)."""
    dead = await session.execute(_DEAD_REDIRECTS, {"tenant": tenant_id, "store": store_id})
    total = await session.scalar(_REDIRECTS, {"store": store_id})
    return dead.all(), int(total or 0)
