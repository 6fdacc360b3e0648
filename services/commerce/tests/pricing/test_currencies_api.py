"""Currencies, prices in them, and the prior price of reductions: through the API."""

import asyncio
from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import quoteattr

import pytest
from sqlalchemy import text

from commerce.pricing import currency_repository, exchange_rates
from commerce.pricing.currencies import ecb
from commerce.tasks import SCHEDULED
from ecomm_core import clock
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_core.tasks.schedule import run_slot
from ecomm_testing.actors import PASSWORD, ShopStore
from ecomm_testing.members import join
from ecomm_testing.outbox import run_outbox

DAY = 86_400.0


def file_of(day: str, **rates: str) -> str:
    """The bank's file of one day."""
    cubes = "".join(
        f"<Cube currency={quoteattr(c)} rate={quoteattr(r)}/>" for c, r in rates.items()
    )
    return (
        '<?xml version="1.0"?><gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" '
        'xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">'
        f'<Cube><Cube time="{day}">{cubes}</Cube></Cube></gesmes:Envelope>'
    )


def today() -> str:
    return clock.now().date().isoformat()


async def _ok(reply: Any, status: int = 200) -> Any:
    assert reply.status_code == status, reply.text
    return reply.json()["data"]


async def _sign_in(store: ShopStore) -> None:
    """Anew: the clock has moved past the session."""
    reply = await store.merchant.api.post(
        "/api/v1/auth/login", json={"email": store.merchant.email, "password": PASSWORD}
    )
    store.merchant.access_token = (await _ok(reply))["access_token"]


async def _add(store: ShopStore, currency: str, **fields: Any) -> Any:
    body = {"currency": currency, **fields}
    return await _ok(await store.merchant.post(f"{store.path}/currencies", json=body), 201)


async def _product(store: ShopStore, slug: str, currency: str | None = None) -> Any:
    params = {"currency": currency} if currency else {}
    reply = await store.merchant.api.get(f"{store.public}/products/{slug}", params=params)
    return await _ok(reply)


def _refusal(reply: Any) -> tuple[int, str]:
    return reply.status_code, reply.json()["error"]["code"]


async def test_a_currency_s_life_from_added_to_gone(store: ShopStore) -> None:
    """R9.1 (through the API): a rate set by hand, ended as the store wants."""
    path = f"{store.path}/currencies"
    made = await _add(store, "CHF", manual_ppm=950_000, step=5)
    assert (made["source"], made["rate_ppm"], made["example"]) == ("manual", 950_000, 1900)
    again = await store.merchant.post(path, json={"currency": "CHF"})
    assert _refusal(again) == (409, "currency_exists")
    own = await store.merchant.post(path, json={"currency": store.currency})
    assert _refusal(own) == (409, "currency_exists")
    product = await store.product(price=store.money(2499))
    shown = await _product(store, product["slug"], "CHF")
    # 24.99 x 0.95 = 23.7405 -> 2374 -> the nearest 5 centimes.
    assert shown["variants"][0]["price"] == {"amount": 2375, "currency": "CHF"}
    changed = await store.merchant.put(
        f"{path}/CHF", json={"manual_ppm": 950_000, "step": 100, "below": 1, "direction": "up"}
    )
    assert (await _ok(changed))["example"] == 1999
    listing = await store.merchant.api.get(f"{store.public}/products", params={"currency": "CHF"})
    card = (await _ok(listing))[0]
    assert card["price"] == card["price_max"] == {"amount": 2399, "currency": "CHF"}
    assert (await _ok(await store.merchant.api.get(f"{store.public}/currencies"))) == {
        "own": "EUR", "currencies": ["EUR", "CHF"],
    }  # fmt: skip
    await _ok(await store.merchant.delete(f"{path}/CHF"))
    closed = await store.merchant.api.get(
        f"{store.public}/products/{product['slug']}", params={"currency": "CHF"}
    )
    assert _refusal(closed) == (422, "currency_not_offered")
    assert _refusal(await store.merchant.delete(f"{path}/CHF")) == (404, "currency_not_found")


