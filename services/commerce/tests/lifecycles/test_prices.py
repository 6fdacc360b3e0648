"""What a thing costs where: currencies and price lists, taxes, ways to ship."""

from typing import Any

from .story import ADDRESS, basket, euros, rows_of

TAGS = ("currencies", "shipping", "taxes")


def bank_file(day: str, **rates: str) -> str:
    """The bank's file of one day."""
    cubes = "".join(f'<Cube currency="{code}" rate="{rate}"/>' for code, rate in rates.items())
    return (
        '<?xml version="1.0"?><gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" '
        'xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">'
        f'<Cube><Cube time="{day}">{cubes}</Cube></Cube></gesmes:Envelope>'
    )


async def test_a_second_currency_from_its_first_rate_to_its_end(room: Any) -> None:
    """R9.1: the bank's rate and its ending, then the merchant's own price, by hand and by file; the
    shop shows each at once, the order keeps what it was sold in."""
    mug = await room.product(title="Mug", sku="M-1", price=euros(1000))
    variant, page = mug["variants"][0]["id"], f"/products/{mug['slug']}"
    money = "/currencies"
    for method, path, body in (
        ("POST", money, {"currency": "CHF"}),
        ("PUT", f"{money}/settings", {"omnibus": True}),
        ("PUT", f"/products/{mug['id']}/prices", {"prices": []}),
    ):
        await room.denied(method, path, body, watch=money)
    added = await room.owner.post(money, currency="CHF", step=5)
    assert (added["rate_ppm"], bool(added["problem"])) == (None, True)
    today = (await room.owner.get())["updated_at"][:10]
    known = await room.owner.post(f"{money}/rates", xml=bank_file(today, CHF="0.95", USD="1.1"))
    [chf] = known["currencies"]
    assert (chf["rate_ppm"], chf["source"], chf["problem"]) == (950_000, "manual", None)
    shown = await room.shop.get(page, currency="CHF")
    assert shown["variants"][0]["price"] == {"amount": 950, "currency": "CHF"}
    assert (await room.shop.get("/currencies"))["currencies"] == ["EUR", "CHF"]

    await room.owner.put(f"{money}/CHF", step=100, below=1, manual_ppm=960_000)
    shown = await room.shop.get(page, currency="CHF")
    assert shown["variants"][0]["price"]["amount"] % 100 == 99
    own = {"variant_id": variant, "currency": "CHF", "price": {"amount": 1111, "currency": "CHF"}}
    await room.owner.put(f"/products/{mug['id']}/prices", prices=[own])
    [line] = await room.owner.get(f"/products/{mug['id']}/prices")
    assert [(one["price"], one["source"]) for one in line["prices"]] == [(1111, "own")]
    shown = await room.shop.get(page, currency="CHF")
    assert shown["variants"][0]["price"] == {"amount": 1111, "currency": "CHF"}

    text = await room.owner.text("/price-lists/export", currency="CHF")
    assert [row["price"] for row in rows_of(text) if row["sku"] == "M-1"] == ["11.11"]
    dearer = text.replace("11.11", "12.22")
    tried = await room.owner.post("/price-lists/import", csv=dearer)
    assert (tried["applied"], tried["updated"]) == (False, 1)
    await room.owner.post("/price-lists/import", csv=dearer, dry_run=False)
    shown = await room.shop.get(page, currency="CHF")
    assert shown["variants"][0]["price"]["amount"] == 1222

    buyer = await basket(room.shop, (variant, 1), currency="CHF")
    bought = await buyer.buy()
    assert (await room.owner.get(f"/orders/{bought['id']}"))["totals"]["subtotal"] == {
        "amount": 1222,
        "currency": "CHF",
    }
    settings = await room.owner.put(f"{money}/settings", rate_max_age_days=3, omnibus=False)
    assert settings["rate_max_age_days"] == 3
    await room.owner.put(f"{money}/CHF", enabled=False)
    assert (await room.shop.get("/currencies"))["currencies"] == ["EUR"]
    await room.owner.post(money, currency="USD")
    await room.owner.delete(f"{money}/USD")
    assert [one["currency"] for one in (await room.owner.get(money))["currencies"]] == ["CHF"]
    kept = await room.owner.get(f"/orders/{bought['id']}")
    assert kept["totals"]["total"]["currency"] == "CHF"
    await room.audited("price_list.update")


