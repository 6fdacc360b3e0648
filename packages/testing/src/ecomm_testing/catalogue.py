"""What PostgreSQL's own catalogue says about a service's schema: every object and its definition,
by a name people recognise. Two databases are alike where these are equal."""

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import asyncpg

    PgConnection = asyncpg.Connection[Any]

Catalogue = dict[str, str]
"""`column products.title` -> its definition, white space aside."""

_TABLES = """
  select 'table ' || c.relname, concat_ws(' ', c.relkind::text, c.relpersistence::text,
      'rls ' || c.relrowsecurity, 'forced ' || c.relforcerowsecurity,
      'owner ' || pg_get_userbyid(c.relowner), pg_get_partkeydef(c.oid), c.reloptions::text,
      (select string_agg(a::text, ' ' order by a::text)
         from unnest(coalesce(c.relacl, acldefault('r', c.relowner))) a),
      obj_description(c.oid, 'pg_class'))
    from pg_class c
   where c.relnamespace = current_schema()::regnamespace and c.relkind not in ('i', 'I', 't')
"""

_COLUMNS = """
  select 'column ' || c.relname || '.' || a.attname, concat_ws(' ',
      format_type(a.atttypid, a.atttypmod), case when a.attnotnull then 'not null' end,
      'default ' || pg_get_expr(d.adbin, d.adrelid), 'identity ' || nullif(a.attidentity::text, ''),
      'generated ' || nullif(a.attgenerated::text, ''),
      (select 'collate ' || l.collname from pg_collation l where l.oid = a.attcollation),
      a.attacl::text, col_description(c.oid, a.attnum))
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
   where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
     and a.attnum > 0 and not a.attisdropped
"""

_CONSTRAINTS = """
  select 'constraint ' || n.conrelid::regclass || ' ' || n.conname,
      concat_ws(' ', pg_get_constraintdef(n.oid), n.condeferrable, n.condeferred, n.convalidated)
    from pg_constraint n where n.connamespace = current_schema()::regnamespace
"""

_INDEXES = """
  select 'index ' || i.indexrelid::regclass, pg_get_indexdef(i.indexrelid) || ' ' || i.indisvalid
    from pg_index i join pg_class c on c.oid = i.indexrelid
   where c.relnamespace = current_schema()::regnamespace
"""

_POLICIES = """
  select 'policy ' || tablename || ' ' || policyname,
      concat_ws(' ', permissive, roles::text, cmd, 'using', qual, 'check', with_check)
    from pg_policies where schemaname = current_schema()
"""

_TRIGGERS = """
  select 'trigger ' || t.tgrelid::regclass || ' ' || t.tgname,
      pg_get_triggerdef(t.oid) || ' ' || t.tgenabled::text
    from pg_trigger t join pg_class c on c.oid = t.tgrelid
   where c.relnamespace = current_schema()::regnamespace and not t.tgisinternal
"""

_FUNCTIONS = """
  select 'function ' || p.oid::regprocedure, concat_ws(' ', pg_get_functiondef(p.oid),
      'owner ' || pg_get_userbyid(p.proowner),
      (select string_agg(a::text, ' ' order by a::text)
         from unnest(coalesce(p.proacl, acldefault('f', p.proowner))) a))
    from pg_proc p where p.pronamespace = current_schema()::regnamespace
"""

_TYPES = """
  select 'type ' || t.typname, t.typtype::text || ' ' || pg_get_userbyid(t.typowner)
    from pg_type t
   where t.typnamespace = current_schema()::regnamespace and t.typtype in ('d', 'e', 'r')
"""

_SCHEMA = """
  select 'schema ' || n.nspname, concat_ws(' ', pg_get_userbyid(n.nspowner),
      (select string_agg(a::text, ' ' order by a::text)
         from unnest(coalesce(n.nspacl, acldefault('n', n.nspowner))) a))
    from pg_namespace n where n.nspname = current_schema()
"""

QUERIES: Final = (
    _TABLES,
    _COLUMNS,
    _CONSTRAINTS,
    _INDEXES,
    _POLICIES,
    _TRIGGERS,
    _FUNCTIONS,
    _TYPES,
    _SCHEMA,
)

BOOKKEEPING: Final = "alembic_version"
"""Alembic's own table, which no model declares."""


async def read_catalogue(connection: "PgConnection", schema: str) -> Catalogue:
    """The catalogue as this connection sees it, its open transaction included."""
    await connection.execute(f"set search_path = {schema}")
    return {
        str(name): " ".join(str(definition).split())
        for query in QUERIES
        for name, definition in await connection.fetch(query)
        if BOOKKEEPING not in str(name)
    }


def differences(migrated: Catalogue, declared: Catalogue) -> list[str]:
    """What the revisions made otherwise than the models say, one line each."""
    return [
        f"{name}\n    revisions: {migrated.get(name, 'nothing')}\n"
        f"    models:    {declared.get(name, 'nothing')}"
        for name in sorted(migrated.keys() | declared.keys())
        if migrated.get(name) != declared.get(name)
    ]
