"""What production refuses to start with; no secret has a default."""

import base64
from typing import Any

import pytest
from pydantic import ValidationError

from commerce.settings import CommerceSettings

KEY = base64.b64encode(bytes(range(32))).decode()
GIVEN = {
    "ECOMM_MODE": "production",
    "DATABASE_URL": "postgresql://commerce_app@db/ecomm",
    "DATABASE_DIRECT_URL": "postgresql://commerce_app@db/ecomm",
    "REDIS_URL": "rediss://redis/0",
    "ECOMM_JWT_PRIVATE_KEY": "a key in PEM",
    "ECOMM_SECRET_KEY": KEY,
    "ECOMM_ENCRYPTION_KEY": KEY,
    "ECOMM_INTERNAL_KEY": KEY,
    "ECOMM_STORAGE_URL": "s3://bucket",
    "ECOMM_API_URL": "https://api.example.com",
    "ECOMM_DASHBOARD_URL": "https://app.example.com",
    "ECOMM_STOREFRONT_URL": "https://shops.example.com",
    "ECOMM_STOREFRONT_DOMAIN": "shops.example.com",
    "ECOMM_SMTP_URL": "smtps://mail.example.com",
}


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing comes from the machine's own environment."""
    for field in CommerceSettings.model_fields.values():
        monkeypatch.delenv(str(field.validation_alias), raising=False)


def refusal(**changes: str | None) -> str:
    values: dict[str, Any] = {
        name: value for name, value in {**GIVEN, **changes}.items() if value is not None
    }
    with pytest.raises(ValidationError) as refused:
        CommerceSettings.model_validate(values)
    return str(refused.value)


def test_complete_settings_are_taken() -> None:
    settings = CommerceSettings.model_validate(GIVEN)
    assert not settings.local
    assert [str(network) for network in settings.trusted_proxies] == ["127.0.0.0/8", "::1/128"]


@pytest.mark.parametrize("name", sorted(GIVEN))
def test_everything_that_is_missing_is_named(name: str) -> None:
    assert name in refusal(**{name: None})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ECOMM_CLOCK_FILE", "/var/lib/clock"),
        ("ECOMM_MAILBOX_DIR", "/var/lib/mailbox"),
        ("OUTBOUND_ALLOW", "127.0.0.1:9000"),
        ("ECOMM_STRIPE_API_BASE", "http://127.0.0.1:9000"),
    ],
)
def test_what_only_local_mode_has_is_refused(name: str, value: str) -> None:
    assert f"not allowed in production: {name}" in refusal(**{name: value})
    local = {**GIVEN, "ECOMM_MODE": "local", name: value}
    assert CommerceSettings.model_validate(local).local


def test_stripe_without_its_webhooks_secret_is_refused() -> None:
    """Webhooks could not be told from forged ones; a paid order would wait for the sweeper."""
    assert "ECOMM_STRIPE_WEBHOOK_SECRET" in refusal(ECOMM_STRIPE_SECRET_KEY="sk_live_x")
    both = {**GIVEN, "ECOMM_STRIPE_SECRET_KEY": "sk", "ECOMM_STRIPE_WEBHOOK_SECRET": "whsec"}
    assert CommerceSettings.model_validate(both).stripe_secret_key is not None


@pytest.mark.parametrize("name", ["ECOMM_SECRET_KEY", "ECOMM_ENCRYPTION_KEY", "ECOMM_INTERNAL_KEY"])
@pytest.mark.parametrize(
    "value",
    [
        "changeme",
        "c" * 43,
        base64.b64encode(b"short").decode(),
        base64.b64encode(bytes(32)).decode(),
        base64.b64encode(b"0123456789abcdef" * 2).decode(),
    ],
)
def test_keys_that_are_short_typed_or_left_as_they_were_are_refused_unseen(
    name: str, value: str
) -> None:
    said = refusal(**{name: value})
    assert name in said
    assert "must be 32 random bytes in base64" in said
    assert value not in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ECOMM_MODE", "demo"),
        ("ECOMM_TRUSTED_PROXIES", "10.0.0.0/8, everybody"),
        ("ECOMM_TRUSTED_PROXIES", "2"),
        ("ECOMM_RATE_LIMITS", "sign-in=0/60"),
        ("ECOMM_RATE_LIMITS", "logins=5/60"),
    ],
)
def test_nonsense_is_refused_by_name(name: str, value: str) -> None:
    assert name in refusal(**{name: value})