async def test_a_reduction_shows_what_the_price_was_before(room: Any) -> None:
    """R9.2: the lowest of the thirty days before the reduction began, beside the reduced price."""
    pan = await room.product(title="Pan", price=euros(5000))
    page = f"/products/{pan['slug']}"
    await room.owner.put("/currencies/settings", omnibus=True)
    await room.work()
    room.backstage.later(days=2)
    await room.sign_in()
    await room.owner.patch(f"/products/{pan['id']}", price=euros(4000))
    await room.work()
    room.backstage.later(days=2)
    await room.sign_in()
    await room.owner.patch(f"/products/{pan['id']}", price=euros(5500))
    await room.work()
    room.backstage.later(days=2)
    await room.sign_in()
    await room.owner.patch(
        f"/products/{pan['id']}", price=euros(3000), compare_at_price=euros(5000)
    )
    await room.work()
    shown = (await room.shop.get(page))["variants"][0]
    assert (shown["price"], shown["compare_at_price"]) == (euros(3000), euros(5000))
    assert shown["prior_price"] == euros(4000)
    await room.owner.put("/currencies/settings", omnibus=False)
    assert (await room.shop.get(page))["variants"][0]["prior_price"] is None


async def test_taxes_from_the_first_rate_to_none(room: Any) -> None:
    """R2.1, R2.4: rates of a place are made, tried, imported, replaced, removed; what was sold
    keeps the rate it was sold with."""
    rates = "/tax-rates"
    for method, path, body in (
        ("POST", rates, {"country": "US", "name": "x", "rate_ppm": 1}),
        ("PUT", rates, {"country": "DE", "name": "x", "rate_ppm": 1}),
        (
            "PUT",
            "/tax-settings",
            {"prices_include_tax": False, "shipping_taxable": True, "rounding": "line"},
        ),
    ):
        await room.denied(method, path, body, watch=rates)
    state = {"country": "US", "state": "CA", "name": "State", "rate_ppm": 72_500}
    made = await room.owner.post(rates, state)
    city = await room.owner.post(
        rates, {**state, "name": "City", "rate_ppm": 10_000, "slot": 2, "postal_pattern": "900*"}
    )
    where = {"country": "US", "state": "CA", "amount": 10_000}
    both = await room.owner.get(f"{rates}/test", postal_code="90001", **where)
    assert sum(one["verdict"] == "applied" for one in both["rates"]) == 2
    one = await room.owner.get(f"{rates}/test", postal_code="10001", **where)
    assert sum(rate["verdict"] == "applied" for rate in one["rates"]) == 1
    assert (await room.owner.refused("POST", rates, state))[0] == 409, "one rate a place and slot"
    changed = await room.owner.put(f"{rates}/{made['id']}", {**state, "rate_ppm": 80_000})
    assert changed["rate_ppm"] == 80_000
    assert {rate["name"] for rate in await room.owner.get(rates, country="US")} == {"State", "City"}

    told = await room.owner.post(f"{rates}/presets", countries=["BE", "DE"])
    assert [rate["country"] for rate in told["added"]] == ["BE"]
    belgium = await room.owner.put(rates, country="BE", name="BTW", rate_ppm=200_000)
    assert belgium["rate_ppm"] == 200_000
    text = await room.owner.text(f"{rates}/export")
    assert {row["country"] for row in rows_of(text)} == {"DE", "US", "BE"}
    sheet = "country,name,percent\nNL,BTW,21\n"
    assert (await room.owner.post(f"{rates}/import", csv=sheet))["applied"] is False
    assert await room.owner.get(rates, country="NL") == []
    assert (await room.owner.post(f"{rates}/import", csv=sheet, dry_run=False))["created"] == 1
    assert [rate["rate_ppm"] for rate in await room.owner.get(rates, country="NL")] == [210_000]

    settings = await room.owner.get("/tax-settings")
    assert settings == {"prices_include_tax": True, "rounding": "line", "shipping_taxable": True}
    cup = await room.product(title="Cup", price=euros(11_900))
    order = await room.order((cup["variants"][0]["id"], 1))
    [german] = await room.owner.get(rates, country="DE")
    await room.owner.put(
        "/tax-settings", {**settings, "prices_include_tax": False, "rounding": "order"}
    )
    await room.owner.put(f"{rates}/{german['id']}", country="DE", name="VAT", rate_ppm=70_000)
    cart = await (await basket(room.shop, (cup["variants"][0]["id"], 1))).start()
    assert cart["totals"]["subtotal"]["amount"] == 11_900
    assert cart["totals"]["tax"]["amount"] == 833
    kept = await order.look()
    assert [share["rate_ppm"] for share in kept["taxes"]] == [190_000]
    assert kept["totals"]["tax"]["amount"] == 1900, "frozen"
    await room.owner.put("/tax-settings", settings)
    for rate in (made, city, belgium, german):
        await room.owner.delete(f"{rates}/{rate['id']}")
    assert [rate["country"] for rate in await room.owner.get(rates)] == ["NL"]
    free = await (await basket(room.shop, (cup["variants"][0]["id"], 1))).start()
    assert free["totals"]["tax"]["amount"] == 0
    await room.audited("tax_rate.delete", german["id"])


