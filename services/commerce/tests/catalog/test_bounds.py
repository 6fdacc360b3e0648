"""How much a product may have, and whose a SKU is when things come back: through the API."""

from typing import Any

from sqlalchemy import text

from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import ShopStore

from .conftest import picture
from .test_create_product import create, refused
from .test_media_api import upload, uploaded
from .test_update_product import patch
from .test_update_product import refused as patch_refused

MANY = """
    insert into media
    select (jsonb_populate_record(m, jsonb_build_object(
              'id', gen_random_uuid(), 'position', n, 'sha256', md5(n::text)))).*
      from media m, generate_series(1, 249) n where m.id = :id"""
"""As many again as a product may still have, without drawing each."""


def options(count: int) -> list[dict[str, Any]]:
    return [{"name": f"Option {n}", "values": ["a", "b"]} for n in range(count)]


async def test_five_options_are_possible_and_a_sixth_is_refused(store: ShopStore) -> None:
    """R8.1: when it is made and when it is changed."""
    made = await create(store, options=options(5))
    assert (len(made["options"]), len(made["variants"])) == (5, 32)
    assert (await refused(store, 422, options=options(6)))["details"][0]["field"] == "options"
    error = await patch_refused(store, made, 422, options=options(6))
    assert error["details"][0]["field"] == "options"
    read = await store.merchant.get(f"{store.path}/products/{made['id']}")
    assert len(read.json()["data"]["options"]) == 5


async def test_250_pictures_are_possible_and_one_more_is_refused(
    store: ShopStore, kernel: Kernel
) -> None:
    """R8.1: uploaded to the product, or named in its body."""
    made = await create(store)
    first = await uploaded(store, picture(), product_id=made["id"])
    async with kernel.database.transaction(Scope(tenant_id=store.merchant.tenant_id)) as session:
        await session.execute(text(MANY), {"id": first["id"]})
    path = f"{store.path}/products/{made['id']}"
    assert len((await store.merchant.get(path)).json()["data"]["media"]) == 250
    more = await upload(store, picture((31, 17)), product_id=made["id"])
    assert (more.status_code, more.json()["error"]["code"]) == (409, "too_many_media")
    beside = await uploaded(store, picture((31, 17)))
    ids = [one["id"] for one in (await store.merchant.get(path)).json()["data"]["media"]]
    error = await patch_refused(store, made, 422, media_ids=[*ids, beside["id"]])
    assert error["details"][0]["field"] == "media_ids"
    assert len((await store.merchant.get(path)).json()["data"]["media"]) == 250


async def test_a_removed_variant_frees_its_sku_and_comes_back_only_without_it(
    store: ShopStore,
) -> None:
    """R7.5: what is gone never blocks reuse (medusa#270); coming back into a conflict is a 409 that
    changes nothing."""
    both = [{"name": "Size", "values": ["S", "M"]}]
    variants = [
        {"options": {"Size": "S"}, "sku": "MUG-S"},
        {"options": {"Size": "M"}, "sku": "MUG-M"},
    ]
    mug = await create(store, title="Mug", options=both, variants=variants)
    kept = next(one for one in mug["variants"] if one["sku"] == "MUG-M")
    one_left = await patch(
        store, mug,
        options=[{"name": "Size", "values": ["M"]}],
        variants=[{"id": kept["id"], "options": {"Size": "M"}, "sku": "MUG-M"}],
    )  # fmt: skip
    assert [one["id"] for one in one_left["variants"]] == [kept["id"]]
    other = await create(store, title="Other", sku=" mug-s ")
    back = [
        {"options": {"Size": "S"}, "sku": "MUG-S"},
        {"id": kept["id"], "options": {"Size": "M"}, "sku": "MUG-M"},
    ]
    error = await patch_refused(store, mug, 409, options=both, variants=back)
    assert error["code"] == "sku_taken"
    assert error["details"][0]["product_id"] == other["id"]
    read = await store.merchant.get(f"{store.path}/products/{mug['id']}")
    assert [one["sku"] for one in read.json()["data"]["variants"]] == ["MUG-M"]
    back[0]["sku"] = "MUG-S-2"
    again = await patch(store, mug, options=both, variants=back)
    assert {one["sku"] for one in again["variants"]} == {"MUG-S-2", "MUG-M"}
