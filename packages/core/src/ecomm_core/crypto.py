"""Keys, sealed values and signatures, on the `cryptography` library.

One root secret per installation; every use takes its own key by `derive(secret, purpose)`.
Nothing here reads settings: keys are parameters.
"""

import base64
import binascii
import hashlib
import hmac
import os
import re
from collections.abc import Mapping
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_TAG_BYTES: Final = 16
_KEY_ID: Final = re.compile(r"[a-z0-9]{1,16}")


class CryptoError(Exception):
    """Base of what this module refuses."""


class SealBroken(CryptoError):
    """A sealed value is malformed, was tampered with, or belongs to another context or key."""


def b64encode(data: bytes) -> str:
    """URL-safe base64 without padding (RFC 4648 §5)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def b64decode(text: str) -> bytes:
    """The bytes of unpadded URL-safe base64, canonical form only.

    Exactly one text decodes to given bytes: unused trailing bits must be zero, so a token cannot
    be altered and still verify. Raises ValueError for anything else.
    """
    try:
        raw = text.encode("ascii")
        data = base64.b64decode(raw + b"=" * (-len(raw) % 4), altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error) as exc:
        raise ValueError("not URL-safe base64") from exc
    if b64encode(data) != text:
        raise ValueError("not canonical URL-safe base64")
    return data


def derive(secret: bytes, purpose: str) -> bytes:
    """A 32-byte key for one purpose, from a root secret, by HKDF-SHA256 (RFC 5869).

    Keys of different purposes say nothing about each other or about the secret.
    Raises ValueError for a secret under 32 bytes or an empty purpose.
    """
    if len(secret) < KEY_BYTES:
        raise ValueError(f"a root secret needs at least {KEY_BYTES} bytes, got {len(secret)}")
    if not purpose:
        raise ValueError("a key is derived for a purpose")
    info = b"ecomm/" + purpose.encode("utf-8")
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(secret)


def sign_hmac(key: bytes, message: bytes) -> bytes:
    """HMAC-SHA256 of a message, 32 bytes. Raises ValueError for an empty key."""
    if not key:
        raise ValueError("an empty key signs nothing")
    return hmac.digest(key, message, hashlib.sha256)


def sign_parts(key: bytes, *parts: bytes) -> bytes:
    """HMAC-SHA256 over several parts, each preceded by its length.

    ("ab", "c") and ("a", "bc") differ, which plain concatenation does not give.
    """
    message = b"".join(len(part).to_bytes(8, "big") + part for part in parts)
    return sign_hmac(key, message)


def equal(left: str | bytes, right: str | bytes) -> bool:
    """Whether two secrets are equal, in time that does not depend on where they differ."""
    return hmac.compare_digest(_octets(left), _octets(right))


def _octets(value: str | bytes) -> bytes:
    # compare_digest refuses non-ASCII str; a caller may send any text, lone surrogates included.
    return value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")


class Sealer:
    """Encrypts values at rest with AES-256-GCM under a ring of keys.

    A sealed value is the text `<key id>.<base64url(nonce ‖ ciphertext ‖ tag)>`. The key id and the
    caller's context (for example `b"integration:<row id>"`) are authenticated: a value copied into
    another row or column does not open. New values use the current key; old ones open as long as
    their key is on the ring, so keys rotate without a stop: add a key, make it current, reseal,
    remove the old one.

    Nonces are 96 random bits: one key must not seal more than 2^32 values (NIST SP 800-38D §8.3).
    """

    def __init__(self, keys: Mapping[str, bytes], current: str) -> None:
        """`keys` maps ids (`[a-z0-9]`, up to 16) to 32-byte keys; `current` seals new values.

        Raises ValueError for a malformed id, a key of another length, or an unknown `current`.
        """
        for key_id, key in keys.items():
            if not _KEY_ID.fullmatch(key_id):
                raise ValueError(f"key id {key_id!r} is not 1 to 16 of a-z and 0-9")
            if len(key) != KEY_BYTES:
                raise ValueError(f"key {key_id!r} has {len(key)} bytes, AES-256 takes {KEY_BYTES}")
        if current not in keys:
            raise ValueError(f"the current key {current!r} is not on the ring")
        self._ciphers = {key_id: AESGCM(key) for key_id, key in keys.items()}
        self._current = current

    def seal(self, plaintext: bytes, context: bytes) -> str:
        """Encrypt under the current key, bound to `context`."""
        nonce = os.urandom(_NONCE_BYTES)
        cipher = self._ciphers[self._current]
        sealed = cipher.encrypt(nonce, plaintext, _associated(self._current, context))
        return f"{self._current}.{b64encode(nonce + sealed)}"

    def open(self, sealed: str, context: bytes) -> bytes:
        """Decrypt a sealed value. Raises SealBroken; the message names no secret."""
        key_id, dot, body = sealed.partition(".")
        if not dot:
            raise SealBroken("not a sealed value")
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            raise SealBroken("sealed under a key that is not on the ring")
        try:
            raw = b64decode(body)
        except ValueError as exc:
            raise SealBroken("not a sealed value") from exc
        if len(raw) < _NONCE_BYTES + _TAG_BYTES:
            raise SealBroken("not a sealed value")
        nonce, ciphertext = raw[:_NONCE_BYTES], raw[_NONCE_BYTES:]
        try:
            return cipher.decrypt(nonce, ciphertext, _associated(key_id, context))
        except InvalidTag as exc:
            raise SealBroken("the value was altered or belongs elsewhere") from exc

    def is_current(self, sealed: str) -> bool:
        """Whether a sealed value is under the current key; others should be resealed."""
        return sealed.partition(".")[0] == self._current

    def reseal(self, sealed: str, context: bytes) -> str:
        """The same value under the current key. Raises SealBroken."""
        return self.seal(self.open(sealed, context), context)


def _associated(key_id: str, context: bytes) -> bytes:
    return key_id.encode("ascii") + b"\x00" + context
