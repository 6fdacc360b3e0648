"""The lives of what partners bring and earn."""

from enum import StrEnum
from typing import Final

from ecomm_core.states import Lifecycle


class Kind(StrEnum):
    """How somebody was brought: by another business, or by an affiliate's link."""

    REFERRAL = "referral"
    AFFILIATE = "affiliate"


class Stage(StrEnum):
    """Where a business that was brought stands. `joined` has not paid. `paying` earns its affiliate
    commission. `credited` has paid, and both sides have their credit until the window is over:
    then it is `settled`, or a refund has `clawed_back` it. `refused` turned out to be the partner
    themselves."""

    JOINED = "joined"
    PAYING = "paying"
    CREDITED = "credited"
    SETTLED = "settled"
    CLAWED_BACK = "clawed_back"
    REFUSED = "refused"


INTRODUCTION: Final = Lifecycle(
    "introduction",
    Stage,
    {Stage.JOINED},
    {
        Stage.JOINED: {Stage.PAYING, Stage.CREDITED, Stage.REFUSED},
        Stage.PAYING: set(),
        Stage.CREDITED: {Stage.SETTLED, Stage.CLAWED_BACK},
        Stage.SETTLED: set(),
        Stage.CLAWED_BACK: set(),
        Stage.REFUSED: set(),
    },
)


class Earned(StrEnum):
    """Where a commission stands: it may be taken back while it is `earned`, is owed once it is
    `approved`, and `paid` with a payout."""

    EARNED = "earned"
    APPROVED = "approved"
    CLAWED_BACK = "clawed_back"
    PAID = "paid"


COMMISSION: Final = Lifecycle(
    "commission",
    Earned,
    {Earned.EARNED},
    {
        Earned.EARNED: {Earned.APPROVED, Earned.CLAWED_BACK},
        Earned.APPROVED: {Earned.PAID},
        Earned.CLAWED_BACK: set(),
        Earned.PAID: set(),
    },
)


class Paying(StrEnum):
    """Where a payout stands: the operator has it to pay, or has paid it."""

    OPEN = "open"
    PAID = "paid"


class Entry(StrEnum):
    """What an entry of the commission ledger says. `earned` and `clawed_back` move what is pending,
    `approved` moves it to what is payable, `paid` takes it from there."""

    EARNED = "earned"
    APPROVED = "approved"
    CLAWED_BACK = "clawed_back"
    PAID = "paid"
