"""R9.2 (through the API): bulk edits of prices are changes of prices like any other."""

from collections.abc import Callable
from typing import Any

from ecomm_core.kernel import Kernel
from ecomm_testing.actors import PASSWORD, ShopStore
from ecomm_testing.outbox import run_outbox

DAY = 86_400.0


async def _ok(reply: Any, status: int = 200) -> Any:
    assert reply.status_code == status, reply.text
    return reply.json()["data"]


async def test_after_a_bulk_price_cut_the_prior_price_is_right(
    store: ShopStore, kernel: Kernel, shift_clock: Callable[[float], None]
) -> None:
    """R9.2 (through the API): the lowest of the 30 days before the reduction, in each currency."""
    merchant, path = store.merchant, store.path

    async def sign_in() -> None:
        reply = await merchant.api.post(
            "/api/v1/auth/login", json={"email": merchant.email, "password": PASSWORD}
        )
        merchant.access_token = (await _ok(reply))["access_token"]

    async def prior(currency: str) -> list[int | None]:
        params = {} if currency == store.currency else {"currency": currency}
        shown = []
        for one in products:
            url = f"{store.public}/products/{one['slug']}"
            variant = (await _ok(await merchant.api.get(url, params=params)))["variants"][0]
            shown.append(variant["prior_price"] and variant["prior_price"]["amount"])
        return shown

    settings = {"rate_max_age_days": 365, "omnibus": True}
    await _ok(await merchant.put(f"{path}/currencies/settings", json=settings))
    await _ok(
        await merchant.post(
            f"{path}/currencies", json={"currency": "USD", "manual_ppm": 2_000_000}
        ),
        201,
    )
    products = [await store.product(price=store.money(price)) for price in (1000, 3000)]
    ids = [product["id"] for product in products]
    await run_outbox(kernel, merchant.tenant_id)

    async def edit(*operations: dict[str, Any]) -> None:
        body = {"ids": ids, "operations": list(operations)}
        await _ok(await merchant.post(f"{path}/bulk-edits", json=body), 202)
        await run_outbox(kernel, merchant.tenant_id)

    shift_clock(10 * DAY)
    await sign_in()
    await edit({"op": "scale_money", "field": "price", "by_ppm": 100_000})
    shift_clock(60 * DAY)
    await sign_in()
    assert await prior("EUR") == [None, None]
    await edit(
        {"op": "set_money", "field": "compare_at_price", "amount": 9_900},
        {"op": "scale_money", "field": "price", "by_ppm": -200_000},
    )
    assert await prior("EUR") == [1_100, 3_300]
    assert await prior("USD") == [2_200, 6_600]
    shift_clock(65 * DAY)
    await sign_in()
    await edit({"op": "scale_money", "field": "price", "by_ppm": -100_000})
    assert await prior("EUR") == [1_100, 3_300], "a further cut is the same reduction"
    assert await prior("USD") == [2_200, 6_600]
