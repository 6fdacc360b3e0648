"""Notes, from a store's event to its tag."""

from uuid import UUID, uuid4

from sqlalchemy import text

from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_testing.fakes.platform import FakePlatform
from ecomm_testing.products import Shop
from ecomm_testing.products.serving import Run


async def test_a_new_product_gets_a_note_that_its_people_read(shop: Shop, run: Run) -> None:
    await shop.tell_product("Oak lamp")
    assert await run(shop.tenant_id) == ["template_product.platform.event"]
    owner = await shop.sign_in()
    reply = await owner.get(f"{shop.path}/notes")
    assert [(n["words"], n["written_by"]) for n in reply.json()["data"]] == [("Oak lamp", None)]


async def test_a_tag_is_put_on_the_product_once_over_the_version_that_was_read(
    shop: Shop, run: Run, platform: FakePlatform
) -> None:
    owner = await shop.sign_in()
    await owner.patch("/settings", json={"values": {"tag": "noted"}})
    product = platform.add(tags=["new"])
    await shop.tell_product(resource_id=UUID(product["id"]))
    await run(shop.tenant_id)
    assert (product["tags"], product["version"]) == (["new", "noted"], 2)
    assert len(platform.effects) == 1


async def test_people_write_notes_and_another_business_sees_none_of_them(
    shop: Shop, other_shop: Shop
) -> None:
    owner, stranger = await shop.sign_in(), await other_shop.sign_in()
    body = {"product_id": str(uuid4()), "words": "Sells at night"}
    assert (await owner.post(f"{shop.path}/notes", json=body)).status_code == 201
    refused = await stranger.post(f"{shop.path}/notes", json=body)
    assert (refused.status_code, refused.json()["data"]) == (404, None)
    assert (await stranger.get(f"{shop.path}/notes")).status_code == 404
    listed = await owner.get(f"{shop.path}/notes")
    assert listed.json()["page"]["total"] == 1


async def test_a_viewer_reads_and_does_not_write(shop: Shop) -> None:
    viewer = await shop.sign_in(role="viewer")
    body = {"product_id": str(uuid4()), "words": "No"}
    assert (await viewer.post(f"{shop.path}/notes", json=body)).status_code == 403
    listed = await viewer.get(f"{shop.path}/notes")
    assert (listed.status_code, listed.json()["data"]) == (200, [])


async def test_the_months_limit_is_refused_with_the_plan_that_lifts_it(
    shop: Shop, kernel: Kernel
) -> None:
    async with kernel.database.transaction(Scope(tenant_id=shop.tenant_id)) as session:
        await session.execute(text("update tenants set plan = 'free'"))
    owner = await shop.sign_in()
    body = {"product_id": str(uuid4()), "words": "Again"}
    for _ in range(10):
        assert (await owner.post(f"{shop.path}/notes", json=body)).status_code == 201
    refused = await owner.post(f"{shop.path}/notes", json=body)
    detail = refused.json()["error"]["details"][0]
    assert (refused.status_code, detail["lifted_by"], detail["used"]) == (402, "Growth", 10)
    assert (await owner.get(f"{shop.path}/notes")).json()["page"]["total"] == 10
