"""Shapes of partners."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from ecomm_core.api.schemas import Input, Money, Output, Text

KindName = Literal["referral", "affiliate"]
StageName = Literal["joined", "paying", "credited", "settled", "clawed_back", "refused"]
EarnedName = Literal["earned", "approved", "clawed_back", "paid"]
LinkCode = Annotated[Text, Field(min_length=1, max_length=40, examples=["k7m2q9x4tw"])]


class ClaimIn(Input):
    """The code of whoever brought the business."""

    code: LinkCode


class PayeeIn(Input):
    """Who is paid, and where: an IBAN, an address at a payment service."""

    payee_name: Annotated[Text, Field(min_length=1, max_length=120, examples=["Ada Example"])]
    payee_account: Annotated[
        Text, Field(min_length=4, max_length=120, examples=["DE02 1203 0000 0000 2020 51"])
    ]


class AffiliateIn(PayeeIn):
    """Sending the version of the terms is agreeing to them."""

    terms_version: Annotated[Text, Field(min_length=1, max_length=20, examples=["2026-11"])]


class TierOut(Output):
    """The rate from so many paying businesses on."""

    businesses: int
    rate_ppm: int


class ReferralOut(Output):
    """The business's own invitations. `code` and `link` are null until they are asked for; `credit`
    is what either side gets."""

    credit: Money
    code: str | None
    link: str | None
    joined: int
    credited: int


class AffiliateOut(Output):
    """The business as an affiliate. `rate_ppm` is of the next commission, `next_tier` null at the
    top. `pending` may still be taken back, `payable` is owed, `paid` was paid. `terms_current`:
    whether the terms it agreed to are those in force."""

    code: str
    link: str
    joined_at: datetime
    terms_version: str
    terms_current: bool
    payee_name: str
    payee_hint: str
    visits: int
    visits_lately: int
    signups: int
    paying: int
    rate_ppm: int
    next_tier: TierOut | None
    pending: Money
    payable: Money
    paid: Money


class PartnerTermsOut(Output):
    """What is offered: tiers, from which sum on is paid out, for how many days a refund takes
    back, and for how many a link that was followed counts."""

    version: str
    tiers: list[TierOut]
    minimum: Money
    window_days: int
    attribution_days: int


class IntroducedOut(Output):
    """By whom the business was brought; `credit` is what it gets, or got."""

    kind: KindName
    name: str
    stage: StageName
    credit: Money | None


class PartnersOut(Output):
    """All there is of partners. `open`: whether plans are sold here; where they are not, nothing is
    offered, and `referral` is null. `test`: no money moves. `may_claim`: whether a code can be
    entered."""

    open: bool
    test: bool
    terms: PartnerTermsOut
    referral: ReferralOut | None
    affiliate: AffiliateOut | None
    introduced_by: IntroducedOut | None
    may_claim: bool


class IntroductionOut(Output):
    """A business that was brought. `name` is a first name and a letter. `settle_at`: until then a
    refund takes the credit back. `reason`: why it was refused."""

    id: UUID
    kind: KindName
    name: str
    stage: StageName
    reason: str | None
    credit: Money
    joined_at: datetime
    first_paid_at: datetime | None
    settle_at: datetime | None


class CreditEntryOut(Output):
    """Credit that was given, or, negative, taken back. `waiting`: there is no bill to take it off
    yet."""

    id: UUID
    amount: Money
    text: str
    state: Literal["waiting", "applied", "refused"]
    created_at: datetime
    applied_at: datetime | None


class CommissionOut(Output):
    """What one bill brought: `rate_ppm` of `net`, less what a refund took (`kept` is left).
    `settle_at`: then it is approved. `reference`: of the payout that paid it."""

    id: UUID
    name: str
    net: Money
    rate_ppm: int
    amount: Money
    kept: Money
    state: EarnedName
    earned_at: datetime
    settle_at: datetime
    paid_at: datetime | None
    reference: str | None


class PayoutOut(Output):
    """A sum that is paid, or about to be."""

    id: UUID
    amount: Money
    state: Literal["open", "paid"]
    opened_at: datetime
    paid_at: datetime | None
    reference: str | None


class PartnerLinkOut(Output):
    """Who invites: their name and nothing else. `credit` is what the invited business gets."""

    kind: KindName
    invited_by: str
    credit: Money | None


class VisitOut(Output):
    """Whether the visit was counted: programs are not."""

    counted: bool
