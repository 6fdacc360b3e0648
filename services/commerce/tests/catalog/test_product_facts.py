"""How a product is taxed, whether it is a gift card, who answers for its safety; what a category
shows of itself."""

from typing import Any

from ecomm_testing.actors import ShopStore

from .conftest import Recorded, picture
from .test_categories import change, make
from .test_create_product import create

SAFETY = {
    "manufacturer": {
        "name": "Kiln Works",
        "address": "Am Ofen 1, Bonn",
        "email": "hi@kiln.example",
    },
    "responsible": {"name": "EU Rep", "address": None, "email": None},
    "warnings": "Hot when filled.",
}


async def product(store: ShopStore, **fields: Any) -> dict[str, Any]:
    return await create(store, **fields)


async def patch(store: ShopStore, made: dict[str, Any], **fields: Any) -> Any:
    return await store.merchant.patch(f"{store.path}/products/{made['id']}", json=fields)


async def test_a_product_is_taxed_as_standard_and_no_gift_card_unless_told(
    store: ShopStore,
) -> None:
    made = await create(store)
    assert (made["tax_class"], made["is_gift_card"], made["safety"]) == ("standard", False, None)


async def test_tax_class_gift_card_and_safety_are_kept_changed_and_cleared(
    store: ShopStore, recorded: Recorded
) -> None:
    made = await create(store, tax_class="reduced", is_gift_card=True, safety=SAFETY)
    assert (made["tax_class"], made["is_gift_card"]) == ("reduced", True)
    assert made["safety"] == SAFETY
    changed = (await patch(store, made, tax_class="exempt", is_gift_card=False)).json()["data"]
    assert (changed["tax_class"], changed["is_gift_card"]) == ("exempt", False)
    assert changed["safety"] == SAFETY
    cleared = (await patch(store, made, safety=None)).json()["data"]
    assert cleared["safety"] is None
    told = [event["changed"] for event in await recorded.events("product.updated")]
    assert told == [["tax_class", "is_gift_card"], ["safety"]]


async def test_an_unknown_tax_class_and_a_malformed_address_are_refused(store: ShopStore) -> None:
    made = await create(store)
    for fields in (
        {"tax_class": "luxury"},
        {"safety": {"manufacturer": {"email": "no address"}}},
        {"safety": {"warnings": "x" * 5_001}},
    ):
        assert (await patch(store, made, **fields)).status_code == 422
    read = (await store.merchant.get(f"{store.path}/products/{made['id']}")).json()["data"]
    assert read["version"] == made["version"]


async def test_a_category_has_a_picture_and_texts_for_search_engines(store: ShopStore) -> None:
    uploaded = await store.merchant.post(
        f"{store.path}/products/upload", files={"file": ("tea.png", picture(), "image/png")}
    )
    image = uploaded.json()["data"]
    category = await make(
        store, "Tea", image_id=image["id"], seo={"title": "Loose tea", "description": "Leaves."}
    )
    assert category["image"]["id"] == image["id"]
    assert category["seo"] == {"title": "Loose tea", "description": "Leaves."}
    reply = await change(store, category, image_id=None, seo={"title": None})
    data = reply.json()["data"]
    assert data["image"] is None
    assert data["seo"] == {"title": None, "description": "Leaves."}
    unknown = await change(store, category, image_id=category["id"])
    assert unknown.status_code == 404
    assert unknown.json()["error"]["details"][0]["field"] == "image_id"
