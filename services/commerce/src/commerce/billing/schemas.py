"""Shapes of billing."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from commerce.billing.states import State
from ecomm_core.api.schemas import Input, Moment, Money, Output, Text
from ecomm_core.plan_table import ADD_ONS, Interval

PlanName = Literal["starter", "growth", "pro", "enterprise"]
AddOnName = Literal["extra_store", "extra_domain", "advanced_analytics", "premium_support"]
Quantity = Annotated[int, Field(strict=True, ge=0, le=max(one.most for one in ADD_ONS.values()))]


class PlanWantedIn(Input):
    """A plan, how often it is paid, and add-ons with how many of each."""

    plan: Annotated[PlanName, Field(examples=["growth"])]
    interval: Annotated[Interval, Field(examples=["month"])] = Interval.MONTH
    add_ons: Annotated[dict[AddOnName, Quantity], Field(max_length=10, examples=[{}])] = Field(
        default_factory=dict
    )


class PlanCheckoutIn(PlanWantedIn):
    """The same, with a coupon's code."""

    coupon: Annotated[Text, Field(min_length=1, max_length=40)] | None = None


class PlanChangeIn(PlanWantedIn):
    """The same, at the amounts of a preview: `at` is the one it was made for (≤ 15 minutes ago)."""

    at: Moment


class HostedPageOut(Output):
    """Where to send the merchant."""

    url: str


class PlanLimitOut(Output):
    """A plan's limit; null is unlimited."""

    name: str
    limit: int | None


class PlanOut(Output):
    """A plan as it is sold. `on_request`: agreed with people, `month` is where it begins. `year` is
    null where it is not sold by the year."""

    name: str
    title: str
    month: Money
    year: Money | None
    on_request: bool
    limits: list[PlanLimitOut]
    features: list[str]


class PlanAddOnOut(Output):
    """Something bought beside a plan, each at this price."""

    name: str
    title: str
    month: Money
    year: Money
    most: int


class PlansOut(Output):
    """Everything that is sold. `open`: whether plans can be bought on this platform; `test`: no
    money moves."""

    plans: list[PlanOut]
    add_ons: list[PlanAddOnOut]
    features: list[str]
    open: bool
    test: bool


class LimitUseOut(Output):
    """Use against a limit (null: unlimited); of the fullest store where a limit is a store's.
    `lifted_by`: the smallest plan that allows more."""

    name: str
    used: int
    limit: int | None
    percent: int | None
    lifted_by: str | None


class SubscriptionOut(Output):
    """What a business pays for and may do. `state` is null where nothing is to be paid: a platform
    of one's own, or a plan an operator gave.

    `ends_at`: when what is now ends by itself (a trial, a week of grace, a cancelled plan).
    `next_total`: of the next bill at `period_end`, before coupons and credit; null where there is
    none. `open`: whether plans are sold here. `may_manage`: whether there is a page for the means
    of payment.
    """

    plan: str
    title: str
    state: State | None
    interval: Interval | None
    add_ons: dict[str, int]
    period_start: datetime | None
    period_end: datetime | None
    ends_at: datetime | None
    cancel_at_end: bool
    next_total: Money | None
    card: str | None
    read_only: bool
    open: bool
    test: bool
    may_manage: bool
    usage: list[LimitUseOut]


class PlanPreviewLineOut(Output):
    """What a change adds, or, negative, gives back."""

    text: str
    amount: Money


class PlanPreviewOut(Output):
    """What a change costs. `due_now` is paid at once; `credit` stays for the next bills;
    `each_period` is paid from `next_at` on. `outgrown`: what is in use beyond the new limits; it
    stays, and nothing can be added to it. `at`: to be sent with the change."""

    lines: list[PlanPreviewLineOut]
    due_now: Money
    credit: Money
    each_period: Money
    next_at: datetime
    at: datetime
    outgrown: list[LimitUseOut]


class PlanInvoiceOut(Output):
    """A bill of the platform. `url`: the provider's page of it."""

    id: UUID
    number: str | None
    status: Literal["open", "paid", "void"]
    total: Money
    created_at: datetime
    period_start: datetime
    period_end: datetime
    paid_at: datetime | None
    url: str | None