async def test_what_the_store_does_not_sell_in_is_refused(store: ShopStore) -> None:
    product = await store.product()
    await _add(store, "USD", manual_ppm=1_100_000, enabled=False)
    for asked in ("USD", "JPY"):
        for path in ("/products", f"/products/{product['slug']}", "/filters"):
            reply = await store.merchant.api.get(
                f"{store.public}{path}", params={"currency": asked}
            )
            assert _refusal(reply) == (422, "currency_not_offered"), path
    shape = await store.merchant.api.get(f"{store.public}/products", params={"currency": "euro"})
    assert shape.status_code == 422
    plain = await _product(store, product["slug"], "EUR")
    assert plain == await _product(store, product["slug"])


async def test_a_rate_that_is_too_old_refuses_rather_than_guesses(
    store: ShopStore, shift_clock: Callable[[float], None]
) -> None:
    """R9.1 (through the API): and the shop no longer says that it sells in the currency."""
    product = await store.product()
    await _add(store, "USD", manual_ppm=1_100_000)
    settings = {"rate_max_age_days": 3, "omnibus": False}
    path = f"{store.path}/currencies"
    await _ok(await store.merchant.put(f"{path}/settings", json=settings))
    shift_clock(3 * DAY)
    assert (await _product(store, product["slug"], "USD"))["variants"][0]["price"]["amount"] == 2749
    shift_clock(4 * DAY)
    reply = await store.merchant.api.get(
        f"{store.public}/products", params={"currency": "USD", "page": 1}
    )
    assert _refusal(reply) == (409, "exchange_rate_stale")
    offered = await _ok(await store.merchant.api.get(f"{store.public}/currencies"))
    assert offered["currencies"] == ["EUR"]
    await _sign_in(store)
    listed = await _ok(await store.merchant.get(path))
    assert listed["currencies"][0]["rate_ppm"] is None
    assert "was set on" in listed["currencies"][0]["problem"]


async def test_an_explicit_price_beats_the_rate(store: ShopStore) -> None:
    """R9.1 (through the API): explicit price in that currency, else rate times base."""
    await _add(store, "USD", manual_ppm=2_000_000)
    product = await store.product(
        options=[{"name": "Size", "values": ["S", "L"]}],
        variants=[
            {"options": {"Size": "S"}, "price": store.money(1000), "sku": "small"},
            {"options": {"Size": "L"}, "price": store.money(1500), "sku": "Large"},
        ],
    )
    small, large = (variant["id"] for variant in product["variants"])
    path = f"{store.path}/products/{product['id']}/prices"
    usd = {"amount": 3500, "currency": "USD"}
    body = {"variant_id": large, "currency": "USD", "price": {"amount": 900, "currency": "USD"}}
    told = await _ok(
        await store.merchant.put(path, json={"prices": [{**body, "compare_at_price": usd}]})
    )
    assert [(row["price"], row["prices"][0]["price"]) for row in told] == [
        (1000, 2000),
        (1500, 900),
    ]
    assert [row["prices"][0]["source"] for row in told] == ["rate", "own"]
    automatic = [row["prices"][0]["automatic"] for row in told]
    assert automatic == [2000, 3000], "what counts once a price of its own is taken back"
    shown = await _product(store, product["slug"], "USD")
    prices = {v["id"]: (v["price"]["amount"], v["compare_at_price"]) for v in shown["variants"]}
    assert prices == {small: (2000, None), large: (900, usd)}
    card = (await _ok(
        await store.merchant.api.get(
            f"{store.public}/products",
            params={"currency": "USD", "min_price": 1990, "max_price": 2010},
        )
    ))[0]  # fmt: skip
    assert (card["price"]["amount"], card["price_max"]["amount"]) == (900, 2000)

    file = (
        await store.merchant.get(f"{store.path}/price-lists/export", params={"currency": "USD"})
    ).text
    assert f"{large},Large," in file
    assert "USD,9.00,35.00" in file
    same = await store.merchant.post(
        f"{store.path}/price-lists/import", json={"csv": file, "dry_run": False}
    )
    assert (await _ok(same))["unchanged"] == 2
    edited = 'sku,currency,price\nlarge,usd,\nSMALL,USD,"21,50"\n'
    done = await store.merchant.post(
        f"{store.path}/price-lists/import", json={"csv": edited, "dry_run": False}
    )
    assert await _ok(done) == {
        "applied": True, "created": 1, "updated": 1, "unchanged": 0, "problems": [],
    }  # fmt: skip
    shown = await _product(store, product["slug"], "USD")
    assert [v["price"]["amount"] for v in shown["variants"]] == [2150, 3000]
    wrong = "sku,currency,price\nnobody,USD,1\nsmall,USD,1.001\nsmall,GBP,1\nsmall,USD,-1\n"
    refused = await _ok(
        await store.merchant.post(
            f"{store.path}/price-lists/import", json={"csv": wrong, "dry_run": False}
        )
    )
    assert [(p["row"], p["column"]) for p in refused["problems"]] == [
        (2, "sku"), (3, "price"), (4, "currency"), (5, "price"),
    ]  # fmt: skip


