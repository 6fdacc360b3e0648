"""Refusals about A/B tests."""

from ecomm_core.errors import Conflict, NotFound


class AbTestNotFound(NotFound):
    """No such test, or not the caller's to see."""

    code = "ab_test_not_found"
    message = "This A/B test does not exist."


class AbTestStarted(Conflict):
    """What visitors have seen is not changed afterwards."""

    code = "ab_test_started"
    message = "This test has begun. Make a copy to try something else."


class AbTestNotRunning(Conflict):
    """Only a running test can be ended."""

    code = "ab_test_not_running"
    message = "This test is not running."


class AbTestNotEnded(Conflict):
    """First it ends, then one of the faces stays."""

    code = "ab_test_not_ended"
    message = "End the test first, then choose what stays."


class AbTestDecided(Conflict):
    """One of the faces was chosen already."""

    code = "ab_test_decided"
    message = "What stays was chosen already."


class ProductTested(Conflict):
    """One test per product at a time: two would count into each other."""

    code = "product_tested"
    message = "Another test of this product is running. End it first."


class ProductNotShown(Conflict):
    """A test needs visitors."""

    code = "product_not_shown"
    message = "This product is not in the shop. Publish it before you test it."
