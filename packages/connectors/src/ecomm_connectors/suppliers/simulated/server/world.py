"""What one account finds at the simulated supplier at one moment: the catalogue, moved by drift,
less what the account bought, changed by what its fault panel says."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from ecomm_connectors.suppliers.simulated.server import drift
from ecomm_connectors.suppliers.simulated.server.catalogue import (
    CURRENCY,
    Product,
    Variant,
    catalogue,
    variants,
)
from ecomm_connectors.suppliers.simulated.server.store import Doc


class Refused(Exception):
    """The supplier says no. status: HTTP; `sku`: the line at fault."""

    def __init__(self, status: int, code: str, message: str, sku: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.sku = sku


def amount(cents: int) -> str:
    """Cents as this supplier writes them: "12.40"."""
    return f"{cents // 100}.{cents % 100:02}"


@dataclass(frozen=True)
class World:
    """The supplier as `account` sees it at `now` (unix seconds), within one transaction."""

    db: sqlite3.Connection
    account: Doc
    now: float

    @property
    def moving(self) -> bool:
        """Whether prices and stock drift for this account."""
        return bool(self.account["drift"])

    def product(self, product_id: str) -> Product:
        """A product on sale. Raises Refused (`product_gone`)."""
        found = catalogue().get(product_id)
        if found is None or self._override(product_id).get("gone"):
            raise Refused(404, "product_gone", f"{product_id[:60]} is not on sale", product_id[:60])
        return found

    def offers(self, product: Product) -> list[Variant]:
        """The product's variants that are still sold."""
        return [one for one in product.variants if not self._override(one.sku).get("gone")]

    def variant(self, sku: str) -> tuple[Product, Variant]:
        """A variant on sale. Raises Refused (`product_gone`, `option_gone`)."""
        found = variants().get(sku)
        if found is None or self._override(sku).get("gone"):
            raise Refused(409, "option_gone", f"{sku[:60]} is not sold any more", sku[:60])
        self.product(found[0].id)
        return found

    def price(self, variant: Variant) -> int:
        """Cents of one unit now."""
        override = self._override(variant.sku).get("price")
        if override is None:
            override = self._override(variant.sku[:7]).get("price")
        if override is not None:
            return int(override)
        return drift.price(variant, self.now, moving=self.moving)

    def stock(self, variant: Variant) -> int:
        """Units to be had now."""
        override = self._override(variant.sku).get("stock")
        if override is None:
            override = self._override(variant.sku[:7]).get("stock")
        if override is not None:
            # What the panel put there is all there is: purchases since are taken off.
            since = float(self._override(variant.sku).get("at", 0.0))
            since = since or float(self._override(variant.sku[:7]).get("at", 0.0))
            return max(int(override) - self._sold(variant.sku, since), 0)
        since = drift.cycle_start(variant, self.now, moving=self.moving)
        there = drift.stock(variant, self.now, moving=self.moving)
        return max(there - self._sold(variant.sku, since), 0)

    def said(self, product: Product) -> dict[str, Any]:
        """The product as the API tells it."""
        told = self.summary(product)
        told.update(
            {
                "description": product.description,
                "pictures": pictures(product),
                "options": list(product.options),
                "facts": dict(product.facts),
                "manufacturer": dict(product.maker),
                "hs_code": product.hs,
                "variants": [self.said_variant(product, one) for one in self.offers(product)],
            }
        )
        return told

    def summary(self, product: Product) -> dict[str, Any]:
        """A product in a list."""
        cheapest = min((self.price(one) for one in product.variants), default=0)
        week = int(self.now // (7 * 86_400))
        return {
            "id": product.id,
            "title": product.title,
            "category": product.niche,
            "path": f"/products/{product.id}",
            "picture": pictures(product)[0],
            "price_from": amount(cheapest),
            "list_price": amount(cheapest * 135 // 100),
            "currency": CURRENCY,
            "orders": sold_so_far(product, week if self.moving else 0),
            "rating": f"{4.9 - (product.rank * 7 % 13) / 10:.1f}",
        }

    def said_variant(self, product: Product, variant: Variant) -> dict[str, Any]:
        """A variant as the API tells it."""
        price = self.price(variant)
        colour = variant.options.get("Colour")
        shown = product.colours.index(colour) if colour is not None else 0
        return {
            "sku": variant.sku,
            "options": dict(variant.options),
            "warehouse": variant.warehouse.code,
            "ships_from": variant.warehouse.country,
            "price": amount(price),
            "list_price": amount(price * 135 // 100),
            "currency": CURRENCY,
            "stock": self.stock(variant),
            "weight_grams": variant.grams,
            "picture": f"/pictures/{product.id}-{shown + 1}.webp",
        }

    def _override(self, target: str) -> Doc:
        row = self.db.execute(
            "select doc from overrides where account = ? and target = ?",
            (self.account["id"], target),
        ).fetchone()
        found: Doc = json.loads(row[0]) if row else {}
        return found

    def _sold(self, sku: str, since: float) -> int:
        row = self.db.execute(
            "select coalesce(sum(units), 0) from sold where account = ? and sku = ? and at >= ?",
            (self.account["id"], sku, since),
        ).fetchone()
        return int(row[0])


def pictures(product: Product) -> list[str]:
    """Paths of its pictures: one for each colour, then a detail and a scene."""
    shown = [f"/pictures/{product.id}-{at + 1}.webp" for at in range(len(product.colours))]
    return [
        *shown,
        f"/pictures/{product.id}-detail.webp",
        f"/pictures/{product.id}-scene.webp",
    ]


def sold_so_far(product: Product, week: int) -> int:
    """How many it claims to have sold: a few best sellers, a long tail, more each week."""
    weekly = 2400 // (product.rank + 3)
    return weekly * (26 + week % 52)