async def test_prices_of_others_are_out_of_reach(
    store: ShopStore, other_store: ShopStore, kernel: Kernel
) -> None:
    theirs = await other_store.product(sku="theirs")
    mine = await store.product()
    await _add(store, "USD", manual_ppm=1_000_000)
    await _add(other_store, "USD", manual_ppm=1_000_000)
    price = {
        "variant_id": theirs["variants"][0]["id"],
        "currency": "USD",
        "price": {"amount": 1, "currency": "USD"},
    }
    for product in (theirs, mine):
        path = f"{store.path}/products/{product['id']}/prices"
        reply = await store.merchant.put(path, json={"prices": [price]})
        assert _refusal(reply) == (404, "variant_not_found")
    csv = f"variant_id,currency,price\n{price['variant_id']},USD,1\n"
    taken = await store.merchant.post(
        f"{store.path}/price-lists/import", json={"csv": csv, "dry_run": False}
    )
    assert (await _ok(taken))["problems"][0]["reason"] == "There is no such variant."
    shown = await _product(other_store, theirs["slug"], "USD")
    assert shown["variants"][0]["price"]["amount"] == 2499
    staff = await join(kernel, store.merchant, "staff")
    refused = await staff.post(f"{store.path}/currencies", json={"currency": "GBP"})
    assert refused.status_code == 403


async def test_the_bank_s_file_sets_rates_by_hand(store: ShopStore) -> None:
    await _add(store, "USD")
    await _add(store, "SEK", manual_ppm=7)
    path = f"{store.path}/currencies/rates"
    for wrong in ("no xml", "<a/>", file_of(today(), USD="x"), file_of("2999-01-01", USD="1")):
        assert _refusal(await store.merchant.post(path, json={"xml": wrong})) == (
            422, "rates_unreadable",
        )  # fmt: skip
    told = await _ok(await store.merchant.post(path, json={"xml": file_of(today(), USD="1.1234")}))
    assert {c["currency"]: c["manual_ppm"] for c in told["currencies"]} == {
        "USD": 1_123_400, "SEK": 7,
    }  # fmt: skip


async def test_the_bank_s_rates_are_fetched_once_a_day_for_everybody(
    make_kernel: Callable[..., Kernel],
    kernel: Kernel,
    store: ShopStore,
    other_store: ShopStore,
) -> None:
    """R9.1: the daily file, by a job that runs once a day however many clocks there are."""
    await _add(store, "PLN")
    await _add(other_store, "PLN", manual_ppm=5_000_000)
    product = await store.product(price=store.money(1000))
    served = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        served.append(1)
        body = file_of(today(), PLN="4.25", USD="1.1").encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        writer.write(head.encode() + body)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    bank = make_kernel(
        ECOMM_EXCHANGE_RATES_URL=f"http://127.0.0.1:{port}/eurofxref-daily.xml",
        OUTBOUND_ALLOW=f"127.0.0.1:{port}",
    )
    try:
        job = next(job for job in SCHEDULED if job.name == exchange_rates.TASK)
        slot = int(clock.timestamp())
        ran = [await run_slot(bank, job.name, slot, job.job) for _ in range(3)]
        assert (ran, len(served)) == ([True, False, False], 1)
        assert job.every.days == 1
    finally:
        server.close()
        await bank.stop()
    shown = await _product(store, product["slug"], "PLN")
    assert shown["variants"][0]["price"]["amount"] == 4250
    listed = await _ok(await store.merchant.get(f"{store.path}/currencies"))
    assert listed["currencies"][0]["source"] == "bank"
    async with kernel.database.transaction(Scope(tenant_id=store.merchant.tenant_id)) as session:
        assert await currency_repository.put_rates(
            session, clock.now().date(), {"PLN": 1}
        ) == 0, "a day that is known stays as it was read first"  # fmt: skip


