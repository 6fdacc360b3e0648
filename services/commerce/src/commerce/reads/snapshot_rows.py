"""A store's configuration and catalogue as documents: what a snapshot keeps, and what it is
compared with. Amounts in minor units of the store's currency."""

from collections.abc import AsyncIterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

BATCH = 200

_SETTINGS = text(
    """select s.id, jsonb_build_object(
         'name', s.name, 'niche', s.niche, 'country', s.country, 'locale', s.locale,
         'timezone', s.timezone, 'description', s.description, 'contact_email', s.contact_email,
         'contact_phone', s.contact_phone, 'business_name', s.business_name,
         'business_address', s.business_address, 'seo_title', s.seo_title,
         'seo_description', s.seo_description, 'theme', s.theme) as doc
       from stores s where s.id = :store"""
)

_CATEGORIES = """select c.id, jsonb_build_object(
    'name', c.name, 'slug', c.slug, 'description', c.description, 'parent_id', c.parent_id,
    'position', c.position) as doc
  from categories c where c.store_id = :store {only} order by c.id"""

_PAGES = """select g.id, jsonb_build_object(
    'kind', g.kind, 'title', g.title, 'slug', g.slug, 'body', g.body, 'status', g.status,
    'seo_title', g.seo_title, 'seo_description', g.seo_description) as doc
  from pages g where g.store_id = :store {only} order by g.id"""

_REDIRECTS = """select r.id, jsonb_build_object('path', r.path, 'target', r.target) as doc
  from redirects r where r.store_id = :store {only} order by r.id"""

_PRODUCTS = """select p.id, jsonb_build_object(
    'title', p.title, 'slug', p.slug, 'description', p.description, 'status', p.status,
    'vendor', p.vendor, 'product_type', p.product_type, 'tags', p.tags,
    'seo', jsonb_build_object('title', p.seo_title, 'description', p.seo_description,
                              'keywords', p.seo_keywords),
    'tax_class', p.tax_class, 'is_gift_card', p.is_gift_card, 'safety', p.safety,
    'options', (
      select coalesce(jsonb_agg(jsonb_build_object('name', o.name, 'values', o.values)
                                order by o.position), '[]')
      from product_options o where o.tenant_id = p.tenant_id and o.product_id = p.id),
    'variants', (
      select coalesce(jsonb_agg(jsonb_build_object(
          'id', v.id, 'values', v.option_values, 'sku', v.sku, 'barcode', v.barcode,
          'price', v.price, 'compare_at_price', v.compare_at_price, 'cost', v.cost,
          'weight_grams', v.weight_grams) order by v.position, v.id), '[]')
      from product_variants v
      where v.tenant_id = p.tenant_id and v.product_id = p.id and v.deleted_at is null),
    'category_ids', (
      select coalesce(jsonb_agg(c.category_id order by c.position), '[]')
      from product_categories c where c.tenant_id = p.tenant_id and c.product_id = p.id),
    'media_ids', (
      select coalesce(jsonb_agg(m.id order by m.position, m.id), '[]')
      from media m where m.tenant_id = p.tenant_id and m.product_id = p.id)) as doc
  from products p where p.store_id = :store {only} order by p.id"""

_BLOG_CATEGORIES = """select n.id, jsonb_build_object('name', n.name, 'slug', n.slug) as doc
  from blog_categories n where n.store_id = :store {only} order by n.id"""

_BLOG_POSTS = """select b.id, jsonb_build_object(
    'title', b.title, 'slug', b.slug, 'body', b.body, 'excerpt', b.excerpt, 'author', b.author,
    'category_id', b.category_id, 'tags', b.tags, 'cover_id', b.cover_id,
    'cover_alt', b.cover_alt, 'status', b.status,
    'published_at', to_char(b.published_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    'seo_title', b.seo_title, 'seo_description', b.seo_description) as doc
  from blog_posts b where b.store_id = :store {only} order by b.id"""

_PICTURES = text("select id from media where store_id = :store and id = any(cast(:ids as uuid[]))")

_MENUS = text(
    """select m.menu as id, jsonb_build_object('items', coalesce((
         select jsonb_agg(jsonb_build_object(
             'label', t.label, 'kind', t.kind, 'target_id', t.target_id, 'url', t.url,
             'items', coalesce((
               select jsonb_agg(jsonb_build_object('label', b.label, 'kind', b.kind,
                   'target_id', b.target_id, 'url', b.url) order by b.position)
               from menu_items b
               where b.tenant_id = t.tenant_id and b.parent_id = t.id), '[]'::jsonb))
           order by t.position)
         from menu_items t
         where t.store_id = :store and t.menu = m.menu and t.parent_id is null),
         '[]'::jsonb)) as doc
       from (values ('header'), ('footer')) m (menu)"""
)

LISTED = {
    "category": _CATEGORIES,
    "page": _PAGES,
    "redirect": _REDIRECTS,
    "product": _PRODUCTS,
    "blog_category": _BLOG_CATEGORIES,
    "blog_post": _BLOG_POSTS,
}
KINDS = ("settings", *LISTED, "menu")
"""In the order in which they are put back: a menu leads to what stands before it."""

_TABLES = {
    "category": "categories",
    "page": "pages",
    "redirect": "redirects",
    "product": "products",
    "blog_category": "blog_categories",
    "blog_post": "blog_posts",
}

Row = tuple[str, str, dict[str, Any]]
"""(kind, key, document)"""


async def every(session: AsyncSession, store_id: UUID) -> AsyncIterator[Row]:
    """Every document of the store, in bounded memory: the database keeps the cursor."""
    for kind in KINDS:
        if kind not in LISTED:
            for row in await _single(session, store_id, kind):
                yield row
            continue
        found = await session.stream(
            text(LISTED[kind].format(only="")),
            {"store": store_id},
            execution_options={"yield_per": BATCH},
        )
        async for row in found:
            yield kind, str(row.id), row.doc


async def some(
    session: AsyncSession, store_id: UUID, kind: str, keys: Sequence[str]
) -> dict[str, dict[str, Any]]:
    """Documents of one kind by their keys, as they are now."""
    if kind not in LISTED:
        return {key: doc for _, key, doc in await _single(session, store_id, kind)}
    alias = LISTED[kind].split(".", 1)[0].rsplit(" ", 1)[1]
    query = LISTED[kind].format(only=f"and {alias}.id = any(cast(:ids as uuid[]))")
    found = await session.execute(text(query), {"store": store_id, "ids": list(keys)})
    return {str(row.id): row.doc for row in found}


async def ids(session: AsyncSession, store_id: UUID, kind: str) -> set[str]:
    """Keys of one listed kind, as they are now."""
    table = _TABLES[kind]
    live = " and status <> 'archived'" if table == "products" else ""
    found = await session.scalars(
        text(f"select id from {table} where store_id = :store{live}"),  # noqa: S608 - constants
        {"store": store_id},
    )
    return {str(key) for key in found}


async def pictures(session: AsyncSession, store_id: UUID, keys: Sequence[str]) -> set[str]:
    """Which of these pictures the store still has."""
    found = await session.scalars(_PICTURES, {"store": store_id, "ids": list(keys)})
    return {str(key) for key in found}


async def _single(session: AsyncSession, store_id: UUID, kind: str) -> list[Row]:
    query = _SETTINGS if kind == "settings" else _MENUS
    found = await session.execute(query, {"store": store_id})
    return [(kind, kind if kind == "settings" else str(row.id), row.doc) for row in found]
