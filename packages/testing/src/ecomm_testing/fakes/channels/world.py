"""A shop that somebody has elsewhere, the same each time: what both fakes tell of in their own
shapes. Amounts are minor units; ids are whole numbers that grow with age."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random
from typing import Any

from PIL import Image, ImageDraw

from ecomm_core.money import minor_digits

Record = dict[str, Any]

OPENED = datetime(2025, 3, 1, 8, tzinfo=UTC)
THINGS = (
    "Dripper",
    "Kettle",
    "Mug",
    "Grinder",
    "Scale",
    "Carafe",
    "Filter",
    "Tray",
    "Spoon",
    "Jar",
)
KINDS = ("Stoneware", "Walnut", "Copper", "Glass", "Enamel", "Oak", "Steel", "Porcelain")
COLOURS = ("Clay", "Sage", "Ink", "Sand", "Moss")
SIZES = ("S", "M", "L")
PEOPLE = ("Ada", "Noor", "Mateo", "Yuki", "Zoë", "Søren", "Łucja", "Amara", "Ines", "Kai")
SURNAMES = ("Lovelace", "Okafor", "O'Neill", "García", "Nakamura", "Müller", "Şahin", "Dubois")
PICTURES = 40
"""Different pictures there are; products share them."""


@dataclass
class World:
    """The records, oldest first."""

    currency: str = "EUR"
    products: list[Record] = field(default_factory=list)
    groups: list[Record] = field(default_factory=list)
    customers: list[Record] = field(default_factory=list)
    orders: list[Record] = field(default_factory=list)
    redirects: list[Record] = field(default_factory=list)

    def variant(self, variant_id: int) -> Record:
        """A variant by its id. Raises StopIteration."""
        return next(v for p in self.products for v in p["variants"] if v["id"] == variant_id)

    def buy(self, wanted: Sequence[tuple[Record, Record, int]], at: datetime) -> Record:
        """Somebody buys (product, variant, units) there now: an order, and stock that falls."""
        number = max((one["id"] for one in self.orders), default=20_000) + 1
        lines = []
        for place, (product, variant, quantity) in enumerate(wanted):
            if variant["tracked"]:
                variant["stock"] -= quantity
            lines.append(
                {
                    "id": number * 100 + place,
                    "product": product,
                    "variant": variant,
                    "title": product["title"],
                    "variant_title": " / ".join(variant["values"]),
                    "sku": variant["sku"],
                    "quantity": quantity,
                    "price": variant["price"],
                    "discount": 0,
                    "refunded": 0,
                    "restocked": 0,
                    "reduced": quantity if variant["tracked"] else None,
                }
            )
        items = sum(one["price"] * one["quantity"] for one in lines)
        order: Record = {
            "id": number,
            "number": number - 19_000,
            "email": f"buyer-{number}@buyers.example",
            "customer": None,
            "currency": self.currency,
            "lines": lines,
            "discount": 0,
            "shipping": 0,
            "tax": 0,
            "total": items,
            "refund": 0,
            "paid": True,
            "sent": False,
            "cancelled": False,
            "address": _address(number, "Ada Lovelace"),
            "placed_at": at,
            "updated_at": at,
        }
        self.orders.append(order)
        return order

    def put_back(self, order: Record, units: int, at: datetime, *, cancel: bool = False) -> None:
        """The shop puts units of the first line back on its shelf: by a refund, or as the order is
        cancelled."""
        line = order["lines"][0]
        line["restocked"] += units
        line["variant"]["stock"] += units
        if line["reduced"] is not None:
            line["reduced"] = None if cancel else line["reduced"] - units
        order["cancelled"] |= cancel
        order["updated_at"] = at


def build(products: int = 500, orders: int = 200, *, seed: str = "shop") -> World:
    """A shop. Of any size it holds: a product with more variants than fit a page, one with many
    pictures, drafts and archived ones, oversold stock, two products with one SKU, guests, refunds,
    three currencies, an order of many lines, redirects that lead nowhere good."""
    dice = Random(seed)
    world = World()
    world.products = [_product(n, dice) for n in range(products)]
    _odd(world)
    world.groups = [_group(n, world.products) for n in range(12)]
    world.customers = [_customer(n, dice) for n in range(max(orders * 3 // 5, 2))]
    world.orders = [_order(n, world, dice) for n in range(orders)]
    world.redirects = [
        {"id": 9001 + n, "path": f"/old/page-{n}", "target": _target(n, world)} for n in range(60)
    ]
    return world


def units(amount: int, currency: str) -> str:
    """1240 EUR -> "12.40"."""
    digits = minor_digits(currency)
    if not digits:
        return str(amount)
    whole, rest = divmod(abs(amount), 10**digits)
    return f"{'-' if amount < 0 else ''}{whole}.{rest:0{digits}d}"


@cache
def picture(number: int) -> bytes:
    """A small PNG; equal numbers are equal bytes."""
    dice = Random(number)
    image = Image.new("RGB", (96, 96), tuple(dice.randrange(60, 250) for _ in range(3)))
    draw = ImageDraw.Draw(image)
    for _ in range(5):
        box = sorted(dice.randrange(96) for _ in range(4))
        draw.ellipse((box[0], box[1], box[2] + 1, box[3] + 1), fill=(dice.randrange(256), 90, 120))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _product(n: int, dice: Random) -> Record:
    name = f"{KINDS[n % 8]} {THINGS[n // 8 % 10]} No {n + 1}"
    handle = name.lower().replace(" ", "-")
    options: list[tuple[str, tuple[str, ...]]] = []
    if n % 3 == 1:
        options = [("Colour", COLOURS[: 2 + n % 3])]
    elif n % 3 == 2:
        options = [("Colour", COLOURS[:2]), ("Size", SIZES)]
    price = 500 + dice.randrange(12000)
    at = OPENED + timedelta(hours=n)
    product: Record = {
        "id": 1001 + n,
        "handle": handle,
        "title": name,
        "description": f"<p>{name}, made by hand in small batches.</p>",
        "vendor": ("Nordlicht", "Casa Lima", "Kiyo")[n % 3],
        "type": THINGS[n // 8 % 10],
        "tags": [KINDS[n % 8].lower(), "handmade"],
        "status": "draft" if n % 50 == 49 else "archived" if n % 97 == 96 else "active",
        "seo_title": f"{name} | Nordlicht" if n % 4 == 0 else "",
        "seo_description": f"{name}, sent within two days." if n % 4 == 0 else "",
        "options": options,
        "pictures": [f"{1001 + n}-{k}" for k in range(1 + n % 2)],
        "created_at": at,
        "updated_at": at + timedelta(days=30),
    }
    product["variants"] = _variants(n, options, price, dice)
    return product


def _variants(
    n: int, options: Sequence[tuple[str, tuple[str, ...]]], price: int, dice: Random
) -> list[Record]:
    combinations: list[tuple[str, ...]] = [()]
    for _, values in options:
        combinations = [(*one, value) for one in combinations for value in values]
    return [
        {
            "id": (1001 + n) * 1000 + k,
            "values": values,
            "price": price + 100 * k,
            "compare_at": price + 100 * k + 500 if n % 5 == 0 else None,
            "cost": price // 2 if n % 2 == 0 else None,
            "sku": f"SKU-{n + 1:04}-{k + 1}",
            "barcode": f"40{n:07}{k:03}" if n % 3 == 0 else "",
            "grams": 100 + n % 900,
            "tracked": n % 7 != 6,
            "stock": dice.randrange(60),
            "backorder": n % 11 == 10,
        }
        for k, values in enumerate(combinations)
    ]


def _odd(world: World) -> None:
    products = world.products
    many = products[3]
    many["options"] = [("Engraving", tuple(f"Text {k}" for k in range(130)))]
    many["variants"] = [
        {
            **many["variants"][0],
            "id": many["id"] * 1000 + k,
            "values": (f"Text {k}",),
            "sku": f"SKU-0004-{k + 1}",
        }
        for k in range(130)
    ]
    products[4]["pictures"] = [f"{products[4]['id']}-{k}" for k in range(14)]
    products[5]["variants"][0]["stock"] = -3
    if len(products) > 12:
        products[12]["variants"][0]["sku"] = products[9]["variants"][0]["sku"]


def _group(n: int, products: Sequence[Record]) -> Record:
    name = ("Coffee", "Tea", "Kitchen", "Gifts", "New", "Sale")[n % 6] + ("" if n < 6 else " 2")
    return {
        "id": 501 + n,
        "handle": name.lower().replace(" ", "-"),
        "title": name,
        "description": f"<p>Everything for {name.lower()}.</p>",
        "product_ids": [one["id"] for k, one in enumerate(products) if k % 12 in {n, (n + 5) % 12}],
    }


def _address(n: int, name: str) -> Record:
    place = (("10119", "Berlin", "DE"), ("75011", "Paris", "FR"), ("02139", "Cambridge", "US"))
    code, city, country = place[n % 3]
    first, _, last = name.partition(" ")
    return {
        "first": first,
        "last": last,
        "line1": f"Torstr. {n + 1}",
        "line2": "c/o Müller" if n % 9 == 0 else "",
        "city": city,
        "state": "MA" if country == "US" else "",
        "zip": code,
        "country": country,
        "phone": "+49 30 1234567" if n % 2 else "",
    }


def _customer(n: int, dice: Random) -> Record:
    name = f"{PEOPLE[n % 10]} {SURNAMES[dice.randrange(8)]}"
    return {
        "id": 7001 + n,
        # One has none: a person who was written down by phone.
        "email": "" if n == 1 else f"person-{n}@buyers.example",
        "name": name,
        "note": "Rings twice." if n % 20 == 0 else "",
        "tags": ["vip"] if n % 10 == 0 else [],
        "marketing": n % 3 == 0,
        "address": _address(n, name),
        "created_at": OPENED + timedelta(hours=3 * n),
    }


def _order(n: int, world: World, dice: Random) -> Record:
    currency = "USD" if n % 8 == 5 else "JPY" if n % 10 == 7 else world.currency
    scale = 1 if minor_digits(currency) == 2 else 100
    guest = n % 4 == 3
    person = world.customers[n % len(world.customers)]
    count = 35 if n == 2 else 1 + n % 3
    lines = []
    for k in range(count):
        product = world.products[(n * 7 + k) % len(world.products)]
        variant = product["variants"][0]
        quantity, price = 1 + dice.randrange(3), max(variant["price"] // scale, 1)
        off = price * quantity // 10 if n % 6 == 0 else 0
        lines.append(
            {
                "id": (20001 + n) * 100 + k,
                "product": None if n % 40 == 39 else product,
                "variant": None if n % 40 == 39 else variant,
                "title": product["title"],
                "variant_title": " / ".join(variant["values"]),
                "sku": variant["sku"],
                "quantity": quantity,
                "price": price,
                "discount": off,
                "refunded": 0,
            }
        )
    items = sum(one["price"] * one["quantity"] - one["discount"] for one in lines)
    shipping = 490 // scale
    refund = 0
    if n % 10 == 4:
        refund, lines[0]["refunded"] = lines[0]["price"], 1
    if n % 25 == 24:
        refund = items + shipping
        for one in lines:
            one["refunded"] = one["quantity"]
    at = OPENED + timedelta(days=30, hours=5 * n)
    cancelled = n % 33 == 32
    return {
        "id": 20001 + n,
        "number": 1001 + n,
        "email": f"guest-{n}@buyers.example" if guest else person["email"],
        "customer": None if guest or not person["email"] else person,
        "currency": currency,
        "lines": lines,
        "discount": sum(one["discount"] for one in lines),
        "shipping": shipping,
        "tax": items * 19 // 119,
        "total": items + shipping,
        "refund": refund,
        "paid": not cancelled,
        "sent": not cancelled and n % 9 != 8,
        "cancelled": cancelled,
        "address": _address(n, person["name"]),
        "placed_at": at,
        "updated_at": at + timedelta(days=4),
    }


def _target(n: int, world: World) -> str:
    if n == 57:
        return "/old/page-58"  # and back: a loop
    if n == 58:
        return "/old/page-57"
    if n == 59:
        return "https://blog.example/new-home?from=shop"
    if n % 5 == 4:
        return f"/collections/{world.groups[n % 12]['handle']}"
    return f"/products/{world.products[n % len(world.products)]['handle']}"
