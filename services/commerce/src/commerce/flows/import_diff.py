"""What an import would change about one product: pure, so that a dry run and the real one agree.

The source is the truth for what it says. What it does not say stays, a merchant's own edits
included: missing columns and empty cells. A compare-at price belongs to its price: with the column
there and the cell empty, it is cleared. Variants the source does not list are removed unless units
of them are sold and not shipped yet. An archived product stays archived.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from commerce.catalog.schemas import (
    OptionIn,
    ProductIn,
    ProductOut,
    ProductPatch,
    ProductStatus,
    SeoIn,
    VariantIn,
    VariantOut,
)
from commerce.catalog.service import sanitise
from commerce.flows.incoming import IncomingProduct, IncomingVariant, Issue
from ecomm_core.api.schemas import Money, Price

MAX_CHANGES: Final = 100
_EXCERPT: Final = 160

Combination = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One field before and after; amounts as `{amount, currency}`."""

    field: str
    before: Any
    after: Any


@dataclass(slots=True)
class Plan:
    """What to do about one product. `rows` tells which row of the source `variants.N` is."""

    action: Literal["create", "update", "unchanged"]
    body: ProductIn | ProductPatch | None
    changes: list[Change] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)


def plan(current: ProductOut | None, wanted: IncomingProduct, currency: str) -> Plan:
    """Compare the product as it is with what the source says.

    Raises ValidationError (pydantic) and Invalid for what the catalogue would not take.
    """
    if current is None:
        return _creation(wanted, currency)
    return _Comparison(current, wanted, currency).result()


def _creation(wanted: IncomingProduct, currency: str) -> Plan:
    names = [option.name for option in wanted.options]
    sanitise(wanted.description or "")  # refused here, so that a dry run says so, too
    body = ProductIn(
        title=wanted.title,
        description=wanted.description,
        status="active" if wanted.status in {"active", None} else "draft",
        vendor=wanted.vendor,
        product_type=wanted.product_type,
        tags=wanted.tags or [],
        price=Price(amount=wanted.variants[0].price, currency=currency),
        options=[OptionIn(name=o.name, values=list(o.values)) for o in wanted.options],
        variants=[_new_variant(variant, names, currency) for variant in wanted.variants],
        seo=SeoIn(title=wanted.seo_title, description=wanted.seo_description),
    )
    tracked = [variant for variant in wanted.variants if variant.tracked]
    after: dict[str, Any] = {
        "title": wanted.title,
        "status": wanted.status or "active",
        "price": _money(min(variant.price for variant in wanted.variants), currency),
        "variants": len(wanted.variants),
        "stock": sum(variant.stock or 0 for variant in tracked) if tracked else None,
        "pictures": len(wanted.pictures),
    }
    changes = [Change(name, None, value) for name, value in after.items() if value is not None]
    return Plan("create", body, changes, rows=[variant.row for variant in wanted.variants])


def _new_variant(variant: IncomingVariant, names: Sequence[str], currency: str) -> VariantIn:
    said: dict[str, Any] = {
        "options": dict(zip(names, variant.option_values, strict=True)),
        "sku": variant.sku,
        "barcode": variant.barcode,
        "price": _price(variant.price, currency),
        "compare_at_price": _price(variant.compare_at_price, currency),
        "stock": (variant.stock or 0) if variant.tracked else None,
        "policy": variant.policy,
        "weight_grams": variant.grams,
    }
    if variant.cost is not None:
        said["cost"] = _price(variant.cost, currency)
    return VariantIn(**said)


