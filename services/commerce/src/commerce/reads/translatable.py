"""Texts of products, categories, collections and pages beside their translations; SQL only."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

_SOURCES: Final = {
    "product": """select p.id, p.title, p.description, p.seo_title, p.seo_description, p.slug,
        p.sort_title as sort_key from products p
        where p.store_id = :store and p.purged_at is null and p.status <> 'archived'""",
    "category": """select c.id, c.name as title, c.description, c.seo_title, c.seo_description,
        c.slug, c.sort_name as sort_key from categories c where c.store_id = :store""",
    "collection": """select c.id, c.title, c.description, c.seo_title, c.seo_description, c.slug,
        c.sort_title as sort_key from collections c where c.store_id = :store""",
    "page": """select g.id, g.title, g.body as description, g.seo_title, g.seo_description, g.slug,
        g.sort_title as sort_key from pages g where g.store_id = :store""",
}
FIELDS: Final = ("title", "description", "seo_title", "seo_description")

_MISSING = " or ".join(f"(coalesce(o.{f}, '') <> '' and t.{f} is null)" for f in FIELDS)
_OUTDATED = " or ".join(
    f"(t.{f} is not null and t.source ->> '{f}' is distinct from md5(coalesce(o.{f}, '')))"
    for f in FIELDS
)
_STATE = f"""case when t.id is null or {_MISSING} then 'missing'
                  when {_OUTDATED} then 'outdated' else 'translated' end"""


def _joined(kind: str, columns: str, rest: str) -> str:
    return f"""select {columns} from ({_SOURCES[kind]}) o
      left join translations t on t.kind = '{kind}' and t.resource_id = o.id
        and t.locale = :locale and t.store_id = :store {rest}"""  # noqa: S608 - constants


_PAGE = {
    kind: text(
        f"""select *, count(*) over () as total from ({
            _joined(
                kind,
                "o.id, o.title, o.sort_key, t.title as translated_title, t.updated_at, "
                f"{_STATE} as state",
                "where o.sort_key like all (cast(:words as text[]))",
            )
        }) listed
        where cast(:state as text) is null or state = :state
        order by sort_key, id offset :offset limit :limit"""  # noqa: S608 - constants
    )
    for kind in _SOURCES
}
_TOTAL = {
    kind: text(
        f"""select count(*) from ({
            _joined(
                kind, f"{_STATE} as state", "where o.sort_key like all (cast(:words as text[]))"
            )
        }) listed where cast(:state as text) is null or state = :state"""  # noqa: S608 - constants
    )
    for kind in _SOURCES
}
_TEXTS = {
    kind: text(
        _joined(
            kind,
            "o.id, o.slug, "
            + ", ".join(f"o.{f}, t.{f} as translated_{f}" for f in FIELDS)
            + ", t.source, t.updated_at",
            "where o.id = any (cast(:ids as uuid[])) order by o.id",
        )
    )
    for kind in _SOURCES
}
_AFTER = {
    kind: text(
        f"select id from ({_SOURCES[kind]}) o "  # noqa: S608 - constants
        "where id > :after order by id limit :most"
    )
    for kind in _SOURCES
}
_COUNTS = text(
    f"""select l.locale, l.published, counted.* from store_locales l
      cross join lateral (
        select count(*) filter (where state = 'missing') as missing,
               count(*) filter (where state = 'outdated') as outdated,
               count(*) filter (where state = 'translated') as translated
        from ({_joined("product", f"{_STATE} as state", "").replace(":locale", "l.locale")}) each
      ) counted
      where l.store_id = :store order by l.locale collate "C" """  # noqa: S608 - constants
)
_OPTIONS = """select used.option, used.value, used.products, t.text from (
    select o.name as option, '' as value, count(*) as products
    from product_options o join products p on p.tenant_id = o.tenant_id and p.id = o.product_id
    where o.store_id = :store and p.status <> 'archived' group by o.name
    union all
    select o.name, v.value, count(*)
    from product_options o join products p on p.tenant_id = o.tenant_id and p.id = o.product_id
    cross join unnest(o.values) as v (value)
    where o.store_id = :store and p.status <> 'archived' group by o.name, v.value
  ) used
  left join option_translations t on t.store_id = :store and t.locale = :locale
    and t.option = used.option and t.value = used.value
  where (cast(:missing as boolean) is null or (t.text is null) = :missing)
    and (cast(:search as text) is null
      or strpos(lower(used.option), :search) > 0 or strpos(lower(used.value), :search) > 0)"""
_OPTION_PAGE = text(
    f'{_OPTIONS} order by used.option collate "C", used.value collate "C" '
    "offset :offset limit :limit"
)
_OPTION_TOTAL = text(f"select count(*) from ({_OPTIONS}) listed")  # noqa: S608 - constants


async def page(
    session: AsyncSession,
    store_id: UUID,
    kind: str,
    locale: str,
    *,
    words: Sequence[str],
    state: str | None,
    offset: int,
    limit: int,
) -> tuple[Sequence[Row[Any]], int]:
    """(id, title, translated_title, state, updated_at) by title, and how many there are in all.
    `words`: LIKE patterns that must all match."""
    values = {"store": store_id, "locale": locale, "words": list(words), "state": state}
    rows = (await session.execute(_PAGE[kind], {**values, "offset": offset, "limit": limit})).all()
    if rows:
        return rows, rows[0].total
    return rows, int(await session.scalar(_TOTAL[kind], values) or 0)


async def texts(
    session: AsyncSession, store_id: UUID, kind: str, locale: str, ids: Sequence[UUID]
) -> Sequence[RowMapping]:
    """Those of these things that the store has, each text and its translation, by id."""
    found = await session.execute(
        _TEXTS[kind], {"store": store_id, "locale": locale, "ids": list(ids)}
    )
    return found.mappings().all()


async def after(
    session: AsyncSession, store_id: UUID, kind: str, last: UUID, most: int
) -> list[UUID]:
    """The next ids."""
    values = {"store": store_id, "after": last, "most": most}
    return list((await session.scalars(_AFTER[kind], values)).all())


async def counts(session: AsyncSession, store_id: UUID) -> Sequence[Row[Any]]:
    """(locale, published, missing, outdated, translated): how far a store's products are."""
    return (await session.execute(_COUNTS, {"store": store_id})).all()


async def options(
    session: AsyncSession,
    store_id: UUID,
    locale: str,
    *,
    missing: bool | None,
    search: str | None,
    offset: int,
    limit: int,
) -> tuple[Sequence[Row[Any]], int]:
    """(option, value or '' for the name itself, products, text) and how many there are."""
    values = {
        "store": store_id,
        "locale": locale,
        "missing": missing,
        "search": search.lower() if search else None,
    }
    total = await session.scalar(_OPTION_TOTAL, values)
    rows = await session.execute(_OPTION_PAGE, {**values, "offset": offset, "limit": limit})
    return rows.all(), int(total or 0)
