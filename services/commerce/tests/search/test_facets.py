"""Filters and their counts (R8.4)."""

from typing import TYPE_CHECKING, Any

import pytest

from commerce.search import facets

from .conftest import counts

if TYPE_CHECKING:
    from .conftest import Searched
else:
    Searched = Any


async def fill(shop: Searched) -> dict[str, dict[str, Any]]:
    """Shirts in colours and sizes, one sold out; a mug and a lamp."""
    wear = await shop.category("Wear")
    shirts = await shop.category("Shirts", wear["id"])
    home = await shop.category("Home")
    price = shop.store.money
    await shop.store.product(
        title="Linen shirt",
        vendor="Alder",
        tags=["linen", "summer"],
        category_ids=[shirts["id"]],
        options=[
            {"name": "Colour", "values": ["Ink", "Sand"]},
            {"name": "Size", "values": ["S", "M"]},
        ],
        variants=[
            {"options": {"Colour": "Ink", "Size": "S"}, "price": price(4000), "stock": 3},
            {"options": {"Colour": "Ink", "Size": "M"}, "price": price(4000), "stock": 0},
            {"options": {"Colour": "Sand", "Size": "M"}, "price": price(6000), "stock": 3},
        ],
        price=price(4000),
    )
    await shop.store.product(
        title="Wool shirt",
        vendor="Birch",
        tags=["wool"],
        category_ids=[shirts["id"]],
        price=price(9000),
        options=[{"name": "Colour", "values": ["Ink"]}, {"name": "Size", "values": ["M", "L"]}],
        stock=0,
    )
    await shop.store.product(
        title="Mug", vendor="Alder", tags=["summer"], category_ids=[home["id"]], price=price(1500)
    )
    await shop.store.product(title="Lamp", vendor="Cedar", price=price(12000))
    await shop.work()
    return {"wear": wear, "shirts": shirts, "home": home}


async def test_all_facets_count_what_is_found(shop: Searched) -> None:
    await fill(shop)
    data = await shop.find()
    assert data["total"] == 4
    assert data["more"] is False
    assert counts(data, "category") == {"home": 1, "wear": 2, "shirts": 2}
    assert counts(data, "vendor") == {"Alder": 2, "Birch": 1, "Cedar": 1}
    assert counts(data, "tag") == {"summer": 2, "linen": 1, "wool": 1}
    assert counts(data, "option.Colour") == {"Ink": 2, "Sand": 1}
    assert list(counts(data, "option.Size").items()) == [("S", 1), ("M", 2), ("L", 1)]
    assert counts(data, "available") == {"true": 3}
    assert data["filters"]["price_min"]["amount"] == 1500
    assert data["filters"]["price_max"]["amount"] == 12000
    # About five round ranges; a product of several prices is in all that it touches.
    assert counts(data, "price") == {
        "0-4999": 2, "5000-9999": 2, "10000-14999": 1,
    }  # fmt: skip
    [category] = [f for f in data["filters"]["facets"] if f["key"] == "category"]
    assert {v["value"]: v["parent"] for v in category["values"]}["shirts"] == "wear"


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"q": "shirt"},
        {"category": "wear"},
        {"vendor": "Alder"},
        {"tag": "summer"},
        {"available": "true"},
        {"available": "false"},
        {"min_price": 4500, "max_price": 9000},
        {"option": ["Colour:Ink"]},
        {"option": ["Colour:Ink", "Size:M"]},
        {"option": ["Colour:Ink", "Size:M"], "available": "true"},
        {"option": ["Colour:Sand"], "available": "true", "vendor": "Alder", "q": "shirt"},
        {"option": ["Colour:Ink", "Colour:Sand", "Size:M"], "category": "shirts"},
    ],
)
async def test_every_count_is_what_choosing_the_value_finds(
    shop: Searched, asked: dict[str, Any]
) -> None:
    """R8.4: counts ignore their own facet: a value's count is what the list shows when it is chosen
    in place of the facet's other values, all other filters kept."""
    await fill(shop)
    data = await shop.find(**asked)
    assert len(data["products"]) == data["total"]
    seen = 0
    for facet in data["filters"]["facets"]:
        for value in facet["values"]:
            query = dict(asked)
            if facet["key"].startswith("option."):
                name = facet["key"].removeprefix("option.")
                kept = [o for o in asked.get("option", []) if not o.startswith(f"{name}:")]
                query["option"] = [*kept, f"{name}:{value['value']}"]
            elif facet["key"] == "price":
                query["min_price"], query["max_price"] = value["value"].split("-")
            else:
                query[facet["key"]] = value["value"]
            chosen = await shop.find(**query, facets="false")
            assert chosen["total"] == value["count"], (facet["key"], value)
            assert chosen["filters"] is None
            seen += 1
    assert seen > 3 or not data["total"]


