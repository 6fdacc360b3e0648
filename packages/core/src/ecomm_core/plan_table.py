"""The plan table (commerce.md §6) as data: prices, limits, what each plan includes, add-ons.

Each service has a table of its own (`PlanTable`); the one written out here is the platform's.

Prices are US dollars in minor units. The shop window, the refusals, the invoices and the bars of
use all read this one table.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

CURRENCY: Final = "USD"

STORES: Final = "stores"
PRODUCTS: Final = "products"
"""Products per store, archived ones included: they stay restorable."""

CUSTOM_DOMAINS: Final = "custom_domains"
"""Hosts of stores' own, verified or not, of all stores together."""

EMAIL_CONTACTS: Final = "email_contacts"
AI_ITEMS: Final = "ai_items"
"""Texts and pictures made in a month."""

API_ACCESS: Final = "API access"

DAILY_RESEARCH: Final = "daily research"
"""Without it research runs once a week."""

LIVE_RESEARCH: Final = "research at any time"

CUSTOM_ROLES: Final = "custom roles"
BRANDING_REMOVED: Final = "a shop without our name"
"""Shop and mails without the "Powered by" mark."""

WHITE_LABEL: Final = "white label"
SOCIAL: Final = "social scheduling"
BLOG: Final = "blog"
ALL_THEMES: Final = "all themes"
ADS: Final = "ad management"
ADVANCED_ANALYTICS: Final = "advanced analytics"
PRIORITY_SUPPORT: Final = "priority support"


class Interval(StrEnum):
    """How often a subscription is paid."""

    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan's limits; None is unlimited. `extras` are what it includes or does not. `month` and
    `year` are its prices in minor units; None: it is not sold by the page (a trial, a platform's
    own)."""

    name: str
    title: str
    limits: dict[str, int | None]
    extras: frozenset[str] = frozenset()
    month: int | None = None
    year: int | None = None
    on_request: bool = False
    """Its price is where it begins; it is agreed with people."""

    def price(self, interval: Interval) -> int | None:
        """Minor units for one period."""
        return self.month if interval is Interval.MONTH else self.year


@dataclass(frozen=True, slots=True)
class PlanTable:
    """All plans of one service, and how they stand to each other."""

    plans: Mapping[str, Plan]
    ladder: tuple[str, ...]
    """Plans that are sold, from the smallest up: what lifts a limit is looked for here."""
    begins: str
    """What a business begins with where businesses pay."""
    unbilled: str
    """What everybody has on a platform that bills nobody."""
    shown: tuple[str, ...]
    """Limits that people see their use of, in this order."""
    monthly: frozenset[str] = frozenset()
    """Limits counted anew each calendar month (UTC)."""
    everywhere: frozenset[str] = frozenset()
    """Extras that every plan includes."""

    def includes(self, plan: str, extra: str) -> bool:
        """Whether a plan includes an extra."""
        return extra in self.everywhere or extra in self.plans[plan].extras

    def cheapest_with(self, extra: str) -> str | None:
        """Name of the smallest plan that is sold and includes an extra."""
        return next((name for name in self.ladder if self.includes(name, extra)), None)

    def lifted_by(self, plan: str, name: str, needed: int) -> str | None:
        """Name of the smallest plan that is sold, above `plan`, whose limit allows `needed`."""
        start = self.ladder.index(plan) + 1 if plan in self.ladder else 0
        for candidate in self.ladder[start:]:
            limit = self.plans[candidate].limits[name]
            if limit is None or limit >= needed:
                return candidate
        return None


@dataclass(frozen=True, slots=True)
class AddOn:
    """Something bought beside a plan, `month` in minor units each; ten months' price a year.
    `limit` is raised by one each; `feature` is included."""

    name: str
    title: str
    month: int
    limit: str | None = None
    feature: str | None = None
    most: int = 1

    def price(self, interval: Interval) -> int:
        """Minor units for one period and one piece."""
        return self.month if interval is Interval.MONTH else self.month * 10


_GROWTH: Final = frozenset({DAILY_RESEARCH, BLOG, SOCIAL, ALL_THEMES, BRANDING_REMOVED})
_PRO: Final = _GROWTH | {
    LIVE_RESEARCH, API_ACCESS, CUSTOM_ROLES, WHITE_LABEL, ADS, ADVANCED_ANALYTICS, PRIORITY_SUPPORT,
}  # fmt: skip


def _limits(
    stores: int | None,
    products: int | None,
    domains: int | None,
    contacts: int | None,
    items: int | None,
) -> dict[str, int | None]:
    return {
        STORES: stores,
        PRODUCTS: products,
        CUSTOM_DOMAINS: domains,
        EMAIL_CONTACTS: contacts,
        AI_ITEMS: items,
    }


_NONE: Final = _limits(None, None, None, None, None)

TRIAL: Final = "trial"
SELF_HOSTED: Final = "self_hosted"

PLANS: Final[dict[str, Plan]] = {
    plan.name: plan
    for plan in (
        Plan(TRIAL, "Trial", _limits(10, None, None, 50_000, 10_000), _PRO),
        Plan(SELF_HOSTED, "Self-hosted", _NONE, _PRO),
        Plan(
            "starter",
            "Starter",
            _limits(1, 1_000, 0, 1_000, 100),
            month=4_900,
            year=49_000,
        ),
        Plan(
            "growth",
            "Growth",
            _limits(3, 10_000, 3, 10_000, 1_000),
            _GROWTH,
            month=14_900,
            year=149_000,
        ),
        Plan(
            "pro",
            "Pro",
            _limits(10, None, None, 50_000, 10_000),
            _PRO,
            month=34_900,
            year=349_000,
        ),
        Plan("enterprise", "Enterprise", _NONE, _PRO, month=99_900, on_request=True),
    )
}
"""The 14-day trial has Pro's limits, so that a merchant tries what they may buy. A platform that
bills nobody runs everybody self-hosted: nothing is limited."""

LADDER: Final = ("starter", "growth", "pro", "enterprise")
"""From the smallest up."""

PLATFORM: Final = PlanTable(
    plans=PLANS,
    ladder=LADDER,
    begins=TRIAL,
    unbilled=SELF_HOSTED,
    shown=(STORES, PRODUCTS, CUSTOM_DOMAINS),
)
"""The platform's own table."""

ADD_ONS: Final[dict[str, AddOn]] = {
    one.name: one
    for one in (
        AddOn("extra_store", "Extra store", 2_900, limit=STORES, most=50),
        AddOn("extra_domain", "Custom domain with certificate", 500, limit=CUSTOM_DOMAINS, most=50),
        AddOn("advanced_analytics", "Advanced analytics", 4_900, feature=ADVANCED_ANALYTICS),
        AddOn("premium_support", "Premium support", 9_900, feature=PRIORITY_SUPPORT),
    )
}
