"""Who may import, and for whom: roles, tenants, plans, the audit log."""

from collections.abc import Callable
from typing import Any

import pytest

from ecomm_core.kernel import Kernel
from ecomm_testing.actors import Merchant, ShopStore, register_merchant

from .conftest import Importer, row, table
from .reports import actions, found


async def member(importer: Importer, role: str, api: Any, kernel: Kernel) -> Merchant:
    """Somebody with a role in the importer's tenant."""
    from sqlalchemy import text

    from ecomm_core.db.scope import Scope

    guest = await register_merchant(api)
    scope = Scope(tenant_id=importer.tenant_id)
    async with kernel.database.transaction(scope) as session:
        await session.execute(
            text(
                "insert into memberships (tenant_id, user_id, role) values (:tenant, :user, :role)"
            ),
            {"tenant": importer.tenant_id, "user": guest.user_id, "role": role},
        )
    reply = await guest.post("/auth/switch", json={"tenant_id": str(importer.tenant_id)})
    assert reply.status_code == 200, reply.text
    guest.access_token = reply.json()["data"]["access_token"]
    return guest


async def test_viewers_look_and_staff_import(importer: Importer, api: Any, kernel: Kernel) -> None:
    job = await importer.run([row("mug", Variant_Price="x")], dry_run=True)
    path = f"{importer.store.path}/imports"
    viewer = await member(importer, "viewer", api, kernel)
    for place in (path, f"{path}/{job['id']}", f"{path}/{job['id']}/issues.csv"):
        assert (await viewer.get(place)).status_code == 200
    for action in ("run", "cancel"):
        assert (await viewer.post(f"{path}/{job['id']}/{action}")).status_code == 403
    files = {"file": ("p.csv", table([row("cup")]), "text/csv")}
    refused = await viewer.post(f"{importer.store.path}/products/import", files=files)
    assert refused.status_code == 403
    staff = await member(importer, "staff", api, kernel)
    taken = await staff.post(f"{importer.store.path}/products/import", files=files)
    assert taken.status_code == 202


async def test_another_tenant_sees_nothing(
    importer: Importer, other_store: ShopStore, make_importer: Callable[[ShopStore], Importer]
) -> None:
    job = await importer.run([row("canary", Variant_Price="x")], dry_run=True)
    stranger = make_importer(other_store)
    merchant = other_store.merchant
    for path in (importer.store.path, other_store.path):
        for place in (f"{path}/imports/{job['id']}", f"{path}/imports/{job['id']}/issues.csv"):
            reply = await merchant.get(place)
            assert reply.status_code == 404
            assert "canary" not in reply.text
        for action in ("run", "cancel"):
            reply = await merchant.post(f"{path}/imports/{job['id']}/{action}")
            assert reply.status_code == 404
    assert (await merchant.get(f"{other_store.path}/imports")).json()["data"] == []
    assert await importer.job(job["id"]) == job
    assert await stranger.products() == []


async def test_two_stores_may_have_the_same_handles_and_skus(
    importer: Importer, other_store: ShopStore, make_importer: Callable[[ShopStore], Importer]
) -> None:
    """R7.4, R7.5: slugs and SKUs are unique per store, not beyond."""
    rows = [row("mug", Variant_SKU="M-1")]
    assert actions(await importer.run(rows)) == (1, 0, 0, 0)
    assert actions(await make_importer(other_store).run(rows)) == (1, 0, 0, 0)


async def test_the_plan_is_kept_to(importer: Importer, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is over the plan's limit is skipped and said; dry run and real run agree."""
    from ecomm_core import plans

    small = plans.Plan("self_hosted", "Self-hosted", {plans.STORES: 10, plans.PRODUCTS: 2})
    monkeypatch.setitem(plans.PLANS, "self_hosted", small)
    rows = [row("a"), row("b"), row("c"), row("d")]
    for dry_run in (True, False):
        job = await importer.run(rows, dry_run=dry_run)
        assert actions(job) == (2, 0, 0, 2)
        assert found(job) == [(4, None, "limit_reached"), (5, None, "limit_reached")]
    assert len(await importer.products()) == 2
    assert actions(await importer.run(rows)) == (0, 0, 2, 2)


async def test_who_imported_is_in_the_audit_log(importer: Importer) -> None:
    job = await importer.run([row("mug")], dry_run=True)
    await importer.store.merchant.post(f"{importer.store.path}/imports/{job['id']}/run")
    await importer.finish(job["id"])
    rows = await importer.rows(
        "select action, actor from audit_log where store_id = :store and "
        "resource_type in ('import', 'product') order by at, id"
    )
    actor = f"user:{importer.store.merchant.user_id}"
    assert rows == [
        {"action": "import.upload", "actor": actor},
        {"action": "import.run", "actor": actor},
        {"action": "product.create", "actor": actor},
    ]


async def test_unknown_imports_are_404(importer: Importer) -> None:
    path = f"{importer.store.path}/imports/01a1fc59-3e26-7450-8cf6-04830304b906"
    assert (await importer.store.merchant.get(path)).status_code == 404
    assert (await importer.store.merchant.get(f"{path}/issues.csv")).status_code == 404
    assert (await importer.store.merchant.post(f"{path}/run")).status_code == 404
