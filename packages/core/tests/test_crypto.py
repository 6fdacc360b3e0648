"""Sealed values and signatures: what is genuine opens, anything altered does not."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecomm_core import crypto

SECRET = bytes(range(32))
KEY = crypto.derive(SECRET, "test")
B64 = string.ascii_letters + string.digits + "-_"


def test_derive_is_hkdf_sha256() -> None:
    # Computed independently from RFC 5869: extract with a zero salt, one expand block.
    prk = crypto.sign_hmac(b"\x00" * 32, SECRET)
    assert crypto.derive(SECRET, "jwt") == crypto.sign_hmac(prk, b"ecomm/jwt\x01")


def test_derived_keys_differ_by_purpose_and_by_secret() -> None:
    keys = {
        crypto.derive(SECRET, "a"),
        crypto.derive(SECRET, "b"),
        crypto.derive(SECRET[::-1], "a"),
    }
    assert len(keys) == 3
    assert all(len(key) == crypto.KEY_BYTES for key in keys)


@pytest.mark.parametrize(("secret", "purpose"), [(b"short", "a"), (b"x" * 31, "a"), (SECRET, "")])
def test_derive_refuses_weak_secrets_and_no_purpose(secret: bytes, purpose: str) -> None:
    with pytest.raises(ValueError, match=r"bytes|purpose"):
        crypto.derive(secret, purpose)


def test_sign_hmac_matches_rfc_4231_case_2() -> None:
    expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    assert crypto.sign_hmac(b"Jefe", b"what do ya want for nothing?").hex() == expected


def test_sign_parts_keeps_the_boundaries() -> None:
    assert crypto.sign_parts(KEY, b"ab", b"c") != crypto.sign_parts(KEY, b"a", b"bc")
    assert crypto.sign_parts(KEY, b"a") != crypto.sign_parts(KEY, b"a", b"")


def test_an_empty_key_is_refused() -> None:
    with pytest.raises(ValueError, match="empty key"):
        crypto.sign_hmac(b"", b"message")


def test_equal_compares_text_and_bytes_of_any_kind() -> None:
    assert crypto.equal("abc", b"abc")
    assert not crypto.equal("abc", "abd")
    assert not crypto.equal("abc", "abcd")
    assert not crypto.equal("é", "e")
    assert not crypto.equal("\ud800", "x")


@given(st.binary(max_size=64))
def test_base64_round_trips(data: bytes) -> None:
    assert crypto.b64decode(crypto.b64encode(data)) == data


@pytest.mark.parametrize("text", ["a", "AA==", "AB", "A+", "A/", "é", "AA\n", " AA", "AAA A"])
def test_base64_accepts_only_the_canonical_form(text: str) -> None:
    with pytest.raises(ValueError, match="base64"):
        crypto.b64decode(text)


def sealer(current: str = "k2") -> crypto.Sealer:
    keys = {"k1": crypto.derive(SECRET, "k1"), "k2": crypto.derive(SECRET, "k2")}
    return crypto.Sealer(keys, current)


@given(st.binary(max_size=200), st.binary(max_size=40))
def test_a_sealed_value_opens_in_its_context(plaintext: bytes, context: bytes) -> None:
    assert sealer().open(sealer().seal(plaintext, context), context) == plaintext


def test_sealing_twice_gives_different_text() -> None:
    assert len({sealer().seal(b"same", b"row") for _ in range(50)}) == 50


def test_changing_any_single_character_of_a_sealed_value_breaks_it() -> None:
    sealed = sealer().seal(b"whsec_0123456789", b"integration:1")
    tried = 0
    for position, original in enumerate(sealed):
        for letter in B64 + ".":
            if letter == original:
                continue
            altered = sealed[:position] + letter + sealed[position + 1 :]
            tried += 1
            with pytest.raises(crypto.SealBroken):
                sealer().open(altered, b"integration:1")
    assert tried == len(sealed) * 64


def test_cutting_or_extending_a_sealed_value_breaks_it() -> None:
    sealed = sealer().seal(b"secret", b"row")
    for altered in [sealed[:n] for n in range(len(sealed))] + [sealed + "A", sealed + "AAAA"]:
        with pytest.raises(crypto.SealBroken):
            sealer().open(altered, b"row")


def test_a_sealed_value_does_not_open_in_another_context() -> None:
    sealed = sealer().seal(b"secret", b"row:1")
    with pytest.raises(crypto.SealBroken):
        sealer().open(sealed, b"row:2")


def test_the_key_id_is_authenticated() -> None:
    same = crypto.derive(SECRET, "same")
    ring = crypto.Sealer({"a": same, "b": same}, "a")
    sealed = ring.seal(b"secret", b"row")
    with pytest.raises(crypto.SealBroken):
        ring.open("b" + sealed[1:], b"row")


def test_keys_rotate_without_losing_old_values() -> None:
    old = sealer("k1").seal(b"secret", b"row")
    ring = sealer("k2")
    assert ring.open(old, b"row") == b"secret"
    assert not ring.is_current(old)
    new = ring.reseal(old, b"row")
    assert ring.is_current(new)
    only_new = crypto.Sealer({"k2": crypto.derive(SECRET, "k2")}, "k2")
    assert only_new.open(new, b"row") == b"secret"
    with pytest.raises(crypto.SealBroken, match="not on the ring"):
        only_new.open(old, b"row")


@pytest.mark.parametrize(
    ("keys", "current"),
    [
        ({"k1": b"short"}, "k1"),
        ({"K1": KEY}, "K1"),
        ({"a.b": KEY}, "a.b"),
        ({"": KEY}, ""),
        ({"k1": KEY}, "k2"),
        ({}, "k1"),
    ],
)
def test_a_bad_key_ring_is_refused(keys: dict[str, bytes], current: str) -> None:
    with pytest.raises(ValueError, match="key"):
        crypto.Sealer(keys, current)
