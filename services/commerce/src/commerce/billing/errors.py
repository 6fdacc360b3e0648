"""Refusals of billing."""

from ecomm_core.errors import Conflict, Invalid


class BillingOff(Conflict):
    """Nobody collects fees on this platform."""

    code = "billing_off"
    message = "This platform does not sell plans: nothing is limited."


class PlanOnRequest(Conflict):
    """A plan that is agreed with people, or none that is sold."""

    code = "plan_on_request"
    message = "This plan is agreed with us in person. Write to us."


class AlreadySubscribed(Conflict):
    """A subscription runs: it is changed, not begun again."""

    code = "already_subscribed"
    message = "You have a plan already. Change it instead."


class NotSubscribed(Conflict):
    """There is no subscription to change."""

    code = "not_subscribed"
    message = "You have no paid plan yet. Choose one first."


class CouponRefused(Invalid):
    """The coupon is unknown, over, or used up."""

    code = "coupon_refused"
    message = "This coupon is not valid, or not any more."


class PreviewOver(Conflict):
    """What a change costs was worked out too long ago."""

    code = "preview_over"
    message = "The amounts have changed since. Look at them again."


class BillingRefused(Conflict):
    """Whoever collects the fees said no."""

    code = "billing_refused"
    message = "The payment provider refused this. Nothing was changed."