class _Comparison:
    """One product as it is beside one as the source has it."""

    def __init__(self, current: ProductOut, wanted: IncomingProduct, currency: str) -> None:
        self.current = current
        self.wanted = wanted
        self.currency = currency
        self.changes: list[Change] = []
        self.issues: list[Issue] = []
        self.patch: dict[str, Any] = {}
        self.rows: list[int] = []

    def result(self) -> Plan:
        """The plan."""
        self._fields()
        self._status()
        self._variants()
        if not self.changes:
            return Plan("unchanged", None, [], self.issues)
        body = ProductPatch(**self.patch, version=self.current.version)
        return Plan("update", body, _bounded(self.changes), self.issues, self.rows)

    def _fields(self) -> None:
        current, wanted = self.current, self.wanted
        said: dict[str, tuple[Any, Any]] = {
            "title": (current.title, wanted.title),
            "vendor": (current.vendor, wanted.vendor),
            "product_type": (current.product_type, wanted.product_type),
            "tags": (current.tags, wanted.tags),
        }
        for name, (before, after) in said.items():
            if after is not None and after != before:
                self.patch[name] = after
                self.changes.append(Change(name, before, after))
        if wanted.description is not None:
            after = sanitise(wanted.description)
            if after != current.description:
                self.patch["description"] = after
                self.changes.append(Change("description", *_excerpts(current.description, after)))
        seo: dict[str, str] = {}
        for name, before, after in (
            ("title", current.seo.title, wanted.seo_title),
            ("description", current.seo.description, wanted.seo_description),
        ):
            if after is not None and after != before:
                seo[name] = after
                self.changes.append(Change(f"seo_{name}", before, after))
        if seo:
            self.patch["seo"] = SeoIn(**seo)

    def _status(self) -> None:
        before, after = self.current.status, self.wanted.status
        if before == ProductStatus.ARCHIVED:
            if after != "archived":
                self.issues.append(
                    self._warning(
                        "product_archived", "This product is archived: it was updated and stays so."
                    )
                )
        elif after is not None and after != before.value:
            self.patch["status"] = ProductStatus(after)
            self.changes.append(Change("status", before.value, after))

    def _variants(self) -> None:
        names = [option.name for option in self.wanted.options]
        old_names = [option.name for option in self.current.options]
        same = [n.casefold() for n in names] == [n.casefold() for n in old_names]
        known = {
            tuple(v.options.get(name, "") for name in old_names): v for v in self.current.variants
        }
        bodies: list[VariantIn] = []
        noted = len(self.changes)
        for variant in self.wanted.variants:
            before = known.pop(variant.option_values, None) if same else None
            self.rows.append(variant.row)
            if before is None:
                bodies.append(_new_variant(variant, names, self.currency))
            else:
                bodies.append(self._matched(before, variant, names))
        if not same:
            self.changes.append(Change("options", old_names, names))
            self.changes.append(
                Change("variants", len(self.current.variants), len(self.wanted.variants))
            )
            known = {}
        self._added_and_removed(known, bodies, names, same=same)
        if len(self.changes) > noted:
            self.patch["variants"] = bodies
            self.patch["options"] = _options(names, self.wanted, bodies)

    def _added_and_removed(
        self,
        left: dict[Combination, VariantOut],
        bodies: list[VariantIn],
        names: Sequence[str],
        *,
        same: bool,
    ) -> None:
        if not same:
            return
        added = [
            " / ".join(wanted.option_values)
            for wanted, body in zip(self.wanted.variants, bodies, strict=True)
            if body.id is None
        ]
        kept = {
            combination: variant
            for combination, variant in left.items()
            if variant.stock is not None and variant.stock.committed > 0
        }
        for combination, variant in kept.items():
            self.rows.append(self.wanted.row)
            bodies.append(
                VariantIn(id=variant.id, options=dict(zip(names, combination, strict=True)))
            )
            self.issues.append(
                self._warning(
                    "variant_kept",
                    "This variant is not in the file; it stays because units of it are sold and "
                    "not shipped yet.",
                    " / ".join(combination),
                )
            )
        removed = [" / ".join(combination) for combination in left if combination not in kept]
        if added:
            self.changes.append(Change("variants_added", None, _first(added)))
        if removed:
            self.changes.append(Change("variants_removed", _first(removed), None))

    def _matched(
        self, before: VariantOut, variant: IncomingVariant, names: Sequence[str]
    ) -> VariantIn:
        """A variant both sides know: only what differs is asked for."""
        said: dict[str, Any] = {
            "id": before.id,
            "options": dict(zip(names, variant.option_values, strict=True)),
        }
        for name, was, now in self._amounts(before, variant):
            if was != now:
                said[name] = _price(now, self.currency)
                self._note(name, before, _money(was, self.currency), _money(now, self.currency))
        for name, old, new in (
            ("sku", before.sku, variant.sku),
            ("barcode", before.barcode, variant.barcode),
            ("weight_grams", before.weight_grams, variant.grams),
            ("policy", before.policy, variant.policy),
        ):
            if new is not None and new != old:
                said[name] = new
                self._note(name, before, old, new)
        self._stock(before, variant, said)
        return VariantIn(**said)

    def _amounts(
        self, before: VariantOut, variant: IncomingVariant
    ) -> Iterable[tuple[str, int | None, int | None]]:
        yield "price", before.price.amount, variant.price
        if self.wanted.compare_at_said:
            yield "compare_at_price", _minor(before.compare_at_price), variant.compare_at_price
        if variant.cost is not None:
            yield "cost", _minor(before.cost), variant.cost

    def _stock(self, before: VariantOut, variant: IncomingVariant, said: dict[str, Any]) -> None:
        stock = before.stock
        if not variant.tracked:
            if variant.tracked is False and stock is not None:
                self.issues.append(
                    Issue(
                        variant.row,
                        None,
                        "warning",
                        "tracking_kept",
                        "The file does not count this variant's stock, the store does. The stock "
                        "was left as it is.",
                    )
                )
            return
        target = variant.stock or 0
        if stock is None:
            said["stock"] = target
            self._note("stock", before, None, target)
        elif stock.on_hand != target:
            least = stock.committed + stock.reserved
            if (variant.policy or before.policy) == "deny" and target < least:
                self.issues.append(
                    Issue(
                        variant.row,
                        None,
                        "warning",
                        "stock_below_committed",
                        f"{least} are sold or held in checkouts: the stock stays {stock.on_hand}.",
                        str(target),
                    )
                )
                return
            said["stock"] = target
            self._note("stock", before, stock.on_hand, target)

    def _note(self, name: str, variant: VariantOut, before: Any, after: Any) -> None:
        title = f"{name} ({variant.title})" if variant.title else name
        self.changes.append(Change(title, before, after))

    def _warning(self, code: str, message: str, value: str | None = None) -> Issue:
        return Issue(self.wanted.row, None, "warning", code, message, value and value[:200])


