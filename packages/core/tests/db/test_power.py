"""A role that row-level security does not hold is used for nothing, whatever asks."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import httpx2
import pytest
from sqlalchemy import text

from ecomm_core.db.power import PowerfulRole
from ecomm_testing.cluster import OWNER, Cluster

if TYPE_CHECKING:
    from ecomm_core.kernel import Kernel


@pytest.fixture
def own(cluster: Cluster) -> str:
    """A database that nobody else uses."""
    return cluster.clone()


def make_role(cluster: Cluster, database: str, attributes: str) -> str:
    name = f"power_{database}"
    cluster.postgres.execute(f"create role {name} login password 'test' {attributes}")
    cluster.postgres.execute(
        f"grant connect on database {database} to {name}; "
        f"grant usage on schema commerce to {name};",
        database=database,
    )
    return cluster.url(name, database)


@pytest.mark.parametrize(
    ("attributes", "said"),
    [
        ("superuser", "is a superuser"),
        ("bypassrls", "has BYPASSRLS"),
        (f"in role {OWNER}", "owns the database and owns tables"),
    ],
)
async def test_power_is_refused_at_the_start_and_at_each_use(
    make_kernel: "Callable[..., Kernel]", cluster: Cluster, own: str, attributes: str, said: str
) -> None:
    kernel = make_kernel(DATABASE_URL=make_role(cluster, own, attributes))
    try:
        with pytest.raises(PowerfulRole) as refused:
            await kernel.start()
        assert f" {said}: row-level security" in refused.value.reason
        for _ in range(2):
            with pytest.raises(PowerfulRole):
                async with kernel.database.transaction() as session:
                    await session.execute(text("select 1"))
            with pytest.raises(PowerfulRole):
                await kernel.database.read("locate_store", "demo")
    finally:
        await kernel.stop()


async def test_an_application_with_power_does_not_start(
    make_kernel: "Callable[..., Kernel]", cluster: Cluster, own: str
) -> None:
    from commerce.app import create

    app = create(make_kernel(DATABASE_URL=make_role(cluster, own, "superuser")))
    with pytest.raises(PowerfulRole):
        async with app.router.lifespan_context(app):
            pytest.fail("it started")


async def test_a_database_that_comes_late_is_looked_at_before_its_first_use(
    make_kernel: "Callable[..., Kernel]", cluster: Cluster, own: str
) -> None:
    """The start found no database; the replies tell callers nothing of the role."""
    from commerce.app import create

    url = make_role(cluster, own, "superuser")
    role = f"power_{own}"
    cluster.postgres.execute(f"alter role {role} nologin")
    app = create(make_kernel(DATABASE_URL=url))
    async with app.router.lifespan_context(app):
        cluster.postgres.execute(f"alter role {role} login")
        transport = httpx2.ASGITransport(app, raise_app_exceptions=False)
        async with httpx2.AsyncClient(transport=transport, base_url="http://api.test") as api:
            assert (await api.get("/health/live")).status_code == 200
            for path in ("/health/ready", "/health", "/api/v1/public/stores/demo"):
                reply = await api.get(path)
                assert reply.status_code == 503, path
                assert int(reply.headers["retry-after"]) > 0
                assert "superuser" not in reply.text
                assert role not in reply.text


async def test_an_ordinary_role_is_looked_at_once(
    make_kernel: "Callable[..., Kernel]", monkeypatch: pytest.MonkeyPatch
) -> None:
    from ecomm_core.db import engine

    looked = []

    async def counted(driver: object, schemas: list[str]) -> None:
        looked.append(schemas)

    monkeypatch.setattr(engine, "power_of", counted)
    kernel = make_kernel()
    await kernel.start()
    try:
        for _ in range(3):
            async with kernel.database.transaction() as session:
                await session.execute(text("select 1"))
        await kernel.database.reads()
    finally:
        await kernel.stop()
    assert looked == [["commerce"]]
