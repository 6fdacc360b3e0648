"""A demo shop's past: the books agree, the figures are alive, and it is the same each time."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from commerce.seed import shops
from commerce.seed.aftermath import follow
from commerce.seed.history import History
from commerce.seed.ordering import sell
from commerce.stores.directory import StoreFacts

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.slow]


def _plan(slug: str) -> dict[str, Any]:
    """The file of a shop under an address and a merchant nobody else uses."""
    [plan] = [plan for plan in shops.plans() if plan["store"]["slug"] == slug]
    copy = json.loads(json.dumps(plan))
    copy["store"]["slug"] = f"{slug}-past"
    return dict(copy)


def _past(plan: dict[str, Any], day: datetime) -> dict[str, list[dict[str, Any]]]:
    """What happens in a shop of three variants without suppliers, thought of anew."""
    facts = StoreFacts(
        tenant_id=UUID(int=1),
        id=UUID(int=2),
        slug="twice",
        name="Twice",
        status="active",
        currency="EUR",
        country="DE",
        locale="de",
        timezone="Europe/Berlin",
        test_mode=False,
        prices_include_tax=True,
        shipping_taxable=True,
        contact_email=None,
        payout_account=None,
    )
    variants = [
        {
            "variant_id": UUID(int=10 + n),
            "product_id": UUID(int=20 + n),
            "item_id": UUID(int=30 + n),
            "variant_title": "",
            "sku": f"TW-{n}",
            "price": 1999 + n,
            "cost": 700 + n,
            "title": f"Thing {n}",
            "slug": f"thing-{n}",
            "image": None,
            "on_hand": 200,
        }
        for n in range(3)
    ]
    rate = {"id": UUID(int=40), "name": "Post", "countries": [], "amount": 490, "free_over": 6000}
    past = History(facts, plan, variants, [rate], day)
    sell(past)
    follow(past)
    return past.tables


async def test_the_same_day_gives_the_same_past() -> None:
    """Every row of every table, ids included; another day gives another past. Nothing is sold that
    was not there. Planted: dice without the shop's seed, and the first lines differ."""
    plan, day = _plan("morgenstube"), datetime(2026, 3, 1, tzinfo=UTC)
    first, second = _past(plan, day), _past(plan, day)
    assert first == second
    assert len(first["orders"]) > 150
    assert {"returns", "refunds", "reviews", "fulfillments"} <= first.keys()
    assert _past(plan, day + timedelta(days=1))["orders"] != first["orders"]
    sold: dict[str, int] = {}
    for item in first["order_items"]:
        sold[item["variant_id"]] = sold.get(item["variant_id"], 0) + item["quantity"]
    assert max(sold.values()) < 200
    assert all(order["placed_at"] < day for order in first["orders"])


_MADE_HERE = re.compile(
    r"\b(von Hand|handgegossen|Handarbeit|Töpfer\w*|Werkstatt|Görlitz|Lausitz\w*|Neiße"
    r"|by hand|handmade|saddler|baked|Vermont|Burlington|American"
    r"|för hand|hantverk\w*|sydd|svenskt|Åre)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("plan", shops.plans(), ids=lambda plan: plan["store"]["slug"])
async def test_what_is_bought_is_not_said_to_be_made_here(plan: dict[str, Any]) -> None:
    """Texts of goods that suppliers send claim no handwork and no home; their maker is the
    supplier's, and the shop is the maker of the others. It found candles poured by hand on the Elbe
    that came from a warehouse."""
    bought = plan.get("supply", {}).get("goods", {})
    for family in plan["families"]:
        own = family["sku"] not in bought
        assert (shops.maker_of(plan, family) == plan["maker"]) == own
        if not own:
            words = (family["category"][2], family["title"], family["description"])
            said = " ".join([*words, *family["tags"], *family["rows"]])
            assert _MADE_HERE.search(said) is None, said
