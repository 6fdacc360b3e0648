"""What a log may hold: a corpus of secrets that must vanish, and of facts that must stay."""

import datetime
import json
import time
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from pydantic import SecretStr

from ecomm_core.redaction import MAX_TEXT, Redactor, is_secret_key, passes_luhn, redact_text

CANARY = "CaNaRy7Zq9"


@pytest.mark.parametrize(
    "text",
    [
        f"password={CANARY}",
        f"PASSWORD: {CANARY}",
        f'{{"password": "{CANARY}", "a": 1}}',
        f"{{'refresh_token': '{CANARY}'}}",
        f'{{\\"api_key\\": \\"{CANARY}\\"}}',
        f"user_password='{CANARY} with spaces'",
        f"Authorization: Bearer {CANARY}",
        f"authorization: Basic {CANARY}==",
        f"got header bearer {CANARY}",
        f"Cookie: a=1; __Host-session={CANARY}; c=3",
        f"Set-Cookie: session={CANARY}; HttpOnly",
        f"GET /reset?token={CANARY}&x=1",
        f"X-Cart-Token: {CANARY}",
        f"postgresql+asyncpg://app:{CANARY}@127.0.0.1:5432/db",
        f"redis://:{CANARY}@localhost:6379/0",
        f"amqp://u:a@b{CANARY}@host/",
        f"eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIxIn0.{CANARY}",
        f"sk_live_{CANARY}",
        f"ek_live_{CANARY}",
        f"whsec_{CANARY}",
        f"-----BEGIN PRIVATE KEY-----\n{CANARY}\n-----END PRIVATE KEY-----",
        f"-----BEGIN EC PRIVATE KEY-----\n{CANARY}",
        f"private_key = {CANARY}",
        f"ECOMM_SECRET={CANARY}",
        f"[parameters: {{'password_hash': '{CANARY}'}}]",
    ],
)
def test_secrets_in_text_vanish(text: str) -> None:
    assert CANARY not in redact_text(text, mask_emails=False)


@pytest.mark.parametrize(
    "key",
    [
        "password",
        "new_password",
        "newPassword",
        "PASSWORD_HASH",
        "token",
        "refresh_token",
        "X-Cart-Token",
        "accessToken",
        "secret",
        "client_secret",
        "clientSecret",
        "webhook_secrets",
        "Authorization",
        "cookie",
        "Set-Cookie",
        "api_key",
        "apiKey",
        "APIKey",
        "private_key",
        "encryptionKey",
        "card_number",
        "cardNumber",
        "cvc",
        "recovery_codes",
        "smtp_credentials",
    ],
)
@pytest.mark.parametrize(
    "value", [CANARY, [CANARY], {"x": CANARY}, CANARY.encode(), SecretStr(CANARY), (CANARY, 1)]
)
def test_secrets_by_key_vanish_at_any_depth(key: str, value: object) -> None:
    assert is_secret_key(key)
    clean = Redactor(mask_emails=False)
    for shown in (clean(key, value), clean("body", {"a": [{key: value}]})):
        assert CANARY not in json.dumps(shown)


@pytest.mark.parametrize(
    "key", ["key", "cache_key", "passenger", "design", "company", "author", "secretary", "error"]
)
def test_ordinary_keys_are_not_secret(key: str) -> None:
    assert not is_secret_key(key)
    assert Redactor(mask_emails=True)(key, "value") == "value"


def test_token_counts_are_facts_but_secret_numbers_are_not() -> None:
    clean = Redactor(mask_emails=False)
    assert clean("input_tokens", 1200) == 1200
    assert clean("password", 12345678) == "[redacted]"
    assert clean("password", None) is None


@pytest.mark.parametrize(
    "text",
    [
        "4242424242424242",
        "card 4242 4242 4242 4242 12/27",
        "12 4242-4242-4242-4242.",
        "23 2027 4242 4242 4242 4242",
        "amex 3782 822463 10005",
        "pan:5555555555554444;",
        "visa-4000056655665556",
        "6011111111111117",
        "3566002020360505",
        "30569309025904",
        "6205500000000000004",
        "2223003122003222",
    ],
)
def test_card_numbers_vanish(text: str) -> None:
    shown = redact_text(text, mask_emails=False)
    assert "[card]" in shown
    assert sum(c.isdigit() for c in shown) <= 6


