"""The machine of an A/B test. A test that ended stays ended: its visitors have seen both faces."""

from commerce.marketing.ab_tests.models import TestStatus
from ecomm_core.states import Lifecycle

LIFECYCLE = Lifecycle(
    "ab_test",
    TestStatus,
    initial={TestStatus.DRAFT},
    graph={
        TestStatus.DRAFT: {TestStatus.RUNNING},
        TestStatus.RUNNING: {TestStatus.ENDED},
        TestStatus.ENDED: set(),
    },
)
