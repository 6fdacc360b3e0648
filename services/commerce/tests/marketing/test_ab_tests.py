"""A/B tests on real carts and orders: who is counted, for which face, and what is promised."""

import asyncio
import secrets
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest_asyncio
from sqlalchemy import text

from commerce.marketing.ab_tests import tasks
from commerce.storefront import tasks as storefront
from ecomm_core import clock
from ecomm_testing.actors import create_store, register_merchant

PERSON = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


class Lab:
    """A shop with a product under test."""

    def __init__(self, shop: Any, variant: UUID, product: UUID) -> None:
        self.shop, self.variant, self.product = shop, variant, product

    @property
    def base(self) -> str:
        return f"{self.shop.store.path}/ab-tests"

    async def send(self, method: str, path: str = "", body: Any = None, status: int = 200) -> Any:
        merchant = self.shop.store.merchant
        reply = await merchant.request(method, f"{self.base}{path}", json=body)
        assert reply.status_code == status, reply.text
        return reply.json()["data"] if status < 400 else reply.json()["error"]

    async def test(self, *, started: bool = True, **fields: Any) -> str:
        """A test of the product, of one percent points on two of a hundred."""
        body = {
            "name": "Shorter title",
            "product_id": str(self.product),
            "face": {"title": "Pot for one"},
            "baseline_ppm": 20_000,
            "effect_ppm": 10_000,
            **fields,
        }
        test_id: str = (await self.send("POST", "", body, 201))["id"]
        if started:
            await self.send("POST", f"/{test_id}/start")
        return test_id

    async def visit(self, test_id: str, arm: str, **how: Any) -> httpx2.Response:
        """A browser that saw a face."""
        body = {"visitor": how.get("visitor") or str(uuid4()), "arm": arm}
        reply: httpx2.Response = await self.shop.api.post(
            f"{self.shop.store.public}/ab-tests/{test_id}/visitors",
            json=body,
            headers={"User-Agent": how.get("agent", PERSON)},
        )
        return reply

    async def buy(self, test_id: str, arm: str, quantity: int = 1) -> tuple[str, dict[str, Any]]:
        """A visitor who saw a face and bought; who they were, and their order."""
        visitor = str(uuid4())
        assert (await self.visit(test_id, arm, visitor=visitor)).status_code == 200
        shopper = await self.shop.shopper((self.variant, quantity))
        noted = await self.note(shopper, test_id, visitor)
        assert noted.json()["data"] == {"noted": 1}
        return visitor, await shopper.buy()

    async def note(self, shopper: Any, test_id: str, visitor: str) -> httpx2.Response:
        seats = {"tests": [{"test_id": test_id, "visitor": visitor}]}
        reply: httpx2.Response = await shopper.call("POST", f"{shopper.cart}/ab-tests", json=seats)
        return reply

    async def hour_comes(self, test_id: str) -> None:
        """Its counts are due to be read, if they still are at all."""
        async with self.shop.transaction() as session:
            await session.execute(
                text("update ab_tests set look_at = :at where id = :id and look_at is not null"),
                {"at": clock.now(), "id": UUID(test_id)},
            )

    async def results(self, test_id: str) -> dict[str, Any]:
        found: dict[str, Any] = await self.send("GET", f"/{test_id}/results?payments=test")
        return found


@pytest_asyncio.fixture
async def lab(shop: Any) -> Lab:
    variant = await shop.variant(title="Pot", stock=500)
    product = await shop.one("select product_id from product_variants where id = :id", id=variant)
    return Lab(shop, variant, product)


async def test_an_order_counts_for_the_face_its_visitor_saw(lab: Lab) -> None:
    """Visitors once, buyers once however often they buy, sales less refunds: as the orders say."""
    test_id = await lab.test()
    for _ in range(3):
        await lab.visit(test_id, "a")
    visitor, first = await lab.buy(test_id, "b", 2)
    again = await lab.shop.shopper((lab.variant, 1))
    await lab.note(again, test_id, visitor)
    second = await again.buy()
    stranger = await lab.shop.shopper((lab.variant, 1))
    await stranger.buy()
    found = await lab.results(test_id)
    assert (found["a"]["visitors"], found["a"]["buyers"], found["a"]["orders"]) == (3, 0, 0)
    assert (found["b"]["visitors"], found["b"]["buyers"], found["b"]["orders"]) == (1, 1, 2)
    totals = await lab.shop.rows(
        "select id, total from orders where id = any(:ids)",
        ids=[UUID(first["id"]), UUID(second["id"])],
    )
    assert found["b"]["revenue"]["amount"] == sum(row["total"] for row in totals) > 0
    assert found["verdict"] == "collecting"
    merchant, order = lab.shop.store.merchant, f"{lab.shop.store.path}/orders/{second['id']}"
    items = (await merchant.get(order)).json()["data"]["items"]
    back = {"lines": [{"item_id": items[0]["id"], "quantity": 1, "restock": True}]}
    refunded = await merchant.post(f"{order}/refunds", json=back)
    assert refunded.status_code in (200, 201, 202), refunded.text
    given = await lab.shop.one(
        "select sum(amount) from order_refunds where order_id = :id", id=UUID(second["id"])
    )
    less = (await lab.results(test_id))["b"]["revenue"]["amount"]
    assert less == found["b"]["revenue"]["amount"] - given