async def test_options_must_fit_one_variant_and_that_one_be_available(shop: Searched) -> None:
    await fill(shop)
    assert await shop.titles(option=["Colour:Sand", "Size:S"]) == []
    assert await shop.titles(option=["Colour:Ink", "Size:M"]) == ["Wool shirt", "Linen shirt"]
    assert await shop.titles(option=["Colour:Ink", "Size:M"], available="true") == []
    assert await shop.titles(option=["Colour:Ink", "Size:S"], available="true") == ["Linen shirt"]
    assert await shop.titles(option=["Size:M"], available="false") == ["Wool shirt"]


async def test_a_category_is_a_tree_and_follows_its_moves(shop: Searched) -> None:
    made = await fill(shop)
    assert set(await shop.titles(category="wear")) == {"Linen shirt", "Wool shirt"}
    assert await shop.titles(category="nothing-of-this-name") == []
    merchant, path = shop.store.merchant, f"{shop.store.path}/categories"
    moved = await merchant.patch(
        f"{path}/{made['shirts']['id']}", json={"parent_id": made["home"]["id"]}
    )
    assert moved.status_code == 200
    await shop.work()
    assert await shop.titles(category="wear") == []
    assert set(await shop.titles(category="home")) == {"Linen shirt", "Wool shirt", "Mug"}
    assert (await merchant.delete(f"{path}/{made['home']['id']}")).status_code in {200, 204}
    await shop.work()
    assert counts(await shop.find(), "category") == {"shirts": 2}
    assert await shop.titles("home") == [], "its name went with it"


async def test_sorting_by_price_name_and_age(shop: Searched) -> None:
    await fill(shop)
    assert await shop.titles(sort="price") == ["Mug", "Linen shirt", "Wool shirt", "Lamp"]
    assert await shop.titles(sort="-price") == ["Lamp", "Wool shirt", "Linen shirt", "Mug"]
    assert await shop.titles(sort="title") == ["Lamp", "Linen shirt", "Mug", "Wool shirt"]
    assert await shop.titles(sort="newest") == ["Lamp", "Mug", "Wool shirt", "Linen shirt"]
    assert await shop.titles("shirt", sort="price") == ["Linen shirt", "Wool shirt"]


async def test_pages_follow_each_other_without_gap_or_repeat(shop: Searched) -> None:
    await shop.add(*[f"Cup {n}" for n in range(5)])
    await shop.add("Tray", tags=["cup"])
    for sort in ("relevance", "price"):
        seen: list[str] = []
        for page in (1, 2, 3):
            reply = await shop.reply(q="cup", sort=sort, page=page, per_page=2)
            assert reply["page"] == {"total": 6, "page": page, "per_page": 2, "next": None}
            seen += [card["title"] for card in reply["data"]["products"]]
        assert len(set(seen)) == 6
    assert (await shop.find("cup", page=4, per_page=2))["products"] == []


async def test_counts_end_at_the_cap_and_say_so(
    shop: Searched, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R8.4: capped at 5,000 hits, shown as "5,000+"; here with a cap of 3."""
    assert facets.CAP == 5_000
    await shop.add(*[f"Cup {n}" for n in range(5)], vendor="Alder")
    whole = await shop.find("cup")
    assert (whole["total"], whole["more"]) == (5, False)
    monkeypatch.setattr(facets, "CAP", 3)
    capped = await shop.find("cup")
    assert (capped["total"], capped["more"]) == (3, True)
    [vendor] = [f for f in capped["filters"]["facets"] if f["key"] == "vendor"]
    assert (vendor["values"][0]["count"], vendor["values"][0]["more"]) == (3, True)
    assert len(capped["products"]) == 5, "what is beyond is not counted, but found"