@pytest.mark.parametrize("answer", [b"HTTP/1.1 500 No\r\n\r\n", b"HTTP/1.1 200 OK\r\n\r\n<a/>"])
async def test_a_bank_that_answers_badly_changes_nothing(
    make_kernel: Callable[..., Kernel], answer: bytes
) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    bank = make_kernel(
        ECOMM_EXCHANGE_RATES_URL=f"http://127.0.0.1:{port}/x", OUTBOUND_ALLOW=f"127.0.0.1:{port}"
    )
    try:
        with pytest.raises(exchange_rates.RatesNotFetched):
            await exchange_rates.fetch(bank)
    finally:
        server.close()
        await bank.stop()


async def test_reductions_name_the_lowest_price_of_the_days_before(
    store: ShopStore, shift_clock: Callable[[float], None]
) -> None:
    """R9.2 (through the API): a price raised just before the sale does not count."""
    product = await store.product(price=store.money(2000))
    path = f"{store.path}/products/{product['id']}"

    async def priced(day: int, price: int, compare_at: int | None = None) -> None:
        shift_clock(day * DAY)
        await _sign_in(store)
        before = None if compare_at is None else store.money(compare_at)
        variant = {"id": product["variants"][0]["id"], "price": store.money(price)}
        body = {"variants": [{**variant, "compare_at_price": before}]}
        await _ok(await store.merchant.patch(path, json=body))

    async def prior() -> int | None:
        shown = (await _product(store, product["slug"]))["variants"][0]
        found: int | None = shown["prior_price"] and shown["prior_price"]["amount"]
        return found

    await priced(40, 2500)
    await priced(60, 1500, 2500)
    assert await prior() is None, "the store has not turned it on"
    settings = {"rate_max_age_days": 7, "omnibus": True}
    await _ok(await store.merchant.put(f"{store.path}/currencies/settings", json=settings))
    assert await prior() == 2000, "2500 stood for 20 days, 2000 until then"
    await priced(65, 1200, 2500)
    assert await prior() == 2000, "cuts that follow each other are one reduction"
    await priced(70, 2500)
    assert await prior() is None, "no reduction is announced"
    await priced(120, 2500, 9900)
    assert await prior() == 2500, "an announced reduction that is none says so"


async def test_what_other_currencies_showed_is_written_down(
    store: ShopStore, kernel: Kernel
) -> None:
    """R9.2: the history is of the presented price, per variant and currency; a draft shows none."""
    draft = await store.product(status="draft", price=store.money(500))
    product = await store.product(price=store.money(1000))
    await _add(store, "USD", manual_ppm=2_000_000)

    async def history(of: dict[str, Any]) -> list[tuple[str, int]]:
        await run_outbox(kernel, store.merchant.tenant_id)
        scope = Scope(tenant_id=store.merchant.tenant_id)
        async with kernel.database.transaction(scope) as session:
            found = await session.execute(
                text(
                    "select currency, price from price_history where variant_id = :id "
                    "order by currency, at, id"
                ),
                {"id": of["variants"][0]["id"]},
            )
            return [tuple(row) for row in found]

    assert await history(product) == [("EUR", 1000), ("USD", 2000)]
    assert await history(draft) == []
    path = f"{store.path}/currencies/USD"
    await _ok(await store.merchant.put(path, json={"manual_ppm": 3_000_000}))
    await history(product)
    await _ok(await store.merchant.put(path, json={"manual_ppm": 3_000_000, "step": 1}))
    body = {"price": store.money(1100)}
    await _ok(await store.merchant.patch(f"{store.path}/products/{product['id']}", json=body))
    assert await history(product) == [
        ("EUR", 1000), ("EUR", 1100), ("USD", 2000), ("USD", 3000), ("USD", 3300),
    ]  # fmt: skip
    live = {"status": "active"}
    await _ok(await store.merchant.patch(f"{store.path}/products/{draft['id']}", json=live))
    assert await history(draft) == [("EUR", 500), ("USD", 1500)]


def test_the_file_of_these_tests_is_the_bank_s() -> None:
    assert ecb.read(file_of("2026-01-02", USD="1.1").encode())[0].per_euro_ppm == {"USD": 1_100_000}
