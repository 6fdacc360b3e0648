"""An invoice or a credit note as data: what is frozen when it is issued, and all that is printed.

Made from stored amounts alone (R6.5). Sums are checked while it is made: a paper that does not add
up is never issued.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from babel import Locale
from pydantic import BaseModel, ConfigDict

from commerce.mail.formats import locale_of
from commerce.orders.papers import InvoiceKind
from commerce.reads.invoice_source import InvoiceSource
from ecomm_core.money import allocate

LETTER_PAPER = frozenset({"US", "CA", "MX"})
"""Countries that print on Letter; everybody else prints on A4."""

Share = tuple[str, str, int]
"""A tax rate: (name, jurisdiction, parts per million)."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Party(_Frozen):
    """Seller or buyer."""

    name: str
    address: list[str]
    tax_id: str | None = None
    email: str | None = None


class PaperLine(_Frozen):
    """A line. `unit_price` and `discount` are as the shopper saw prices; null on credit notes."""

    kind: Literal["item", "shipping", "adjustment"]
    title: str
    detail: str = ""
    sku: str | None = None
    quantity: int
    unit_price: int | None = None
    discount: int | None = None
    rates_ppm: list[int]
    net: int
    tax: int
    gross: int


class PaperTax(_Frozen):
    """What one rate of one jurisdiction took, and of which net amount."""

    name: str
    jurisdiction: str
    rate_ppm: int
    net: int
    tax: int


class PaperTender(_Frozen):
    """What paid, or what got its money back."""

    label: str
    amount: int


class Seller(_Frozen):
    """Who a store's invoices are from."""

    name: str
    address: str
    tax_id: str | None
    footer: str | None


class Paper(_Frozen):
    """A whole paper; amounts in minor units of `currency`. `number` null: of a test order."""

    kind: InvoiceKind
    number: int | None
    invoice_number: int | None
    issued_at: datetime
    order_number: int
    placed_at: datetime
    currency: str
    locale: str
    timezone: str
    letter_paper: bool
    test: bool
    prices_include_tax: bool
    seller: Party
    footer: str | None
    buyer: Party
    lines: list[PaperLine]
    net: int
    tax: int
    gross: int
    taxes: list[PaperTax]
    tenders: list[PaperTender]


class PaperMismatch(ArithmeticError):
    """Stored amounts that do not add up. A fault of ours: nothing may be issued."""


def invoice(source: InvoiceSource, seller: Seller, *, number: int | None, now: datetime) -> Paper:
    """The invoice of an order. Raises PaperMismatch."""
    lines = [_item(item) for item in source.items if item["gross"] or item["replaces"] is None]
    if source.shipping_gross or source.shipping_name:
        lines.append(
            PaperLine(
                kind="shipping",
                title=source.shipping_name,
                quantity=1,
                unit_price=(source.shipping_gross if source.tax_inclusive else source.shipping_net)
                + source.shipping_discount,
                discount=source.shipping_discount,
                rates_ppm=[share["rate_ppm"] for share in source.shipping_taxes],
                net=source.shipping_net,
                tax=source.shipping_tax,
                gross=source.shipping_gross,
            )
        )
    parts = [(item["net"], item["taxes"]) for item in source.items]
    parts.append((source.shipping_net, source.shipping_taxes))
    return _checked(
        source,
        seller,
        kind=InvoiceKind.INVOICE,
        number=number,
        invoice_number=None,
        now=now,
        lines=lines,
        taxes=_summary(parts),
        tenders=source.tenders,
        gross=source.total,
    )


def credit_note(
    source: InvoiceSource,
    seller: Seller,
    refund: Mapping[str, Any],
    *,
    number: int | None,
    invoice_number: int | None,
    now: datetime,
) -> Paper:
    """The credit note of a refund: its amounts, with each tax shared over the rates that made it,
    cumulatively, so that the notes of an order end where its invoice began. Raises PaperMismatch.
    """
    items = {item["id"]: item for item in source.items}
    earlier = [other for other in source.refunds if other["id"] < refund["id"]]
    lines: list[PaperLine] = []
    parts: list[tuple[int, list[dict[str, Any]]]] = []
    for line in sorted(refund["lines"], key=lambda line: list(items).index(line["item_id"])):
        item = items[line["item_id"]]
        before = sum(
            other["tax"]
            for made in earlier
            for other in made["lines"]
            if other["item_id"] == line["item_id"]
        )
        taxes = _shared(item["taxes"], before, line["tax"])
        parts.append((line["net"], taxes))
        lines.append(
            PaperLine(
                kind="item",
                title=item["title"],
                detail=item["variant_title"],
                sku=item["sku"],
                quantity=line["quantity"],
                rates_ppm=[share["rate_ppm"] for share in taxes],
                **_amounts(line),
            )
        )
    for kind, title, shares in (
        ("shipping", source.shipping_name, source.shipping_taxes),
        ("adjustment", "", source.taxes),
    ):
        if refund[f"{kind}_gross"]:
            amounts = {name: refund[f"{kind}_{name}"] for name in ("net", "tax", "gross")}
            before = sum(made[f"{kind}_tax"] for made in earlier)
            taxes = _shared(shares, before, amounts["tax"])
            parts.append((amounts["net"], taxes))
            lines.append(
                PaperLine.model_validate(
                    {
                        "kind": kind,
                        "title": title,
                        "quantity": 1,
                        "rates_ppm": [share["rate_ppm"] for share in taxes],
                        **amounts,
                    }
                )
            )
    return _checked(
        source,
        seller,
        kind=InvoiceKind.CREDIT_NOTE,
        number=number,
        invoice_number=invoice_number,
        now=now,
        lines=lines,
        taxes=_summary(parts),
        tenders=refund["tenders"],
        gross=refund["amount"],
    )


