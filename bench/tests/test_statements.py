"""The counter of statements: exact on what a log can hold, and on what a real server writes."""

import asyncpg
import pytest

from bench.statements import Sent, StatementLog, counted, parse, split
from ecomm_testing.cluster import Cluster

PREFIX = "2026-11-21 06:00:00.123 UTC [4711] <commerce api|shop> "
OTHER = "2026-11-21 06:00:00.123 UTC [4712] <psql|postgres> "


def test_a_statement_that_begins_with_a_line_break_counts() -> None:
    """The server indents the lines of a statement by a tab; the first one may be empty."""
    log = (
        f"{PREFIX}LOG:  execute __asyncpg_stmt_1__: \n"
        "\t    with seq as (\n"
        "\t      select 1\n"
        "\t    )\n"
        "\t    select * from seq\n"
        f"{PREFIX}DETAIL:  parameters: $1 = 'a;b'\n"
        f"{PREFIX}LOG:  statement: COMMIT;\n"
    )
    found = list(parse(log, "shop"))
    assert [one.sql.split()[0] for one in found] == ["with", "COMMIT"]
    assert counted(found) == {"commerce api: with seq as ( select": 1, "commerce api: COMMIT": 1}


def test_other_databases_errors_details_and_fetches_do_not_count() -> None:
    """A portal that is read on was counted when it was opened."""
    log = (
        f"{OTHER}LOG:  statement: select 1\n"
        f"{PREFIX}ERROR:  division by zero\n"
        f"{PREFIX}STATEMENT:  select 1/0; select 2\n"
        f"{PREFIX}LOG:  execute fetch from c1: select 3\n"
        f"{PREFIX}LOG:  checkpoint starting: time\n"
        f"{PREFIX}LOG:  execute <unnamed>: select 4\n"
    )
    assert list(parse(log, "shop")) == [Sent("commerce api", "select 4")]


@pytest.mark.parametrize(
    ("sql", "count"),
    [
        ("BEGIN;SELECT set_config('app.tenant_id','x',true)", 2),
        ("COMMIT;", 1),
        ("select 'a;b', \"c;d\", 'it''s; fine'", 1),
        ("select E'a\\';b'; select 2", 2),
        ("select $$a;b$$, $tag$c;$$;d$tag$; select $1", 2),
        ("select 1 -- a;b\n; /* c;d */ ; select 2 /* e; */", 2),
        ("select a - b / c; select 'x", 2),
        (" ; -- nothing\n ;", 0),
    ],
)
def test_a_query_string_is_split_where_statements_end(sql: str, count: int) -> None:
    """Not inside strings, names, dollar quotes and comments."""
    assert len(list(split(sql))) == count


async def test_a_real_server_is_counted_exactly(cluster: Cluster) -> None:
    """Simple and extended queries, several lines, several statements, a transaction."""
    database = cluster.clone()
    log = StatementLog(cluster.postgres, database)
    log.switch(on=True)
    try:
        # Sessions that begin now have the setting at once.
        connection = await asyncpg.connect(
            cluster.url("commerce_app", database), server_settings={"application_name": "counted"}
        )
        log.begin()
        await connection.execute("BEGIN;SELECT set_config('app.user_id','a;b',true)")
        for number in range(7):
            await connection.fetch("\n\n   select $1::int,\n ';' as semicolon", number)
        await connection.execute("COMMIT;")
        async with connection.transaction():
            await connection.execute("select 1; select ';'\n;\nselect $$;$$")
        with pytest.raises(asyncpg.DivisionByZeroError):
            await connection.fetch("select 1/0")
        await connection.close()
        found = log.end()
    finally:
        log.switch(on=False)
        cluster.drop(database)
    assert {one.sender for one in found} == {"counted"}
    # 2 + 7 + 1, BEGIN + 3 + COMMIT; what is refused when it is planned is not executed
    assert len(found) == 15
    assert sum(one.sql.strip().startswith("select $1::int") for one in found) == 7
