"""What fits the schema of A/B tests, consents and plans and is refused, with the reason."""

_FACE = {
    "face.media_id": "a picture of the product's",
    "face": "a page that differs from what there is",
}
_SIZE = "baseline and effect together stay below all visitors"

FIELDS: dict[str, dict[str, str]] = {
    "ab_tests_create": {"": _SIZE, **_FACE},
    "ab_tests_update": {"": _SIZE, **_FACE},
    "analytics_consent": {"visitor": "an agreement names whose events it is about"},
    "subscriptions_open_plan_checkout": {"coupon": "which coupons there are is known to the host"},
}
