"""Migrations run once, one at a time, and give way to a shop that is at work."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import asyncpg
import pytest
from sqlalchemy.exc import DBAPIError

from ecomm_core.db import migrate
from ecomm_core.db.migrate import UnknownRevision, current_and_head, upgrade
from ecomm_core.service import Service
from ecomm_testing.cluster import OWNER

if TYPE_CHECKING:
    from ecomm_testing.cluster import Cluster

ENV = """
from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    version_table_schema=context.config.attributes["schema"],
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
"""

REVISION = """
from alembic import op

revision = {name!r}
down_revision = {before!r}


def upgrade() -> None:
    for statement in {statements!r}:
        op.execute(statement)
"""


class Probe:
    """A service with a chain of its own in a database of its own."""

    def __init__(self, folder: Path, url: str, package: str) -> None:
        self.url = url
        self.folder = folder
        self.sql = folder / package / "reads" / "sql"
        self.sql.mkdir(parents=True)
        (folder / package / "__init__.py").touch()
        (folder / "versions").mkdir()
        (folder / "env.py").write_text(ENV)
        self.last: str | None = None
        self.service = Service(
            name=package,
            port=0,
            schema="probe",
            settings="",
            kernel="",
            app="",
            tasks="",
            worker="",
            clock="",
            migrations=folder,
            seed="",
            importer="",
        )

    def revision(self, name: str, *statements: str) -> None:
        """Add a revision that runs the statements."""
        source = REVISION.format(name=name, before=self.last, statements=statements)
        (self.folder / "versions" / f"{name}.py").write_text(source)
        self.last = name

    async def upgrade(self, **options: str) -> list[str]:
        return await upgrade(self.service, self.url, **options)

    async def fetch(self, query: str) -> object:
        connection = await asyncpg.connect(self.url, server_settings={"search_path": "probe"})
        try:
            return await connection.fetchval(query)
        finally:
            await connection.close()


@pytest.fixture
def make_probe(
    cluster: "Cluster", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], Probe]]:
    """`(package) -> Probe`; its database is gone afterwards."""
    made = []

    def make(package: str) -> Probe:
        monkeypatch.syspath_prepend(str(tmp_path))
        cluster.postgres.execute(f"create database {package} owner {OWNER}")
        made.append(package)
        return Probe(tmp_path, cluster.url(OWNER, package), package)

    yield make
    for name in made:
        cluster.drop(name)


async def test_two_migrators_at_once_apply_each_revision_once(
    make_probe: Callable[[str], Probe],
) -> None:
    probe = make_probe("probe_twice")
    probe.revision("a1", "create table made (what text)", "select pg_sleep(0.3)")
    probe.revision("a2", "insert into made values ('a2')")
    applied = await asyncio.gather(*(probe.upgrade() for _ in range(3)))
    assert sorted(applied) == [[], [], ["a2", "a1"]]
    assert await probe.fetch("select count(*) from made") == 1
    assert await current_and_head(probe.service, probe.url) == ("a2", "a2")


async def test_waits_are_bounded_inside_a_revision(make_probe: Callable[[str], Probe]) -> None:
    probe = make_probe("probe_bounds")
    probe.revision(
        "b1",
        "create table bounds as select current_setting('lock_timeout') as locks, "
        "current_setting('statement_timeout') as statements",
    )
    await probe.upgrade()
    assert await probe.fetch("select locks || ' ' || statements from bounds") == "1500ms 1min"


async def test_a_migration_gives_way_to_a_table_in_use_and_goes_on_later(
    make_probe: Callable[[str], Probe], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate, "TRIES", 1)
    probe = make_probe("probe_locked")
    probe.revision("c1", "create table goods (id integer)")
    await probe.upgrade()
    probe.revision("c2", "create table others (id integer)")
    probe.revision("c3", "alter table goods add title text")
    shop = await asyncpg.connect(probe.url)
    try:
        async with shop.transaction():
            await shop.fetch("select * from probe.goods")
            with pytest.raises(DBAPIError, match="lock timeout"):
                await probe.upgrade(lock_timeout="200ms")
            assert await current_and_head(probe.service, probe.url) == ("c2", "c3")
    finally:
        await shop.close()
    assert await probe.upgrade() == ["c3"]


@pytest.mark.parametrize("patient", [False, True], ids=["as it is", "planted"])
async def test_nobody_queues_behind_a_migration_for_two_seconds(
    make_probe: Callable[[str], Probe], patient: bool
) -> None:
    """A report reads a table for 4 s, a migration wants to alter it, shoppers read on, each as
    impatient as the application's role is (2 s for a lock). Planted fault: a migration that waits
    for its lock as long as it takes stalls them."""
    probe = make_probe("probe_patient" if patient else "probe_stalls")
    probe.revision("d1", "create table goods (id integer)")
    await probe.upgrade()
    probe.revision("d2", "alter table goods add title text")
    report, shopper = await asyncpg.connect(probe.url), await asyncpg.connect(probe.url)
    refused = 0
    try:
        await shopper.execute("set lock_timeout = '2s'")
        async with report.transaction():
            await report.fetch("select * from probe.goods")
            migration = asyncio.create_task(
                probe.upgrade(lock_timeout="30s" if patient else migrate.LOCK_TIMEOUT)
            )
            ends = asyncio.get_running_loop().time() + 4
            while asyncio.get_running_loop().time() < ends:
                try:
                    await shopper.fetch("select count(*) from probe.goods")
                except asyncpg.LockNotAvailableError:
                    refused += 1
                await asyncio.sleep(0.05)
        assert await migration == ["d2"]
    finally:
        await report.close()
        await shopper.close()
    assert (refused > 0) is patient


async def test_a_revision_that_fails_leaves_nothing_of_itself(
    make_probe: Callable[[str], Probe],
) -> None:
    probe = make_probe("probe_fails")
    probe.revision("d1", "create table kept (id integer)")
    probe.revision("d2", "create table half (id integer)", "select 1 / 0")
    with pytest.raises(DBAPIError, match="division by zero"):
        await probe.upgrade()
    assert await current_and_head(probe.service, probe.url) == ("d1", "d2")
    assert await probe.fetch(
        "select to_regclass('kept') is not null and to_regclass('half') is null"
    )


async def test_a_database_of_another_release_is_refused_untouched(
    make_probe: Callable[[str], Probe],
) -> None:
    probe = make_probe("probe_newer")
    probe.revision("e1_first", "create table first (id integer)")
    await probe.upgrade()
    probe.revision("e2_second", "create table second (id integer)")
    await probe.upgrade()
    (probe.folder / "versions" / "e2_second.py").unlink()
    (probe.sql / "1.sql").write_text(
        "create function stale() returns int language sql as 'select 1'"
    )
    with pytest.raises(UnknownRevision, match="probe_newer is at revision e2_second"):
        await probe.upgrade()
    assert await probe.fetch("select to_regproc('stale') is null"), "the older functions stay out"
    # Alembic takes the start of an identifier for the whole of it; a database's is exact.
    await probe.fetch("update alembic_version set version_num = 'e1' returning 1")
    with pytest.raises(UnknownRevision, match="revision e1,"):
        await probe.upgrade()


async def test_functions_follow_their_files_all_or_none(
    make_probe: Callable[[str], Probe],
) -> None:
    probe = make_probe("probe_functions")
    probe.revision("f1", "create table t (id integer)")
    answer = "create or replace function answer() returns int language sql as 'select {}'"
    (probe.sql / "1.sql").write_text(answer.format(1))
    await probe.upgrade()
    (probe.sql / "1.sql").write_text(answer.format(2))
    assert await probe.upgrade() == []
    assert await probe.fetch("select answer()") == 2
    (probe.sql / "1.sql").write_text(answer.format(3))
    (probe.sql / "2.sql").write_text("create function broken() returns int language sql as 'x'")
    with pytest.raises(asyncpg.PostgresError):
        await probe.upgrade()
    assert await probe.fetch("select answer()") == 2