async def test_test_orders_and_real_ones_are_never_added_up(lab: Lab) -> None:
    """Test orders are what a test shop's figures are made of, until somebody brings real money,
    as a merchant writes it down by hand: from then on test orders are told when they are asked for.
    """
    test_id = await lab.test()
    await lab.buy(test_id, "a")
    _, second = await lab.buy(test_id, "b")
    found = await lab.send("GET", f"/{test_id}/results")
    assert (found["test_orders"], found["a"]["buyers"], found["b"]["buyers"]) == (True, 1, 1)
    async with lab.shop.transaction() as session:
        real = text("update orders set test = false where id = :id")
        await session.execute(real, {"id": UUID(second["id"])})
    found = await lab.send("GET", f"/{test_id}/results")
    assert (found["test_orders"], found["a"]["buyers"], found["b"]["buyers"]) == (False, 0, 1)
    assert found == await lab.send("GET", f"/{test_id}/results?payments=live")
    tried = await lab.results(test_id)
    assert (tried["test_orders"], tried["a"]["buyers"], tried["b"]["buyers"]) == (True, 1, 0)


async def test_the_first_face_sticks(lab: Lab) -> None:
    """Whatever a browser says afterwards, and however many of its pages say it at once."""
    test_id, visitor = await lab.test(), str(uuid4())
    replies = await asyncio.gather(
        *(lab.visit(test_id, arm, visitor=visitor) for arm in "abababab")
    )
    arms = {reply.json()["data"]["arm"] for reply in replies}
    assert len(arms) == 1
    found = await lab.results(test_id)
    assert found["a"]["visitors"] + found["b"]["visitors"] == 1


async def test_programs_and_those_who_saw_nothing_are_not_counted(lab: Lab) -> None:
    test_id = await lab.test()
    reply = await lab.visit(test_id, "b", agent="Googlebot/2.1")
    assert reply.json()["data"] == {"arm": "b", "counted": False}
    shopper = await lab.shop.shopper((lab.variant, 1))
    assert (await lab.note(shopper, test_id, str(uuid4()))).json()["data"] == {"noted": 0}
    assert (await lab.note(shopper, str(uuid4()), str(uuid4()))).json()["data"] == {"noted": 0}
    await shopper.buy()
    found = await lab.results(test_id)
    assert (found["a"]["visitors"], found["b"]["visitors"], found["b"]["orders"]) == (0, 0, 0)


async def test_a_cart_is_noted_by_who_holds_it_alone(lab: Lab) -> None:
    """A wrong token is 404 and writes nothing."""
    test_id, visitor = await lab.test(), str(uuid4())
    await lab.visit(test_id, "b", visitor=visitor)
    shopper = await lab.shop.shopper((lab.variant, 1))
    reply = await lab.shop.api.post(
        f"{shopper.cart}/ab-tests",
        json={"tests": [{"test_id": test_id, "visitor": visitor}]},
        headers={"X-Cart-Token": secrets.token_hex(16)},
    )
    assert reply.status_code == 404
    assert await lab.shop.one("select count(*) from ab_carts") == 0


async def test_one_test_of_a_product_at_a_time(lab: Lab) -> None:
    """Two that are started at once: one runs, the other is told. A draft counts nobody."""
    first, second = await lab.test(started=False), await lab.test(started=False)
    assert (await lab.visit(first, "a")).status_code == 404
    merchant = lab.shop.store.merchant
    replies = await asyncio.gather(
        *(merchant.post(f"{lab.base}/{one}/start") for one in (first, second))
    )
    assert sorted(reply.status_code for reply in replies) == [200, 409]
    assert await lab.shop.one("select count(*) from ab_tests where status = 'running'") == 1


async def test_version_b_is_the_page_with_another_face(lab: Lab) -> None:
    """Title and description of B, sanitised; price and address of the product. Nobody sees it while
    the test does not run, and the pages that differ are told when it begins and ends."""
    wanted = {"title": "Pot for one", "description": "<p>New</p><script>x()</script>"}
    test_id = await lab.test(started=False, face=wanted)
    api, public = lab.shop.api, lab.shop.store.public
    page = f"{public}/ab-tests/{test_id}/product"
    assert (await api.get(page)).status_code == 404
    assert (await api.get(f"{public}/ab-tests")).json()["data"] == []
    await lab.send("POST", f"/{test_id}/start")
    [running] = (await api.get(f"{public}/ab-tests")).json()["data"]
    own = (await api.get(f"{public}/products/{running['product_slug']}")).json()["data"]
    b = (await api.get(page)).json()["data"]
    changed = {name for name in own if own[name] != b[name]}
    assert changed == {"title", "description"}
    assert b["description"] == "<p>New</p>"
    told = await lab.shop.run()
    assert storefront.TASK in told
    await lab.send("POST", f"/{test_id}/stop")
    assert (await api.get(page)).status_code == 404
    assert (await api.get(f"{public}/ab-tests")).json()["data"] == []
    assert (await lab.visit(test_id, "a")).status_code == 404