def seller_of(source: InvoiceSource, row: Mapping[str, Any] | None) -> Seller | None:
    """Who the store's invoices are from: as the merchant said, or the business the store names.
    None where neither says who and where."""
    if row is not None:
        return Seller.model_validate(dict(row))
    if source.business_name and source.business_address:
        return Seller(
            name=source.business_name,
            address=source.business_address,
            tax_id=None,
            footer=None,
        )
    return None


def address_lines(address: Mapping[str, Any], locale: str) -> list[str]:
    """A postal address below its name."""
    place = " ".join(part for part in (address["postal_code"], address["city"]) if part)
    lines = (
        address["line1"],
        address.get("line2"),
        place,
        address.get("state"),
        _country(address["country"], locale_of(locale)),
    )
    return [line for line in lines if line]


def _country(code: str, locale: Locale) -> str:
    return str(locale.territories.get(code, code))


def _item(item: Mapping[str, Any]) -> PaperLine:
    return PaperLine(
        kind="item",
        title=item["title"],
        detail=item["variant_title"],
        sku=item["sku"],
        quantity=item["quantity"],
        unit_price=item["unit_price"],
        discount=item["discount"],
        rates_ppm=[share["rate_ppm"] for share in item["taxes"]],
        **_amounts(item),
    )


def _amounts(row: Mapping[str, Any]) -> dict[str, int]:
    return {name: row[name] for name in ("net", "tax", "gross")}


def _shared(shares: Sequence[Mapping[str, Any]], before: int, tax: int) -> list[dict[str, Any]]:
    """`tax` over the rates that made it, after `before` was shared already."""
    weights = [share["amount"] for share in shares]
    if not any(weights):
        return [{**share, "amount": 0} for share in shares]
    reached, was = _split(before + tax, weights), _split(before, weights)
    return [
        {**share, "amount": now - then}
        for share, now, then in zip(shares, reached, was, strict=True)
    ]


def _split(amount: int, weights: Sequence[int]) -> list[int]:
    """Largest remainder, of amounts below zero too."""
    parts = allocate(abs(amount), weights)
    return parts if amount >= 0 else [-part for part in parts]


def _summary(parts: Iterable[tuple[int, Sequence[Mapping[str, Any]]]]) -> list[PaperTax]:
    """Net and tax by rate, in the order the rates appear; what no rate touched is of rate 0."""
    sums: dict[Share, list[int]] = {}
    for net, shares in parts:
        for share in shares:
            key = (share["name"], share["jurisdiction"], share["rate_ppm"])
            entry = sums.setdefault(key, [0, 0])
            entry[0] += net
            entry[1] += share["amount"]
        if not shares and net:
            sums.setdefault(("", "", 0), [0, 0])[0] += net
    return [
        PaperTax(name=name, jurisdiction=place, rate_ppm=ppm, net=net, tax=tax)
        for (name, place, ppm), (net, tax) in sums.items()
    ]


def _checked(
    source: InvoiceSource,
    seller: Seller,
    *,
    kind: InvoiceKind,
    number: int | None,
    invoice_number: int | None,
    now: datetime,
    lines: list[PaperLine],
    taxes: list[PaperTax],
    tenders: Sequence[Mapping[str, Any]],
    gross: int,
) -> Paper:
    net, tax = sum(line.net for line in lines), sum(line.tax for line in lines)
    wrong = (
        net + tax != gross
        or sum(line.gross for line in lines) != gross
        or sum(row["amount"] for row in tenders) != gross
        or sum(row.tax for row in taxes) != tax
    )
    if wrong:
        raise PaperMismatch(f"{kind} of order {source.id}: {net} + {tax} is not {gross}")
    address = source.shipping_address
    return Paper(
        kind=kind,
        number=number,
        invoice_number=invoice_number,
        issued_at=now,
        order_number=source.number,
        placed_at=source.placed_at,
        currency=source.currency,
        locale=source.store_locale,
        timezone=source.store_timezone,
        letter_paper=source.store_country in LETTER_PAPER,
        test=source.test,
        prices_include_tax=source.tax_inclusive,
        seller=Party(
            name=seller.name,
            address=[line.strip() for line in seller.address.splitlines() if line.strip()],
            tax_id=seller.tax_id,
            email=source.store_email,
        ),
        footer=seller.footer,
        buyer=Party(
            name=address["name"],
            address=address_lines(address, source.store_locale),
            email=source.email,
        ),
        lines=lines,
        net=net,
        tax=tax,
        gross=gross,
        taxes=taxes,
        tenders=[PaperTender(label=row["label"], amount=row["amount"]) for row in tenders],
    )
