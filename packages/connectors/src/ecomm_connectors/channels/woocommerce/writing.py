"""Products written to WooCommerce: the product, its variations in batches, its pictures last.

WooCommerce makes a product as often as it is asked to, at an address of its own choice where the
wanted one is taken. So a product is looked for before it is made, made without pictures (fetching
them takes the shop long, and a request that is still at work cannot be found), and on sale only
when all of it is there. https://woocommerce.github.io/woocommerce-rest-api-docs/
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from ecomm_connectors.channels.errors import ChannelRefused, ChannelUnavailable, Refusal
from ecomm_connectors.channels.goods import ChannelProduct, ChannelVariant
from ecomm_connectors.channels.wishes import (
    MARK,
    FoundProduct,
    ProductWish,
    VariantWish,
    decimal_text,
    place_of,
)
from ecomm_connectors.channels.woocommerce.calling import WooCaller
from ecomm_connectors.suppliers.wire import clean, integer, listed, mapping

AT_ONCE: Final = 50
"""Variations in a batch; WooCommerce takes 100."""
SKUS_AT_ONCE: Final = 25
_STATUSES: Final = {"active": "publish", "draft": "draft", "archived": "private"}
_PER_GRAM: Final = {
    "kg": Decimal(1000),
    "g": Decimal(1),
    "lbs": Decimal("453.59237"),
    "oz": Decimal("28.349523125"),
}


async def find(
    caller: WooCaller, handles: Sequence[str], skus: Sequence[str]
) -> tuple[FoundProduct, ...]:
    """See the port. A variation is found by its SKU and told by its product."""
    found: dict[str, FoundProduct] = {}
    for handle in handles:
        for raw in await _listed(caller, {"slug": handle, "status": "any"}):
            _note(found, raw, "")
    parents: dict[str, list[str]] = {}
    for some in _lots(skus):
        for raw in await _listed(caller, {"sku": some, "status": "any", "per_page": "100"}):
            sku = clean(raw.get("sku"), 255)
            if raw.get("type") == "variation":
                parents.setdefault(clean(raw.get("parent_id"), 40), []).append(sku)
            else:
                _note(found, raw, sku)
    for parent, theirs in parents.items():
        raw = mapping((await caller.ask(f"products/{parent}")).data)
        for sku in theirs:
            _note(found, raw, sku)
    return tuple(found.values())


def _lots(skus: Sequence[str]) -> list[str]:
    """A list is split at its commas, so that a SKU with one is asked for alone."""
    plain = [sku for sku in skus if "," not in sku]
    lots = [plain[begin : begin + SKUS_AT_ONCE] for begin in range(0, len(plain), SKUS_AT_ONCE)]
    return [",".join(lot) for lot in lots] + [sku for sku in skus if "," in sku]


async def _listed(caller: WooCaller, query: dict[str, str]) -> list[Any]:
    return [mapping(one) for one in listed((await caller.ask("products", query)).data)]


def _note(found: dict[str, FoundProduct], raw: Any, sku: str) -> None:
    key = clean(raw.get("id"), 40)
    if not key:
        return
    marks = [
        clean(one.get("value"), 100)
        for one in map(mapping, listed(raw.get("meta_data")))
        if one.get("key") == MARK
    ]
    before = found[key].skus if key in found else ()
    found[key] = FoundProduct(
        key,
        clean(raw.get("slug"), 255),
        marks[-1] if marks else "",
        (*before, sku) if sku else before,
    )


async def publish(
    caller: WooCaller,
    wish: ProductWish,
    there: ChannelProduct | None,
    currency: str,
    unit: str,
) -> str:
    """Write it; its id. there: how it stands, None where it is new or was only begun.

    Raises ChannelRefused, ChannelUnavailable."""
    status = _STATUSES[wish.status]
    body = _product(wish, there, currency, unit)
    if not wish.external_id:
        made = await caller.ask(
            "products", method="POST", payload={**body, "slug": wish.handle, "status": "draft"}
        )
        number = integer(mapping(made.data).get("id"), least=1)
        if number is None:
            raise ChannelUnavailable("the shop names no product")
        key = str(number)
    else:
        key = wish.external_id
        await caller.ask(f"products/{key}", method="PUT", payload=body)
    if wish.options:
        await _variations(caller, key, wish, there, currency, unit)
    last: dict[str, Any] = {"status": status}
    if wish.pictures is not None:
        last["images"] = [{"src": one.url, "alt": one.alt} for one in wish.pictures]
    await caller.ask(f"products/{key}", method="PUT", payload=last)
    return key


def _product(
    wish: ProductWish, there: ChannelProduct | None, currency: str, unit: str
) -> dict[str, Any]:
    body: dict[str, Any] = {
        "name": wish.title,
        "type": "variable" if wish.options else "simple",
        "description": wish.description,
        "meta_data": [{"key": MARK, "value": wish.reference}],
        "attributes": [
            {
                "name": one.name,
                "position": place,
                "visible": True,
                "variation": True,
                "options": list(one.values),
            }
            for place, one in enumerate(wish.options)
        ],
    }
    if wish.options:
        return body
    was = there.variants[0] if there and not there.options and there.variants else None
    return body | _sold(wish.variants[0], was, currency, unit)


def _sold(
    wish: VariantWish, there: ChannelVariant | None, currency: str, unit: str
) -> dict[str, Any]:
    """What a simple product and a variation have in common. The count of what is there already is
    left alone: keeping it is somebody else's work."""
    before = wish.compare_at_price
    price = decimal_text(wish.price, currency)
    body: dict[str, Any] = {
        "sku": wish.sku,
        "regular_price": price if before is None else decimal_text(before, currency),
        "sale_price": "" if before is None else price,
        "global_unique_id": wish.barcode,
        "manage_stock": wish.tracked,
        "backorders": "notify" if wish.backorder else "no",
    }
    if wish.grams is not None and unit in _PER_GRAM:
        weight = (Decimal(wish.grams) / _PER_GRAM[unit]).quantize(Decimal("0.0001")).normalize()
        body["weight"] = f"{weight:f}"
    if wish.tracked and (there is None or not there.tracked):
        body["stock_quantity"] = max(wish.stock, 0)
    return body


