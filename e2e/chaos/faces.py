"""The API is gone: what the storefront and the dashboard on it show."""

from collections.abc import Callable

import httpx2

from e2e.chaos.report import Report
from e2e.chaos.shoppers import Shop
from ecomm_testing.actors import PASSWORD


async def faces(
    shop: Shop,
    pages: tuple[str, str],
    dashboard: str,
    stop_api: Callable[[], None],
    report: Report,
) -> None:
    """The second storefront's API dies: pages it has stay, others say so honestly."""
    host = {"Host": f"{shop.slug}.localhost"}
    product = shop.products[
        -2
    ]  # not among those that changed: dropping those may still be under way
    known = product["slug"]
    unseen = shop.products[-1]["slug"]
    async with httpx2.AsyncClient(base_url=pages[1], headers=host, timeout=30) as storefront:
        (await storefront.get(f"/products/{known}")).raise_for_status()
        stop_api()
        kept = await storefront.get(f"/products/{known}")
        report.check(
            "API down: a page that the storefront has is still shown",
            f"status {kept.status_code}, {len(kept.content)} bytes",
            holds=kept.status_code == 200 and str(product["title"]) in kept.text,
        )
        page = await storefront.get(f"/products/{unseen}")
        report.check(
            "API down: another page says so, with 503 and Retry-After",
            f"status {page.status_code}, Retry-After {page.headers.get('retry-after')}, "
            f"{_words(page.text)}",
            holds=_honest(page) and "right back" in page.text,
        )
        cart = await storefront.post(
            "/api/cart/lines",
            json={"variant_id": shop.products[0]["variants"][0]["id"], "quantity": 1},
            headers={"Origin": f"http://{host['Host']}", "Sec-Fetch-Site": "same-origin"},
        )
        report.check(
            "API down: adding to the cart says so in the envelope",
            f"status {cart.status_code} {cart.text[:120]}",
            holds=cart.status_code == 503 and bool(cart.json()["error"]["code"]),
        )
    async with httpx2.AsyncClient(base_url=dashboard, timeout=30) as office:
        login = await office.get("/login")
        report.check(
            "API down: the dashboard's sign-in page is there",
            f"status {login.status_code}",
            holds=login.status_code == 200,
        )
        origin = {"Origin": dashboard, "Sec-Fetch-Site": "same-origin"}
        body = {"email": "someone@example.com", "password": PASSWORD}
        tried = await office.post("/api/session/login", json=body, headers=origin)
        report.check(
            "API down: signing in says so in the envelope",
            f"status {tried.status_code} {tried.text[:120]}",
            holds=tried.status_code == 503
            and tried.headers.get("retry-after") is not None
            and tried.json()["data"] is None,
        )


def _honest(page: httpx2.Response) -> bool:
    return (
        page.status_code == 503
        and "retry-after" in page.headers
        and "Traceback" not in page.text
        and "no-store" in page.headers.get("cache-control", "")
    )


def _words(html: str) -> str:
    start = html.find("<h1>")
    return html[start + 4 : html.find("</h1>")] if start >= 0 else html[:80]
