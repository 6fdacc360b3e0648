"""Signatures of messages, against a vector that anybody can recompute."""

import base64
import hashlib
import hmac

import pytest

from ecomm_core.delivery.signing import (
    BadSignature,
    key_of,
    new_secret,
    platform_headers,
    standard_headers,
    verify,
)

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
MESSAGE = "msg_p5jXN8AQM9LWM0D4loKWxJek"
STAMP = 1614265330
BODY = b'{"test": 2432232314}'
SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
"""The vector of the Standard Webhooks libraries' own tests; it stands in docs/webhooks.md too."""
PLATFORM = "sha256=e96203c6de850e7dc1fde7489ef6140b402d3a5a64fe250cd2eef9830fac1cef"


def test_the_vector_of_standard_webhooks() -> None:
    made = standard_headers(MESSAGE, STAMP, BODY, [SECRET])
    assert made == {
        "webhook-id": MESSAGE,
        "webhook-timestamp": str(STAMP),
        "webhook-signature": SIGNATURE,
    }


def test_the_vector_of_the_platform_s_own_header() -> None:
    """events.md §3: hex HMAC-SHA256 of "{timestamp}.{raw body}", by the same bytes."""
    made = platform_headers(MESSAGE, "order.created", STAMP, BODY, SECRET)
    assert made["x-platform-signature"] == PLATFORM
    assert made["x-platform-delivery"] == MESSAGE
    assert (made["x-platform-event"], made["x-platform-timestamp"]) == ("order.created", str(STAMP))
    by_hand = hmac.new(base64.b64decode(SECRET[6:]), b"1614265330." + BODY, hashlib.sha256)
    assert made["x-platform-signature"] == f"sha256={by_hand.hexdigest()}"


def test_two_secrets_make_two_signatures_and_either_is_taken() -> None:
    old, new = new_secret(), new_secret()
    headers = standard_headers(MESSAGE, STAMP, BODY, [new, old])
    assert len(headers["webhook-signature"].split(" ")) == 2
    for secret in (old, new):
        assert verify(headers, BODY, [secret], now=STAMP) == MESSAGE


@pytest.mark.parametrize(
    "change",
    [
        {"webhook-id": "msg_other"},
        {"webhook-id": "ümlaut"},
        {"webhook-timestamp": str(STAMP + 1)},
        {"webhook-timestamp": "soon"},
        {"webhook-timestamp": "-1614265330"},
        {"webhook-timestamp": ""},
        {"webhook-timestamp": "\N{SUPERSCRIPT TWO}"},
        {"webhook-signature": ""},
        {"webhook-signature": SIGNATURE.replace("v1", "v1a")},
        {"webhook-signature": SIGNATURE[:-2]},
        {"webhook-signature": "\udcff"},
    ],
)
def test_what_was_changed_is_refused_whatever_its_form(change: dict[str, str]) -> None:
    headers = {**standard_headers(MESSAGE, STAMP, BODY, [SECRET]), **change}
    with pytest.raises(BadSignature):
        verify(headers, BODY, [SECRET], now=STAMP)


@pytest.mark.parametrize("off", [-301, 301])
def test_what_is_too_old_or_ahead_is_refused(off: int) -> None:
    headers = standard_headers(MESSAGE, STAMP, BODY, [SECRET])
    assert verify(headers, BODY, [SECRET], now=STAMP + off - off // abs(off)) == MESSAGE
    with pytest.raises(BadSignature):
        verify(headers, BODY, [SECRET], now=STAMP + off)
    with pytest.raises(BadSignature):
        verify(headers, BODY + b" ", [SECRET], now=STAMP)


@pytest.mark.parametrize("bad", ["", "MfKQ9r8G", "whsec_", "whsec_???", "whsec_c2hvcnQ="])
def test_what_is_no_secret_signs_nothing(bad: str) -> None:
    with pytest.raises(ValueError, match="secret"):
        key_of(bad)