async def _variations(
    caller: WooCaller,
    key: str,
    wish: ProductWish,
    there: ChannelProduct | None,
    currency: str,
    unit: str,
) -> None:
    known = there.variants if there and there.options else ()
    create: list[dict[str, Any]] = []
    update: list[dict[str, Any]] = []
    kept = set()
    names = [one.name for one in wish.options]
    for one in wish.variants:
        was = place_of(one, known)
        attributes = [
            {"name": name, "option": value}
            for name, value in zip(names, one.option_values, strict=True)
        ]
        body = {**_sold(one, was, currency, unit), "attributes": attributes}
        if was is None:
            create.append(body)
        else:
            kept.add(was.external_id)
            update.append({**body, "id": int(was.external_id)})
    gone = [int(one.external_id) for one in known if one.external_id not in kept]
    # What goes, goes first: its SKU may be wanted by another one.
    for what, rows in (("delete", gone), ("update", update), ("create", create)):
        for begin in range(0, len(rows), AT_ONCE):
            payload = {what: rows[begin : begin + AT_ONCE]}
            reply = await caller.ask(
                f"products/{key}/variations/batch", method="POST", payload=payload
            )
            _refused_ones(listed(mapping(reply.data).get(what)), payload[what])


def _refused_ones(told: Sequence[Any], asked: Sequence[Any]) -> None:
    """A batch is answered with 200 though some of it was refused."""
    words = []
    for place, one in enumerate(map(mapping, told)):
        fault = mapping(one.get("error"))
        if fault:
            sku = asked[place].get("sku") if isinstance(asked[place], dict) else ""
            said = clean(fault.get("message"), 200)
            words.append(f"{sku}: {said}" if sku else said)
    if words:
        raise ChannelRefused(Refusal.INVALID, " ".join(words)[:300])
    if len(told) != len(asked):
        raise ChannelUnavailable("the shop answered for other variations")
