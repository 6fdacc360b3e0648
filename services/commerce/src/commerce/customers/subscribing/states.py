"""The machine of a subscriber. Who is suppressed stays so; who left may ask again."""

from commerce.customers.subscribing.models import SubscriberStatus as S
from ecomm_core.states import Lifecycle

LIFECYCLE = Lifecycle(
    "subscriber",
    S,
    initial={S.PENDING},
    graph={
        S.PENDING: {S.CONFIRMED, S.UNSUBSCRIBED, S.SUPPRESSED},
        S.CONFIRMED: {S.UNSUBSCRIBED, S.SUPPRESSED},
        S.UNSUBSCRIBED: {S.PENDING, S.CONFIRMED, S.SUPPRESSED},
        S.SUPPRESSED: set(),
    },
)