async def test_b_stays_when_it_is_chosen_and_only_then(lab: Lab) -> None:
    """Not while the test runs, not twice; A changes nothing."""
    test_id = await lab.test()
    assert (await lab.send("POST", f"/{test_id}/decide", {"keep": "b"}, 409))["code"] == (
        "ab_test_not_ended"
    )
    await lab.send("POST", f"/{test_id}/stop")
    title = "select title from products where id = :id"
    assert await lab.shop.one(title, id=lab.product) == "Pot"
    done = await lab.send("POST", f"/{test_id}/decide", {"keep": "b"})
    assert done["outcome"] == "applied_b"
    assert await lab.shop.one(title, id=lab.product) == "Pot for one"
    again = await lab.send("POST", f"/{test_id}/decide", {"keep": "a"}, 409)
    assert again["code"] == "ab_test_decided"


async def _counted(lab: Lab, test_id: str, arm: str, visitors: int, buyers: int) -> None:
    """Counts without the way there: visitors, and orders of some of them."""
    async with lab.shop.transaction() as session:
        await session.execute(
            text(
                """insert into ab_assignments (tenant_id, test_id, visitor, store_id, arm, seen_at)
                   select :tenant, :test, gen_random_uuid(), :store, :arm, now() - interval '1 day'
                     from generate_series(1, :n)"""
            ),
            {
                "tenant": lab.shop.tenant_id,
                "test": UUID(test_id),
                "store": lab.shop.store.id,
                "arm": arm,
                "n": visitors - buyers,
            },
        )
    for _ in range(buyers):
        await lab.buy(test_id, arm)


async def test_the_planned_look_is_taken_once_whatever_comes_later(lab: Lab) -> None:
    """Not before both arms have their visitors; what it saw stays, and decides."""
    test_id = await lab.test(baseline_ppm=300_000, effect_ppm=600_000)
    planned = (await lab.send("GET", f"/{test_id}"))["planned"]
    await _counted(lab, test_id, "a", planned, 0)
    await _counted(lab, test_id, "b", planned - 1, 2)
    await lab.hour_comes(test_id)
    await tasks.look_at_all(lab.shop.kernel)
    assert (await lab.results(test_id))["final_at"] is None
    await lab.visit(test_id, "b")
    await lab.hour_comes(test_id)
    await asyncio.gather(tasks.look_at_all(lab.shop.kernel), tasks.look_at_all(lab.shop.kernel))
    seen = await lab.results(test_id)
    assert seen["final_at"] is not None
    assert seen["verdict"] == "no_difference"
    for _ in range(2):
        await lab.buy(test_id, "b")
    await lab.hour_comes(test_id)
    await tasks.look_at_all(lab.shop.kernel)
    later = await lab.results(test_id)
    assert (later["final_at"], later["p_final_ppm"]) == (seen["final_at"], seen["p_final_ppm"])
    assert later["b"]["buyers"] == seen["b"]["buyers"] + 2


async def test_a_split_that_chance_does_not_make_is_called_broken(lab: Lab) -> None:
    """No winner is named, however good one looks."""
    test_id = await lab.test()
    await _counted(lab, test_id, "a", 60, 0)
    await _counted(lab, test_id, "b", 4, 3)
    found = await lab.results(test_id)
    assert found["split"]["broken"] is True
    assert found["verdict"] == "broken_split"


async def test_another_store_s_product_and_picture_are_refused(lab: Lab, api: Any) -> None:
    other = await create_store(await register_merchant(api), lab.shop.kernel)
    product = await other.product(title="Theirs")
    body = {
        "name": "x",
        "product_id": product["id"],
        "face": {"title": "y"},
        "baseline_ppm": 20_000,
        "effect_ppm": 10_000,
    }
    assert (await lab.send("POST", "", body, 404))["code"] == "product_not_found"
    body |= {"product_id": str(lab.product), "face": {"media_id": str(uuid4())}}
    refused = await lab.send("POST", "", body, 422)
    assert refused["details"][0]["field"] == "face.media_id"
    body |= {"face": {"title": "y"}, "baseline_ppm": 500_000, "effect_ppm": 1}
    refused = await lab.send("POST", "", body, 422)
    assert refused["details"][0]["field"] == "effect_ppm"
    assert await lab.send("GET") == []
