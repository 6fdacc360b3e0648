"""The life of a subscription, and what each state means for those who work on it.

`trialing` and `active` are as they should be. A payment that fails makes it `past_due`: the
provider tries again, everything works. After a week that becomes `grace`: everything still works,
and everybody is warned. After another week it is `read_only`: orders are served and data is taken
along, nothing else. `cancelled` is the same, chosen. Shoppers never notice any of it.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from ecomm_connectors.subscriptions.port import Status, SubscriptionState
from ecomm_core.states import Lifecycle


class State(StrEnum):
    """Where a business's subscription stands."""

    TRIALING = "trialing"
    ACTIVE = "active"
    PAST_DUE = "past_due"
    GRACE = "grace"
    READ_ONLY = "read_only"
    CANCELLED = "cancelled"


LIFECYCLE: Final = Lifecycle(
    "subscription",
    State,
    {State.TRIALING, State.ACTIVE},
    {
        State.TRIALING: {State.ACTIVE, State.GRACE},
        State.ACTIVE: {State.PAST_DUE, State.CANCELLED},
        State.PAST_DUE: {State.ACTIVE, State.GRACE, State.CANCELLED},
        State.GRACE: {State.ACTIVE, State.READ_ONLY, State.CANCELLED},
        State.READ_ONLY: {State.ACTIVE, State.CANCELLED},
        State.CANCELLED: {State.ACTIVE},
    },
)

CLOSED: Final = frozenset({State.READ_ONLY, State.CANCELLED})
"""Merchants may only do what is always open."""

RUNNING: Final = frozenset({State.ACTIVE, State.PAST_DUE})

PAST_DUE_FOR: Final = timedelta(days=7)
GRACE_FOR: Final = timedelta(days=7)
LOOK_AGAIN: Final = timedelta(hours=1)
"""After a period's end the provider is asked, should its word have been lost."""


def told(state: State, truth: SubscriptionState) -> State:
    """The state after the provider's truth was read. A payment that is late moves nothing on by
    itself: only time does (`waited`)."""
    if truth.status is Status.ACTIVE:
        return State.ACTIVE
    if truth.status is Status.ENDED:
        return State.CANCELLED if state is not State.TRIALING else state
    if truth.status is Status.PAST_DUE:
        return State.PAST_DUE if state is State.ACTIVE else state
    return state


def waited(state: State, since: datetime, now: datetime) -> State:
    """The state after time went by."""
    if state is State.PAST_DUE and now >= since + PAST_DUE_FOR:
        return State.GRACE
    if state is State.GRACE and now >= since + GRACE_FOR:
        return State.READ_ONLY
    return state


def due(state: State, since: datetime, period_end: datetime | None) -> datetime | None:
    """When the clock looks at it again."""
    if state is State.PAST_DUE:
        return since + PAST_DUE_FOR
    if state is State.GRACE:
        return since + GRACE_FOR
    if state is State.ACTIVE and period_end is not None:
        return period_end + LOOK_AGAIN
    return period_end if state is State.TRIALING else None
