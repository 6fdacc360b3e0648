"""Shapes of price rules. Amounts are minor units of the store's currency, shares are parts per
million."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StrictBool, model_validator

from commerce.sourcing.price_rules.formula import Verdict
from commerce.sourcing.price_rules.models import ProposalStatus, RuleScope
from ecomm_core.api.schemas import CountryCode, Input, Output
from ecomm_core.money import MAX_AMOUNT

Factor = Annotated[int, Field(strict=True, ge=0, le=100_000_000)]
Add = Annotated[int, Field(strict=True, ge=0, le=MAX_AMOUNT)]
Share = Annotated[int, Field(strict=True, ge=0, le=999_999)]
MAX_BANDS = 20


class MarkupIn(Input):
    """landed * factor + add: a factor of 2500000 is two and a half times what it costs."""

    kind: Literal["markup"]
    factor_ppm: Factor
    add: Add = 0


class MarginIn(Input):
    """(landed + fixed fee) / (1 - margin - fee): the margin is of the price without tax."""

    kind: Literal["margin"]
    margin_ppm: Share
    fee_ppm: Share = 0
    fixed_fee: Add = 0

    @model_validator(mode="after")
    def _leaves_something(self) -> "MarginIn":
        if self.margin_ppm + self.fee_ppm >= 1_000_000:
            raise ValueError("margin and fee together must stay below 100 %")
        return self


class BandIn(Input):
    """A markup for what costs up to and with `up_to`; null: all above."""

    up_to: Annotated[int, Field(strict=True, ge=0, le=MAX_AMOUNT)] | None
    factor_ppm: Factor
    add: Add = 0


class BandsIn(Input):
    """Markups by what it costs, by rising `up_to`; the last one has none."""

    kind: Literal["bands"]
    bands: Annotated[list[BandIn], Field(min_length=1, max_length=MAX_BANDS)]

    @model_validator(mode="after")
    def _rises(self) -> "BandsIn":
        limits = [band.up_to for band in self.bands]
        if limits[-1] is not None:
            raise ValueError("the last band is for all above: its up_to is null")
        known = [limit for limit in limits[:-1] if limit is not None]
        if len(known) != len(limits) - 1 or known != sorted(set(known)):
            raise ValueError("bands rise, and only the last one has no up_to")
        return self


FormulaIn = Annotated[MarkupIn | MarginIn | BandsIn, Field(discriminator="kind")]
EndingName = Literal["99", "95", "9"]


class PriceRuleIn(Input):
    """A rule. `scope_id` is the supplier, category or product it is for; null with scope `all`.
    `ending` rounds prices up to it. `floor_margin_ppm`: nothing is priced below it. `destination`:
    the country whose lanes and duty count, the store's own unless told."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    active: StrictBool = True
    position: Annotated[int, Field(strict=True, ge=1, le=10_000)] = 1
    scope: RuleScope = RuleScope.ALL
    scope_id: UUID | None = None
    formula: FormulaIn
    fx_buffer_ppm: Annotated[int, Field(strict=True, ge=0, le=1_000_000)] = 0
    floor_margin_ppm: Annotated[int, Field(strict=True, ge=0, le=900_000)] = 0
    ending: EndingName | None = None
    compare_at: StrictBool = False
    destination: CountryCode | None = None


class PriceRuleOut(Output):
    """A rule as it stands. `scope_name`: what it is for, by name."""

    id: UUID
    name: str
    active: bool
    position: int
    scope: RuleScope
    scope_id: UUID | None
    scope_name: str | None
    formula: dict[str, Any]
    fx_buffer_ppm: int
    floor_margin_ppm: int
    ending: str | None
    compare_at: bool
    destination: str | None
    updated_at: datetime


class PricePreviewIn(Input):
    """What to try: a rule as it would be, in the place of `replaces` or beside the others; without
    one, the rules as they are."""

    rule: PriceRuleIn | None = None
    replaces: UUID | None = None


class PricedOut(Output):
    """A variant's price now and as the rules would make it. `verdict` says what would become of it;
    `problem`, why there is no price: no_rule, no_way, no_price. `margin_ppm` and `old_margin_ppm`
    are of the price without tax."""

    variant_id: UUID
    product_id: UUID
    product_title: str
    variant_title: str
    sku: str | None
    currency: str
    old_price: int
    new_price: int | None
    old_compare_at: int | None
    new_compare_at: int | None
    landed: int | None
    goods: int | None
    shipping: int | None
    duty: int | None
    duty_known: bool
    old_margin_ppm: int | None
    margin_ppm: int | None
    rule_id: UUID | None
    rule_name: str | None
    supplier_name: str | None
    locked: bool
    verdict: Verdict | None
    problem: str | None
    detail: str | None


class PricePreviewSumOut(Output):
    """What would become of prices: `raised` and `lowered` are written, `review` (20 % or more)
    waits for a person, `ignored` (less than 2 %), `same` and `locked` stay; `refused`: the rule
    names no price; `unpriced`: no rule or no supplier with a known cost. They sum to `looked`, at
    most a thousand of `total`."""

    total: int
    looked: int
    raised: int
    lowered: int
    review: int
    ignored: int
    same: int
    locked: int
    refused: int
    unpriced: int


class ApplyIn(Input):
    """Whether changes of 20 % or more are written too, instead of waiting for a person."""

    include_large: StrictBool = False


class AppliedOut(Output):
    """The bulk edit that writes the prices: poll it for progress, undo it for 30 days."""

    bulk_edit_id: UUID


class LocksIn(Input):
    """Variants whose price rules leave alone, or no longer."""

    variant_ids: Annotated[list[UUID], Field(min_length=1, max_length=500)]
    locked: StrictBool


class LocksOut(Output):
    """How many variants' locks changed."""

    changed: int


class ChangeOut(Output):
    """A price change that waits for a person, or what became of it. `reason`: large or floor."""

    id: UUID
    variant_id: UUID
    product_id: UUID
    product_title: str
    variant_title: str
    sku: str | None
    status: ProposalStatus
    currency: str
    old_price: int
    new_price: int
    old_landed: int | None
    new_landed: int
    margin_ppm: int | None
    reason: str
    created_at: datetime
    decided_at: datetime | None


class DecideIn(Input):
    """Changes that are decided together."""

    ids: Annotated[list[UUID], Field(min_length=1, max_length=100)]


class DecidedOut(Output):
    """How many were decided, and how many were overtaken: their price is another by now."""

    decided: int
    overtaken: int