async def test_a_zone_and_its_rates(room: Any) -> None:
    """Flat, by price, by weight, free from a sum: made, tried, chosen in the shop, taken away."""
    zones, rates = "/shipping-zones", "/shipping-rates"
    await room.denied("POST", zones, {"name": "x", "regions": ["FR"]}, watch=zones)
    await room.denied("POST", rates, {"name": "x", "amount": 1}, watch=rates)
    zone = await room.owner.post(zones, name="West", regions=["FR"])
    west = {"zone_id": zone["id"], "min_days": 1, "max_days": 2}
    flat = await room.owner.post(rates, name="Flat", amount=700, free_over=10_000, **west)
    await room.owner.post(
        rates,
        name="By price",
        basis="price",
        amount=900,
        tiers=[{"from": 5_000, "amount": 300}],
        **west,
    )
    await room.owner.post(
        rates,
        name="By weight",
        basis="weight",
        amount=400,
        tiers=[{"from": 1_000, "amount": 800}],
        **west,
    )
    tried = await room.owner.get(f"{zones}/test", country="FR", amount=6_000, grams=1_500)
    told = {one["rate"]["name"]: one["price"]["amount"] for one in tried["rates"] if one["serves"]}
    assert told == {"Flat": 700, "By price": 300, "By weight": 800}
    rich = await room.owner.get(f"{zones}/test", country="FR", amount=10_000, grams=0)
    prices = {one["rate"]["name"]: one["price"]["amount"] for one in rich["rates"] if one["serves"]}
    assert prices["Flat"] == 0

    pot = await room.product(title="Pot", price=euros(6_000), weight_grams=1_500)
    buyer = await basket(room.shop, (pot["variants"][0]["id"], 1))
    offered = await buyer.desk.get(f"/carts/{buyer.id}/shipping-rates", country="FR")
    assert {one["name"]: one["amount"]["amount"] for one in offered["rates"]} == told
    paris = {**ADDRESS, "city": "Paris", "postal_code": "75001", "country": "FR"}
    started = await buyer.start(shipping_address=paris, shipping_rate_id=flat["id"])
    assert started["totals"]["shipping"]["amount"] == 700

    body = {"name": "Flatter", "amount": 100, "zone_id": zone["id"]}
    assert (await room.owner.put(f"{rates}/{flat['id']}", body))["amount"] == euros(100)
    wider = await room.owner.put(f"{zones}/{zone['id']}", name="West", regions=["FR", "BE"])
    assert sorted(wider["regions"]) == ["BE", "FR"]
    await room.owner.delete(f"{rates}/{flat['id']}")
    assert "Flatter" not in {one["name"] for one in await room.owner.get(rates)}
    assert await room.owner.delete(f"{zones}/{zone['id']}") == {"rates": 2}
    assert await room.owner.get(zones) == []
    other = await basket(room.shop, (pot["variants"][0]["id"], 1))
    nowhere = await other.desk.get(f"/carts/{other.id}/shipping-rates", country="FR")
    assert nowhere["rates"] == []


def test_all_of_it_was_walked(walked: Any) -> None:
    walked.all_of(TAGS)
