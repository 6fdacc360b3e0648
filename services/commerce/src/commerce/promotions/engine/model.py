"""What the engine reads and says: basket, rules, result and trace. Frozen data, no database.

Amounts are minor units of the basket's currency, rates parts per million (10 % is 100000).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class DiscountKind(StrEnum):
    """What a discount does."""

    PERCENTAGE = "percentage"
    FIXED = "fixed"
    BOGO = "bogo"
    FREE_SHIPPING = "free_shipping"
    VOLUME = "volume"


class DiscountClass(StrEnum):
    """What it is taken from. Combinability is said between classes, as on Shopify. BOGO and
    volume prices are of the class `product`."""

    PRODUCT = "product"
    ORDER = "order"
    SHIPPING = "shipping"


class Reason(StrEnum):
    """Why a rule did not apply; the trace carries the figures beside it. `UNKNOWN` is said of codes
    that belong to no rule."""

    NOT_ACTIVE = "not_active"
    NOT_STARTED = "not_started"
    ENDED = "ended"
    CODE_NOT_GIVEN = "code_not_given"
    USED_UP = "used_up"
    USED_BY_CUSTOMER = "used_by_customer"
    NEEDS_CUSTOMER = "needs_customer"
    OTHER_SEGMENT = "other_segment"
    OTHER_CURRENCY = "other_currency"
    NO_MATCHING_ITEMS = "no_matching_items"
    BELOW_MINIMUM_SUBTOTAL = "below_minimum_subtotal"
    BELOW_MINIMUM_QUANTITY = "below_minimum_quantity"
    BUY_MORE = "buy_more"
    EXCLUSIVE_WITH = "exclusive_with"
    DOES_NOT_COMBINE = "does_not_combine"
    NOTHING_LEFT = "nothing_left"
    BETTER_PRICE = "better_price"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the basket at its sale price. `groups` are the collections and categories its
    product is in; gift cards are not discountable (R4.6)."""

    id: UUID
    product_id: UUID
    variant_id: UUID
    unit_price: int
    quantity: int
    groups: frozenset[UUID] = frozenset()
    discountable: bool = True


@dataclass(frozen=True, slots=True)
class Selection:
    """Which items a rule speaks of: none included means all; what is excluded never counts."""

    products: frozenset[UUID] = frozenset()
    groups: frozenset[UUID] = frozenset()
    excluded_products: frozenset[UUID] = frozenset()
    excluded_groups: frozenset[UUID] = frozenset()

    def has(self, item: Item) -> bool:
        """Whether the rule speaks of this item."""
        if not item.discountable:
            return False
        if item.product_id in self.excluded_products or item.groups & self.excluded_groups:
            return False
        if not self.products and not self.groups:
            return True
        return item.product_id in self.products or bool(item.groups & self.groups)


ALL_ITEMS = Selection()


@dataclass(frozen=True, slots=True)
class Bogo:
    """Buy `buy` units, get `get` units at `percent_ppm` off, at most `times` times per order."""

    buy: int
    get: int
    percent_ppm: int
    gets: Selection = ALL_ITEMS
    times: int | None = None


class Counting(StrEnum):
    """Which units reach a quantity break together: those of a line (one variant), all variants of a
    product, or everything the rule speaks of."""

    LINE = "line"
    PRODUCT = "product"
    SELECTION = "selection"


@dataclass(frozen=True, slots=True)
class Tier:
    """From `quantity` units on: `percent_ppm` off each, or each at `price` (one of both is set)."""

    quantity: int
    percent_ppm: int | None = None
    price: int | None = None


@dataclass(frozen=True, slots=True)
class Volume:
    """Quantity breaks, by rising quantity."""

    tiers: tuple[Tier, ...]
    counting: Counting = Counting.LINE


@dataclass(frozen=True, slots=True)
class Rule:
    """A discount as the merchant set it, with how often it was used.

    `value` is ppm for percentages, minor units for fixed amounts. A fixed amount of the class
    `product` comes off each unit when `each`, else once, spread over the matching lines.
    `exclusive` combines with nothing; of an `exclusive_group` one applies; otherwise two rules
    combine when each names the other's class in `combines_with`. A higher `priority` wins. Volume
    prices always stand beside each other: of each line one of them is the price.
    """

    id: UUID
    name: str
    kind: DiscountKind
    target: DiscountClass
    value: int = 0
    each: bool = False
    code: str | None = None
    active: bool = True
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    currency: str | None = None
    minimum_subtotal: int | None = None
    minimum_quantity: int | None = None
    selection: Selection = ALL_ITEMS
    segments: frozenset[UUID] = frozenset()
    bogo: Bogo | None = None
    volume: Volume | None = None
    usage_limit: int | None = None
    used: int = 0
    customer_limit: int | None = None
    used_by_customer: int = 0
    priority: int = 0
    exclusive: bool = False
    exclusive_group: str | None = None
    combines_with: frozenset[DiscountClass] = frozenset()


@dataclass(frozen=True, slots=True)
class Basket:
    """What is bought, by whom, when, and with which codes (case-folded). `customer_known` says an
    e-mail address is there: limits per customer are judged once it is."""

    items: tuple[Item, ...]
    currency: str
    at: datetime
    shipping: int = 0
    codes: frozenset[str] = frozenset()
    segments: frozenset[UUID] = frozenset()
    customer_known: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """One line of the trace: a rule that was considered, what it took, or why it lost.

    `facts` are figures for the words: `minimum` and `have`, `limit`, `starts_at`, or `rule` and
    `name` of the one it lost to.
    """

    rule_id: UUID
    name: str
    code: str | None
    kind: DiscountKind
    target: DiscountClass
    applied: bool
    amount: int
    reason: Reason | None = None
    facts: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Result:
    """What is taken off: per line (by position in the basket) and off shipping; the trace in the
    order the rules were judged; and codes nobody knows."""

    lines: tuple[int, ...]
    shipping: int
    trace: tuple[Verdict, ...]
    unknown_codes: tuple[str, ...] = ()

    @property
    def items(self) -> int:
        """What all lines save together."""
        return sum(self.lines)

    @property
    def total(self) -> int:
        """What is saved in all, shipping included."""
        return self.items + self.shipping

    @property
    def applied(self) -> tuple[Verdict, ...]:
        """The rules that took something."""
        return tuple(verdict for verdict in self.trace if verdict.applied)
