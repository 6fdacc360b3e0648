"""What fits the schema of A/B tests, consents and plans and is refused, with the reason."""

_FACE = {
    "face.media_id": "a picture of the product's",
    "face": "a page that differs from what there is",
}
_EMAIL = "special-use domains get no mail"
_SMALL = "an effect so small that nobody has the visitors for it"
_SIZE = "baseline and effect together stay below all visitors"

FIELDS: dict[str, dict[str, str]] = {
    "ab_tests_create": {"": _SIZE, "effect_ppm": _SMALL, **_FACE},
    "ab_tests_update": {"": _SIZE, "effect_ppm": _SMALL, **_FACE},
    "analytics_consent": {"visitor": "an agreement names whose events it is about"},
    "partners_claim": {"code": "which codes there are is known to the database"},
    "subscribers_create": {"email": _EMAIL},
    "subscribers_subscribe": {"email": _EMAIL},
    "subscriptions_open_plan_checkout": {"coupon": "which coupons there are is known to the host"},
}
