"""Settings, plan, keys, log, export and the end of a business."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text

from ecomm_core import clock, plans
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_core.plan_table import PLATFORM
from ecomm_testing.actors import register_merchant
from ecomm_testing.cluster import Cluster
from ecomm_testing.products import Desk, Shop
from ecomm_testing.products.serving import Run
from template_product.db import Base
from template_product.plans import NOTES, PLANS


async def note(owner: Any, shop: Shop, words: str = "Mine") -> Any:
    body = {"product_id": str(uuid4()), "words": words}
    return await owner.post(f"{shop.path}/notes", json=body)


async def test_settings_are_judged_by_the_schema_kept_and_audited(
    shop: Shop, other_shop: Shop
) -> None:
    owner = await shop.sign_in()
    first = (await owner.get("/settings")).json()["data"]
    assert (first["values"], first["version"]) == ({"tag": ""}, 0)
    assert first["json_schema"]["properties"]["tag"]["maxLength"] == 40
    for wrong in ({"tag": "x" * 41}, {"nothing": 1}, {"tag": None}):
        refused = await owner.patch("/settings", json={"values": wrong})
        [detail] = refused.json()["error"]["details"]
        assert (refused.status_code, detail["field"]) == (422, f"values.{next(iter(wrong))}")
    assert (await owner.get("/settings")).json()["data"] == first
    changed = await owner.patch("/settings", json={"values": {"tag": "seen"}, "version": 0})
    assert (changed.json()["data"]["values"], changed.json()["data"]["version"]) == (
        {"tag": "seen"}, 1,
    )  # fmt: skip
    stale = await owner.patch("/settings", json={"values": {"tag": "other"}, "version": 0})
    assert (stale.status_code, stale.json()["error"]["code"]) == (409, "stale")
    assert (await owner.get("/settings")).json()["data"]["values"] == {"tag": "seen"}
    stranger = await other_shop.sign_in()
    assert (await stranger.get("/settings")).json()["data"]["values"] == {"tag": ""}
    log = (await owner.get("/audit?action=settings.update")).json()["data"]
    assert [(one["before"], one["after"]) for one in log] == [({"tag": ""}, {"tag": "seen"})]


async def test_a_viewer_changes_no_settings_and_reads_no_log(shop: Shop) -> None:
    viewer = await shop.sign_in(role="viewer")
    refused = await viewer.patch("/settings", json={"values": {"tag": "x"}})
    assert (refused.status_code, refused.json()["data"]) == (403, None)
    log = await viewer.get("/audit")
    assert (log.status_code, log.json()["data"]) == (403, None)
    owner = await shop.sign_in()
    assert (await owner.get("/settings")).json()["data"]["version"] == 0


async def on_plan(kernel: Kernel, shop: Shop, plan: str) -> None:
    async with kernel.database.transaction(Scope(tenant_id=shop.tenant_id)) as session:
        await session.execute(text("update tenants set plan = :plan"), {"plan": plan})


async def test_plan_and_use_are_the_products_own(shop: Shop, kernel: Kernel) -> None:
    await on_plan(kernel, shop, "free")
    owner = await shop.sign_in()
    assert (await note(owner, shop)).status_code == 201
    plan = (await owner.get("/plan")).json()["data"]
    [use] = plan["use"]
    assert (plan["plan"], use["name"], use["used"], use["limit"]) == ("free", "notes", 1, 10)
    month = clock.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    assert month.isoformat()[:7] < use["resets_at"][:7]
    assert [one["name"] for one in plan["offers"]] == ["free", "growth", "pro"]
    me = (await owner.get("/auth/me")).json()["data"]
    assert (me["plan"], me["usage"]) == ("free", [{"name": "notes", "used": 1, "limit": 10}])


async def test_a_monthly_limit_is_free_again_in_the_next_month_and_not_a_day_before(
    shop: Shop, kernel: Kernel, shift_clock: Callable[[float], None]
) -> None:
    """Fault it was seen to catch: one counter for all months."""
    await on_plan(kernel, shop, "free")
    now = clock.now()
    following = (now.replace(day=1) + _days(32)).replace(
        day=1, hour=0, minute=0, second=0, microsecond=0
    )
    left = (following - now).total_seconds()
    async with kernel.database.transaction(Scope(tenant_id=shop.tenant_id)) as session:
        await plans.check(session, tenant_id=shop.tenant_id, name=NOTES, n=10)
    shift_clock(left - 60)
    refused = await note(await shop.sign_in(), shop)
    detail = refused.json()["error"]["details"][0]
    assert (refused.status_code, detail["lifted_by_plan"]) == (402, "growth")
    assert detail["resets_at"] == following.isoformat()
    assert "10 notes a month" in refused.json()["error"]["message"]
    shift_clock(left + 60)
    assert (await note(await shop.sign_in(), shop)).status_code == 201


def _days(number: int) -> Any:
    from datetime import timedelta

    return timedelta(days=number)


async def test_what_was_counted_in_a_month_is_given_back_to_that_month(
    shop: Shop, kernel: Kernel, shift_clock: Callable[[float], None]
) -> None:
    at = clock.now()
    async with kernel.database.transaction(Scope(tenant_id=shop.tenant_id)) as session:
        await plans.check(session, tenant_id=shop.tenant_id, name=NOTES, n=3)
    shift_clock(32 * 86_400)
    async with kernel.database.transaction(Scope(tenant_id=shop.tenant_id)) as session:
        await plans.check(session, tenant_id=shop.tenant_id, name=NOTES, n=1)
        await plans.release(session, tenant_id=shop.tenant_id, name=NOTES, n=2, at=at)
        assert await plans.use(session, tenant_id=shop.tenant_id, name=NOTES) == 1
        used = await session.scalars(text("select used from usage order by name"))
        assert list(used) == [1, 1]


async def test_sessions_of_two_services_in_one_process_have_each_its_plans(
    kernel: Kernel,
) -> None:
    """Fault it was seen to catch: one table for the process."""
    from ecomm_core.db.engine import Database

    url = kernel.settings.database_url.get_secret_value()
    other = Database(url, schema="template_product", direct_url=url)
    try:
        async with kernel.database.transaction() as mine, other.transaction() as theirs:
            assert plans.table_of(mine) is PLANS
            assert plans.table_of(theirs) is PLATFORM
    finally:
        await other.close()


async def test_keys_open_what_their_scopes_say_and_their_stores(shop: Shop, desk: Desk) -> None:
    other = await desk.connected(business=shop.business, owner=shop.owner)
    owner = await shop.sign_in()
    scopes = (await owner.get("/api-keys/scopes")).json()["data"]["scopes"]
    assert "notes:write" in scopes
    unknown = await owner.post("/api-keys", json={"name": "K", "scopes": ["products:write"]})
    assert unknown.status_code == 422
    strange = {"name": "K", "scopes": ["notes:read"], "store_ids": [str(uuid4())]}
    assert (await owner.post("/api-keys", json=strange)).status_code == 404
    made = await owner.post(
        "/api-keys",
        json={"name": "K", "scopes": ["notes:read"], "store_ids": [str(shop.store_id)]},
    )
    headers = {"Authorization": f"Bearer {made.json()['data']['key']}"}

    async def ask(method: str, path: str) -> int:
        body = {"product_id": str(uuid4()), "words": "x"}
        reply = await desk.api.request(method, f"/api/v1{path}", headers=headers, json=body)
        return reply.status_code

    assert await ask("GET", f"{shop.path}/notes") == 200
    assert await ask("GET", f"{other.path}/notes") == 404
    assert await ask("POST", f"{shop.path}/notes") == 403
    assert await ask("GET", "/business/export") == 403
    assert await ask("POST", "/business/erase") == 403


async def test_people_take_along_what_is_theirs_and_nobody_elses(shop: Shop) -> None:
    owner, colleague = await shop.sign_in(), await shop.sign_in(role="staff")
    await note(owner, shop, "the owner's words")
    await note(colleague, shop, "the colleague's words")
    data = (await colleague.get("/business/export")).json()
    assert data["data"]["account"]["email"] == colleague.email
    [mine] = data["data"]["holdings"]["notes you wrote"]
    assert mine["words"] == "the colleague's words"
    assert [one["action"] for one in data["data"]["activity"]] == ["note.create"]
    told = str(data)
    assert "the owner's words" not in told
    assert owner.email not in told
    assert "password" not in told


async def test_a_business_that_is_erased_is_gone_from_every_table(
    shop: Shop,
    other_shop: Shop,
    kernel: Kernel,
    cluster: Cluster,
    run: Run,
    environ: dict[str, str],
) -> None:
    """All rows but one entry of the log, and nobody else's. Fault it was seen to catch: a table
    left out, and the log left as it was."""
    staff = await shop.sign_in(role="staff")
    elsewhere = await register_merchant(shop.desk.api)
    person = {"user_id": str(uuid4()), "email": elsewhere.email, "name": "E"}
    await shop.sign_in(role="viewer", **person)
    owner = await shop.sign_in()
    await owner.patch("/settings", json={"values": {"tag": "x"}})
    for one in (shop, other_shop):
        await one.tell_product()
        await run(one.tenant_id)
    wrong = await owner.post("/business/erase", json={"name": "Somebody else's"})
    assert wrong.status_code == 422
    assert (await staff.post("/business/erase", json={"name": "Mara's shops"})).status_code == 403
    before = await counts(cluster, environ, other_shop.tenant_id)
    assert (await counts(cluster, environ, shop.tenant_id))["notes"] == 1
    done = await owner.post("/business/erase", json={"name": "Mara's shops"})
    assert done.status_code == 200, done.text
    left = await counts(cluster, environ, shop.tenant_id)
    assert {name: count for name, count in left.items() if count} == {"audit_log": 1}
    assert await counts(cluster, environ, other_shop.tenant_id) == before
    assert (await owner.get("/auth/me")).status_code == 401
    assert (await shop.tell("product.created", {})).status_code == 401
    assert (await elsewhere.get("/auth/me")).status_code == 200
    people = await emails(cluster, environ)
    assert (shop.owner["email"] in people, elsewhere.email in people) == (False, True)


async def counts(cluster: Cluster, environ: dict[str, str], tenant_id: UUID) -> dict[str, int]:
    """Rows of a business in every table, as a superuser sees them."""
    import asyncpg

    database = environ["DATABASE_URL"].rpartition("/")[2]
    connection = await asyncpg.connect(cluster.postgres.superuser_url(database))
    try:
        await connection.execute("set search_path = template_product")
        found = {}
        for table in Base.metadata.sorted_tables:
            column = "id" if table.name == "tenants" else "tenant_id"
            if column in table.columns and table.name != "users":
                found[table.name] = await connection.fetchval(
                    f"select count(*) from {table.name} where {column} = $1", tenant_id
                )
        return found
    finally:
        await connection.close()


async def emails(cluster: Cluster, environ: dict[str, str]) -> set[str]:
    import asyncpg

    database = environ["DATABASE_URL"].rpartition("/")[2]
    connection = await asyncpg.connect(cluster.postgres.superuser_url(database))
    try:
        rows = await connection.fetch("select email from template_product.users")
        return {row["email"] for row in rows}
    finally:
        await connection.close()


async def test_a_forgotten_password_is_mailed_and_opens_the_account(
    shop: Shop, run: Run, mailbox: Any
) -> None:
    """How somebody who came by the platform gets a password of their own."""
    import re
    from email import message_from_bytes, policy

    reply = await shop.desk.api.post(
        "/api/v1/auth/password/forgot", json={"email": shop.owner["email"]}
    )
    assert reply.status_code == 200
    assert await run(shop.tenant_id) == ["template_product.account.mail"]
    [file] = mailbox.glob("*.eml")
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert mail["subject"] == "Template product: Set a new password"
    body = mail.get_body(("plain",))
    assert body is not None
    found = re.search(r"token=(\S+)", body.get_content())
    assert found is not None
    password = "a brand new passphrase"
    done = await shop.desk.api.post(
        "/api/v1/auth/password/reset", json={"token": found[1], "password": password}
    )
    assert done.status_code == 200, done.text
    login = await shop.desk.api.post(
        "/api/v1/auth/login", json={"email": shop.owner["email"], "password": password}
    )
    assert login.status_code == 200
