"""Where a tenant's tables name somebody: asked of the database's catalogue, so that a new table is
looked through without being told."""

from typing import Any

from sqlalchemy import text

COLUMNS = """
    select c.table_name as name,
           array_agg(cast(c.column_name as text) order by c.ordinal_position) as columns,
           array_agg(case c.data_type
                       when 'bytea' then format('encode(t.%I, ''escape'')', c.column_name)
                       else format('cast(t.%I as text)', c.column_name) end
                     order by c.ordinal_position) as words
      from information_schema.columns c
      join information_schema.tables t
        on t.table_schema = c.table_schema and t.table_name = c.table_name
       and t.table_type = 'BASE TABLE'
     where c.table_schema = current_schema()
       and c.data_type in ('text', 'character varying', 'json', 'jsonb', 'ARRAY', 'bytea')
       and exists (select 1 from information_schema.columns o
                    where o.table_schema = c.table_schema and o.table_name = c.table_name
                      and o.column_name = 'tenant_id')
     group by c.table_name order by c.table_name"""


async def naming(shop: Any, *canaries: str) -> dict[str, set[str]]:
    """Table -> its columns in which one of these words stands, in any row of the tenant: texts,
    JSON, lists and bytes."""
    found: dict[str, set[str]] = {}
    patterns = [f"%{one}%" for one in canaries]
    for table in await shop.rows(COLUMNS):
        told = ", ".join(
            f"coalesce(bool_or({words} ilike any(:words)), false)" for words in table["words"]
        )
        async with shop.transaction() as session:
            query = text(f'select {told} from "{table["name"]}" t')
            row = (await session.execute(query, {"words": patterns})).one()
        hit = {column for column, there in zip(table["columns"], row, strict=True) if there}
        if hit:
            found[table["name"]] = hit
    return found
