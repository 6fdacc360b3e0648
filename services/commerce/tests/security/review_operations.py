"""Rightful calls of what buyers and merchants do with reviews."""

from typing import Any

from ecomm_testing.leak import Call

from .operations import operation, simple, with_id
from .order_operations import paid_order
from .world import World, picture

simple("reviews_list")
simple("reviews_settings")
simple("reviews_set_settings", json={"enabled": True, "auto_publish": False, "words": ["scam"]})


async def sent(world: World) -> tuple[dict[str, str], dict[str, str], str]:
    """(path parameters of an order whose goods have left, its token, its item)."""
    order = await paid_order(world)
    parcel = {"carrier": "DHL", "tracking_number": "1"}
    await world.made(f"/orders/{order['id']}/fulfillments", json=parcel)
    path = {**world.ids, "order_id": str(order["id"])}
    return path, {"X-Order-Token": str(order["token"])}, str(order["items"][0]["id"])


async def written(world: World) -> tuple[dict[str, str], dict[str, str]]:
    """(path parameters of a review that its buyer wrote, the order's token)."""
    path, token, item = await sent(world)
    reply = await world.api.post(
        f"{world.store.public}/orders/{path['order_id']}/reviews",
        headers=token,
        json={"item_id": item, "rating": 4, "body": "Warm hands."},
    )
    assert reply.status_code == 201, reply.text
    [item_out] = [one for one in reply.json()["data"]["items"] if one["review"]]
    return {**path, "review_id": str(item_out["review"]["id"])}, token


async def review_id(world: World) -> str:
    """A review that waits."""
    return (await written(world))[0]["review_id"]


async def published_id(world: World) -> str:
    """A review in the shop."""
    found = await review_id(world)
    reply = await world.owner.post(f"{world.store.path}/reviews/{found}/publish")
    assert reply.status_code == 200, reply.text
    return found


def _csv(world: World) -> str:
    return f"product,rating,body\n{world.product['slug']},5,From elsewhere\n"


async def imported_id(world: World) -> str:
    """A review that a file brought."""
    body: dict[str, Any] = {"csv": _csv(world), "dry_run": False}
    reply = await world.owner.post(f"{world.store.path}/reviews/import", json=body)
    assert reply.status_code == 200, reply.text
    found = await world.owner.get(f"{world.store.path}/reviews", params={"source": "import"})
    return str(found.json()["data"][0]["id"])


with_id("reviews_get", "review_id", review_id)
with_id("reviews_publish", "review_id", review_id)
with_id("reviews_reject", "review_id", review_id)
with_id("reviews_reply", "review_id", published_id, json={"text": "Thank you."})
with_id("reviews_remove_reply", "review_id", published_id)
with_id("reviews_delete", "review_id", imported_id)


@operation("reviews_bulk")
async def _bulk(world: World) -> Call:
    return Call(path=world.ids, json={"ids": [await review_id(world)], "action": "publish"})


@operation("reviews_import_csv")
async def _import(world: World) -> Call:
    return Call(path=world.ids, json={"csv": _csv(world), "dry_run": True})


@operation("reviews_product_reviews")
async def _of_product(world: World) -> Call:
    return Call(path={**world.ids, "product_slug": str(world.product["slug"])})


@operation("reviews_order_reviews")
async def _of_order(world: World) -> Call:
    path, token, _ = await sent(world)
    return Call(path=path, capability=token)


@operation("reviews_write_review")
async def _write(world: World) -> Call:
    path, token, item = await sent(world)
    return Call(path=path, capability=token, json={"item_id": item, "rating": 5, "title": "Good"})


@operation("reviews_take_review_back")
async def _take_back(world: World) -> Call:
    path, token = await written(world)
    return Call(path=path, capability=token)


@operation("reviews_add_review_photo")
async def _photo(world: World) -> Call:
    path, token = await written(world)
    files = {"file": ("a.png", picture(), "image/png")}
    return Call(path=path, capability=token, files=files)