def test_card_numbers_vanish_from_integers() -> None:
    assert Redactor(mask_emails=False)("value", 4242424242424242) == "[card]"


@pytest.mark.parametrize(
    "text",
    [
        "4242424242424241",
        "1763721600000",
        "1763721600000000000",
        "order 2026-11-21 12:00:00",
        "41890a5d-4242-4242-8242-424242424242",
        "+49 30 901820",
        "took 12.5 ms of 300",
        "10.0.0.1:5432",
        "GET /api/v1/stores 200",
    ],
)
def test_facts_stay(text: str) -> None:
    assert redact_text(text, mask_emails=True) == text


def test_luhn() -> None:
    assert passes_luhn("79927398713")
    assert not any(passes_luhn(f"7992739871{d}") for d in "012456789")


def test_emails_are_masked_only_when_asked() -> None:
    text = "Key (email)=(jane.doe+x@mail.example.com) exists; j@x.org"
    assert redact_text(text, mask_emails=False) == text
    shown = redact_text(text, mask_emails=True)
    assert shown == "Key (email)=(j***@mail.example.com) exists; j***@x.org"


def test_control_characters_cannot_forge_a_line_or_drive_a_terminal() -> None:
    shown = redact_text("a\r2026 fake\x1b[2J\u2028b\x00\ud800\x9b", mask_emails=False)
    assert shown == "a\\x0d2026 fake\\x1b[2J\\x2028b\\x00\\xd800\\x9b"
    assert redact_text("kept\n\ttoo", mask_emails=False) == "kept\n\ttoo"


class Broken:
    def __str__(self) -> str:
        raise RuntimeError("no")


class Leaky:
    def __str__(self) -> str:
        return f"Leaky(password='{CANARY}', email='jane@example.com')"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Broken(), "<Broken: RuntimeError while describing it>"),
        (b"\x00" * 5, "<5 bytes>"),
        (UUID(int=7), "00000000-0000-0000-0000-000000000007"),
        (Decimal("1.10"), "1.10"),
        (datetime.date(2026, 11, 21), "2026-11-21"),
        (ValueError("x"), "ValueError('x')"),
        (float("nan"), "nan"),
        ({1: {2: "x"}}, {"1": {"2": "x"}}),
        (True, True),
        (1.5, 1.5),
    ],
)
def test_any_object_becomes_plain_json(value: object, shown: object) -> None:
    assert Redactor(mask_emails=True)("value", value) == shown


def test_a_huge_integer_is_described() -> None:
    # Python refuses to turn more than 4,300 digits into text.
    assert Redactor(mask_emails=True)("value", 10**5000) == "<integer of 16610 bits>"


def test_objects_are_redacted_as_the_text_they_become() -> None:
    shown = Redactor(mask_emails=True)("value", [Leaky()])
    assert shown == ["Leaky(password=[redacted], email='j***@example.com')"]


def test_size_and_depth_are_bounded() -> None:
    clean = Redactor(mask_emails=False)
    assert len(str(clean("x", "y" * 1_000_000))) < MAX_TEXT + 100
    assert len(clean("x", list(range(100_000)))) == 100  # type: ignore[arg-type]  # a list is not a mapping
    loop: dict[str, Any] = {}
    loop["self"] = loop
    assert json.dumps(clean("x", loop)).count("self") == 6


@pytest.mark.parametrize(
    "hostile",
    ["4 " * 9000, "4" * 17_000, "://a:" * 4000, "a" * 17_000 + "@", "eyJ" * 6000,
     "token" * 4000, "token=\"" * 3000, "bearer " * 3000, "-----BEGIN " * 1600, "@" * 17_000,
     "a_live_" * 3000, "cookie:" * 3000, "password " * 2000 + "=", "_" * 17_000, "4-" * 9000],
)  # fmt: skip
def test_hostile_text_costs_no_time(hostile: str) -> None:
    started = time.process_time()
    redact_text(hostile, mask_emails=True)
    assert time.process_time() - started < 0.2
