"""The sums of a demo order, by the rules: tax in or on each line, shipping taxed like goods."""

from dataclasses import dataclass
from typing import Any

from commerce.stores.directory import StoreFacts
from ecomm_core.money import PPM, allocate, divide_rounding, tax_in_gross, tax_on_net

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sums:
    """Amounts of one order in minor units; `lines` as a checkout freezes them."""

    lines: list[Row]
    shipping: Row
    subtotal: int
    discount: int
    items_gross: int
    tax: int
    total: int
    taxes: list[Row]
    tax_name: str | None
    tax_country: str | None
    tax_ppm: int


def sums_of(
    store: StoreFacts,
    taxes: list[Row],
    country: str,
    basket: list[Row],
    rate: Row,
    *,
    discount_ppm: int = 0,
) -> Sums:
    """What a basket costs there. `taxes` are the shop's rates, one for a country; `discount_ppm`
    of the order is taken off by a code."""
    found = next((tax for tax in taxes if tax["country"] == country), None)

    def part(amount: int) -> Row:
        if found is None:
            return {"net": amount, "tax": 0, "gross": amount, "taxes": []}
        ppm = found["rate_ppm"]
        inclusive = store.prices_include_tax
        tax = tax_in_gross(amount, ppm) if inclusive else tax_on_net(amount, ppm)
        gross = amount if inclusive else amount + tax
        named = {"name": found["name"], "jurisdiction": country, "rate_ppm": ppm, "amount": tax}
        return {"net": gross - tax, "tax": tax, "gross": gross, "taxes": [named]}

    shown = [thing["price"] * thing["quantity"] for thing in basket]
    subtotal = sum(shown)
    discount = divide_rounding(subtotal * discount_ppm, PPM)
    parts = allocate(discount, shown)
    lines = [
        {
            "variant_id": str(thing["variant_id"]),
            "product_id": str(thing["product_id"]),
            "product_slug": thing["slug"],
            "title": thing["title"],
            "variant_title": thing["variant_title"],
            "sku": thing["sku"],
            "image": thing["image"],
            "quantity": thing["quantity"],
            "unit_price": thing["price"],
            "discount": taken,
            **part(amount - taken),
            "gift_card": False,
            "upsell_id": None,
            "bundle": None,
        }
        for thing, amount, taken in zip(basket, shown, parts, strict=True)
    ]
    free = rate["free_over"] is not None and subtotal - discount >= rate["free_over"]
    shipping = part(0 if free else rate["amount"])
    items_gross = sum(line["gross"] for line in lines)
    tax = sum(line["tax"] for line in lines) + shipping["tax"]
    everything = []
    if found is not None:
        everything = [
            {
                "name": found["name"],
                "jurisdiction": country,
                "rate_ppm": found["rate_ppm"],
                "amount": tax,
            }
        ]
    return Sums(
        lines=lines,
        shipping=shipping,
        subtotal=subtotal,
        discount=discount,
        items_gross=items_gross,
        tax=tax,
        total=items_gross + shipping["gross"],
        taxes=everything,
        tax_name=found["name"] if found else None,
        tax_country=country if found else None,
        tax_ppm=found["rate_ppm"] if found else 0,
    )
