"""What the simulated supplier sells: products of `catalogue.csv`, each with its variants in one to
three warehouses. The same in every process and at every start; prices and stock move in `drift`.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product as combinations
from typing import Final

CURRENCY: Final = "USD"
"""Its one currency; all amounts in cents."""


@dataclass(frozen=True, slots=True)
class Warehouse:
    """A place goods ship from. `dearer`: per mille on the price in China."""

    code: str
    country: str
    name: str
    dearer: int


WAREHOUSES: Final = {
    place.code: place
    for place in (
        Warehouse("CN", "CN", "Shenzhen", 0),
        Warehouse("EU", "NL", "Rotterdam", 180),
        Warehouse("US", "US", "Los Angeles", 210),
    )
}

_MAKERS: Final = {
    "coffee": ("Ningbo Hearth & Cup Co.", "88 Xinhui Road, Ningbo 315000, China"),
    "light": ("Zhongshan Softglow Lighting", "12 Guzhen Avenue, Zhongshan 528400, China"),
    "desk": ("Dongguan Fineline Works", "5 Houjie Park, Dongguan 523000, China"),
    "pets": ("Yiwu Goodpaw Products", "301 Futian Street, Yiwu 322000, China"),
    "outdoor": ("Hangzhou Ridgeway Gear", "46 Binjiang Road, Hangzhou 310000, China"),
    "fitness": ("Nantong Steady Sports", "9 Tongfu Road, Nantong 226000, China"),
    "travel": ("Guangzhou Farlight Bags", "77 Shiling Road, Guangzhou 510000, China"),
    "home": ("Jinhua Quiet Home", "18 Wucheng Lane, Jinhua 321000, China"),
}
_RESPONSIBLE: Final = "Halden Compliance B.V., Wilhelminakade 123, 3072 AP Rotterdam, Netherlands"
_OPENINGS: Final = {
    "coffee": "Made for slow mornings and steady hands.",
    "light": "Warm light, without glare, for the hours after dusk.",
    "desk": "A tidy desk begins with things that stay where they are put.",
    "pets": "Tested by animals who did not read the manual.",
    "outdoor": "Light enough to carry, tough enough to be forgotten in the rain.",
    "fitness": "For training at home that needs neither a gym nor a garage.",
    "travel": "Packs flat, opens fast, and survives the baggage belt.",
    "home": "Plain shapes and honest materials for rooms that are lived in.",
}


@dataclass(frozen=True, slots=True)
class Variant:
    """One thing to buy in one warehouse. `cost`: cents, before drift."""

    sku: str
    options: Mapping[str, str]
    warehouse: Warehouse
    cost: int
    grams: int


@dataclass(frozen=True, slots=True)
class Product:
    """A product. `rank`: 0 sells best. `hs`: its tariff line, six digits."""

    id: str
    niche: str
    title: str
    form: str
    options: Mapping[str, tuple[str, ...]]
    facts: Mapping[str, str]
    hs: str
    rank: int
    variants: tuple[Variant, ...]

    @property
    def maker(self) -> Mapping[str, str]:
        """What the EU's product safety rules (GPSR, article 9) want to be named."""
        name, address = _MAKERS[self.niche]
        return {
            "name": name,
            "address": address,
            "email": f"safety@{name.split()[1].lower()}.example",
            "responsible_person": _RESPONSIBLE,
        }

    @property
    def description(self) -> str:
        """HTML, as a supplier writes it."""
        rows = "".join(f"<li><b>{name}:</b> {value}</li>" for name, value in self.facts.items())
        return (
            f"<p>{_OPENINGS[self.niche]}</p><p>{self.title} in {self.facts['Material'].lower()}, "
            f"checked before dispatch and packed without plastic foam.</p><ul>{rows}</ul>"
        )

    @property
    def colours(self) -> tuple[str, ...]:
        """What its pictures are painted in; its niche's own hue where it comes in one colour."""
        return self.options.get("Colour", ("",))


def chance(*parts: object) -> float:
    """A number in [0, 1) that depends on `parts` alone."""
    text = "\x1f".join(str(part) for part in parts).encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=7).digest()) / 2**56


@cache
def catalogue() -> Mapping[str, Product]:
    """Every product by its id, in the order of the file."""
    text = files(__package__).joinpath("catalogue.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines(), delimiter="|"))
    order = sorted(range(len(rows)), key=lambda at: chance("rank", at))
    ranks = {at: rank for rank, at in enumerate(order)}
    made = (_product(number, row, ranks[number]) for number, row in enumerate(rows))
    return {product.id: product for product in made}


@cache
def variants() -> Mapping[str, tuple[Product, Variant]]:
    """Every variant by its sku."""
    return {one.sku: (product, one) for product in catalogue().values() for one in product.variants}


def _product(number: int, row: Mapping[str, str], rank: int) -> Product:
    product_id = f"SIM{1001 + number}"
    options = {
        name: tuple(values.split(","))
        for name, values in (part.split("=", 1) for part in row["options"].split(";"))
    }
    places = [WAREHOUSES["CN"]]
    places += [WAREHOUSES["EU"]] if chance(product_id, "EU") < 0.55 else []
    places += [WAREHOUSES["US"]] if chance(product_id, "US") < 0.35 else []
    return Product(
        id=product_id,
        niche=row["niche"],
        title=row["title"],
        form=row["form"],
        options=options,
        facts={"Material": row["material"], "Size": row["size"], "Weight": f"{row['grams']} g"},
        hs=row["hs"],
        rank=rank,
        variants=tuple(_variants(product_id, row, options, places)),
    )


def _variants(
    product_id: str,
    row: Mapping[str, str],
    options: Mapping[str, tuple[str, ...]],
    places: list[Warehouse],
) -> list[Variant]:
    base, grams = int(row["cost"]), int(row["grams"])
    found = []
    for position, values in enumerate(combinations(*options.values()), start=1):
        chosen = dict(zip(options, values, strict=True))
        # Larger ones cost and weigh more; a colour does neither.
        steps = sum(
            options[name].index(value) for name, value in chosen.items() if name != "Colour"
        )
        found += [
            Variant(
                sku=f"{product_id}-{position:02}-{place.code}",
                options=chosen,
                warehouse=place,
                cost=base * (1000 + 160 * steps) * (1000 + place.dearer) // 1_000_000,
                grams=grams * (100 + 25 * steps) // 100,
            )
            for place in places
        ]
    return found