def _options(
    names: Sequence[str], wanted: IncomingProduct, bodies: Sequence[VariantIn]
) -> list[OptionIn]:
    """The source's options, and the values of variants that stay though it does not list them."""
    values = [dict.fromkeys(option.values) for option in wanted.options]
    for body in bodies:
        for known, name in zip(values, names, strict=True):
            known[body.options[name]] = None
    return [
        OptionIn(name=name, values=list(known)) for name, known in zip(names, values, strict=True)
    ]


def _price(amount: int | None, currency: str) -> Price | None:
    return None if amount is None else Price(amount=amount, currency=currency)


def _money(amount: int | None, currency: str) -> dict[str, Any] | None:
    return None if amount is None else {"amount": amount, "currency": currency}


def _minor(money: Money | None) -> int | None:
    return None if money is None else money.amount


def _excerpts(before: str, after: str) -> tuple[str, str]:
    """Both texts from shortly before the place where they part."""
    place = next(
        (n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b),
        min(len(before), len(after)),
    )
    start = max(place - 20, 0)
    lead = "…" if start else ""
    return tuple(  # type: ignore[return-value]  # two in, two out
        lead + text[start : start + _EXCERPT] + ("…" if len(text) > start + _EXCERPT else "")
        for text in (before, after)
    )


def _first(titles: list[str]) -> list[str]:
    if len(titles) <= MAX_CHANGES:
        return titles
    return [*titles[:MAX_CHANGES], f"… {len(titles) - MAX_CHANGES:,} more"]


def _bounded(changes: list[Change]) -> list[Change]:
    if len(changes) <= MAX_CHANGES:
        return changes
    return [*changes[:MAX_CHANGES], Change("more", None, len(changes) - MAX_CHANGES)]
