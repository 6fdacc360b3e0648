"""Words that lifecycles are told in. Nothing here knows more than an address and a header."""

import csv
import io
import secrets
from dataclasses import dataclass, field
from typing import Any

import httpx2
from PIL import Image

PASSWORD = "correct horse battery staple"

ADDRESS = {
    "name": "Ada Lovelace",
    "line1": "Hauptstrasse 1",
    "city": "Berlin",
    "postal_code": "10115",
    "country": "DE",
}


def euros(cents: int) -> dict[str, Any]:
    """Money of the stores here."""
    return {"amount": cents, "currency": "EUR"}


def fresh(name: str = "x") -> str:
    """A word nobody has used."""
    return f"{name}-{secrets.token_hex(5)}"


def fresh_email(name: str = "somebody") -> str:
    """An address nobody has used."""
    return f"{fresh(name)}@example.com"


def rows_of(text: str) -> list[dict[str, str]]:
    """The lines of a CSV file by column."""
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def picture() -> bytes:
    """A small PNG nobody uploaded before."""
    target = io.BytesIO()
    Image.new("RGB", (80, 60), tuple(secrets.token_bytes(3))).save(target, "PNG")
    return target.getvalue()


@dataclass(slots=True)
class Desk:
    """Somebody's seat at the API, below one path. Calls fail the test unless they are answered
    with 2xx, and give the reply's data; `refused` is for those that must not be."""

    api: httpx2.AsyncClient
    base: str
    headers: dict[str, str] = field(default_factory=dict)

    def at(self, path: str) -> "Desk":
        """The same person, further down."""
        return Desk(self.api, self.base + path, self.headers)

    async def send(self, method: str, path: str, **kwargs: Any) -> httpx2.Response:
        """The bare reply."""
        return await self.api.request(method, self.base + path, headers=self.headers, **kwargs)

    async def reply(self, method: str, path: str, **kwargs: Any) -> httpx2.Response:
        """A reply that is 2xx."""
        reply = await self.send(method, path, **kwargs)
        assert reply.is_success, f"{method} {path}: {reply.status_code} {reply.text[:600]}"
        return reply

    async def call(self, method: str, path: str, **kwargs: Any) -> Any:
        """The data of a reply that is 2xx."""
        return (await self.reply(method, path, **kwargs)).json()["data"]

    async def get(self, path: str = "", /, **query: Any) -> Any:
        """GET; what is None in the query is left out."""
        asked = {name: value for name, value in query.items() if value is not None}
        return await self.call("GET", path, params=asked or None)

    async def total(self, path: str, /, **query: Any) -> int:
        """How many things a list says there are."""
        reply = await self.reply("GET", path, params=query or None)
        return int(reply.json()["page"]["total"])

    async def text(self, path: str, /, **query: Any) -> str:
        """A file's text."""
        reply = await self.reply("GET", path, params=query or None)
        assert reply.headers["content-type"].startswith("text/csv"), reply.headers
        return reply.content.decode("utf-8")

    async def paper(self, path: str, /, **query: Any) -> bytes:
        """A PDF."""
        reply = await self.reply("GET", path, params=query or None)
        assert reply.headers["content-type"] == "application/pdf"
        assert reply.content.startswith(b"%PDF-")
        return reply.content

    async def post(self, path: str, body: Any = None, /, **fields: Any) -> Any:
        """POST of a body, or of fields."""
        return await self.call("POST", path, json=fields if body is None else body)

    async def put(self, path: str, body: Any = None, /, **fields: Any) -> Any:
        """PUT of a body, or of fields."""
        return await self.call("PUT", path, json=fields if body is None else body)

    async def patch(self, path: str, /, **fields: Any) -> Any:
        """PATCH of fields."""
        return await self.call("PATCH", path, json=fields)

    async def delete(self, path: str) -> Any:
        """DELETE."""
        return await self.call("DELETE", path)

    async def upload(self, path: str, name: str, content: bytes, kind: str, **form: str) -> Any:
        """POST of a file."""
        return await self.call("POST", path, files={"file": (name, content, kind)}, data=form)

    async def refused(self, method: str, path: str, body: Any = None, /, **query: Any) -> Any:
        """(status, code) of a call that must not be answered."""
        reply = await self.send(method, path, json=body, params=query or None)
        assert reply.status_code >= 400, f"{method} {path} was answered: {reply.text[:300]}"
        said = reply.json()
        assert said["data"] is None
        return reply.status_code, said["error"]["code"]

    async def gone(self, path: str) -> None:
        """Nothing is there (any more)."""
        assert (await self.refused("GET", path))[0] == 404, path


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail that was caught."""

    to: str
    subject: str
    sender: str
    text: str
    html: str

    def token(self, page: str = "") -> str:
        """The token of the first link (to a page), wherever it stands in the text."""
        _, found, rest = self.text.partition(f"{page}?token=")
        assert found, self.text
        return rest.split()[0].rstrip(").,>")


@dataclass(slots=True)
class Basket:
    """A shopper with a cart, and what comes of it."""

    shop: Desk
    id: str
    desk: Desk
    email: str
    checkout: str | None = None
    pay_page: str | None = None

    async def add(self, variant: str, quantity: int = 1, **fields: Any) -> Any:
        """Put something in; the cart."""
        return await self.desk.post(
            f"/carts/{self.id}/lines", variant_id=variant, quantity=quantity, **fields
        )

    async def look(self) -> Any:
        """The cart."""
        return await self.desk.get(f"/carts/{self.id}")

    async def form(self, **changes: Any) -> dict[str, Any]:
        """A whole checkout."""
        country = changes.get("shipping_address", ADDRESS)["country"]
        found = await self.desk.get(f"/carts/{self.id}/shipping-rates", country=country)
        return {
            "cart_id": self.id,
            "email": self.email,
            "shipping_address": ADDRESS,
            "shipping_rate_id": found["rates"][0]["id"],
            **changes,
        }

    async def start(self, **changes: Any) -> Any:
        """To the payment page."""
        made = await self.desk.post("/checkout", await self.form(**changes))
        self.checkout, self.pay_page = made["checkout_id"], made["payment_url"]
        return made

    async def press(self, action: str) -> None:
        """A button of the test provider's page."""
        assert self.pay_page is not None
        page = Desk(self.shop.api, httpx2.URL(self.pay_page).path)
        await page.post("/actions", action=action)

    async def state(self) -> Any:
        """Back from the payment page."""
        return await self.desk.get(f"/checkout/{self.checkout}")

    async def buy(self, **changes: Any) -> Any:
        """From the cart to the order, the quick way; the order as its shopper sees it."""
        await self.start(**changes)
        if self.pay_page:
            await self.press("pay")
        state = await self.state()
        assert state["state"] == "completed", state
        return state["order"]


async def basket(shop: Desk, *lines: tuple[str, int], **fields: Any) -> Basket:
    """Somebody with a cart of these (variant, quantity)."""
    email = fields.pop("email", None) or fresh_email("shopper")
    made = await shop.post("/carts", fields)
    holder = Desk(shop.api, shop.base, {"X-Cart-Token": made["token"]})
    found = Basket(shop, made["id"], holder, email)
    for variant, quantity in lines:
        await found.add(variant, quantity)
    return found


@dataclass(slots=True)
class Order:
    """A bought order, as its merchant and its shopper reach it."""

    id: str
    number: int
    token: str
    merchant: Desk
    shopper: Desk

    async def look(self) -> Any:
        """As its merchant sees it."""
        return await self.merchant.get()
