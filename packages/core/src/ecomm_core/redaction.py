"""What must not reach a log: secrets by key and by shape, card numbers, and people's addresses.

A net, not a permission: code does not log secrets in the first place. Redacting too much is
cheap, redacting too little is not, so doubtful text goes.
"""

import math
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import islice, pairwise
from typing import Final

REDACTED: Final = "[redacted]"
MAX_TEXT: Final = 16_384
"""Characters of one logged string; what is longer is cut."""
MAX_ITEMS: Final = 100
"""Entries of one logged list or mapping."""
_MAX_DEPTH: Final = 6
_LARGEST_INT: Final = 10**30

_SECRET_WORDS: Final = frozenset(
    {
        "password",
        "passwd",
        "passphrase",
        "pwd",
        "secret",
        "secrets",
        "token",
        "tokens",
        "authorization",
        "cookie",
        "cookies",
        "credential",
        "credentials",
        "apikey",
        "cvc",
        "cvv",
        "pan",
        "otp",
        "totp",
        "nonce",
        "signature",
        "jwt",
        "dsn",
        "bearer",
    }
)
_SECRET_PAIRS: Final = frozenset(
    {
        ("api", "key"),
        ("private", "key"),
        ("secret", "key"),
        ("signing", "key"),
        ("encryption", "key"),
        ("internal", "key"),
        ("access", "key"),
        ("card", "number"),
        ("security", "code"),
        ("recovery", "code"),
        ("recovery", "codes"),
        ("gift", "code"),
        ("set", "cookie"),
    }
)
_SENSITIVE: Final = (
    r"password|passwd|passphrase|secret|token|authorization|api[_-]?key|private[_-]?key"
    r"|access[_-]?key|cookie|cvc|cvv|card[_-]?number"
)
# A cheap look first. Every shape below holds one of these; most strings, and ids, hold none. Each
# branch begins with a letter or a set of them, which is what makes the search quick.
_SUSPECT: Final = re.compile(
    r"[=:@]|\d{4}|\d[ -]\d|eyJ|_(?:live|test)_|whsec_|shpat_|ghp_|xoxb_|-----BEGIN"
    r"|[Bb](?:earer|EARER|asic|ASIC) "
)
_ID: Final = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SHAPES: Final[list[tuple[re.Pattern[str], str]]] = [
    (re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END|\Z)", re.DOTALL), REDACTED),
    # scheme://user:password@host keeps everything but the password.
    (re.compile(r"(://[^\s/:@?#]*:)[^\s/]+(?=@)"), rf"\1{REDACTED}"),
    # A Cookie header holds many; the rest of the line goes.
    (re.compile(r"""(?i)\b((?:set-)?cookie\\?["']?\s*[=:]).*"""), rf"\1 {REDACTED}"),
    (re.compile(r"\b([Bb](?:earer|EARER|asic|ASIC)) +[\w.~+/=-]{6,}"), rf"\1 {REDACTED}"),
    (re.compile(r"\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?"), REDACTED),
    (re.compile(r"\b(?:[a-z]{2,4}_(?:live|test)|whsec|shpat|ghp|xoxb)_[\w+/=-]{6,}"), REDACTED),
    (
        # name=value, "name": "value", name: value; in queries, headers, JSON and reprs.
        re.compile(
            rf"""(?ix)((?:\b|_)(?:{_SENSITIVE})[\w-]{{0,24}}(?:\\?["'])?\s*[=:]\s*)
            (?:b?\\?"[^"]*"?|b?\\?'[^']*'?|[^\s&;,"'(){{}}\[\]]+)"""
        ),
        rf"\1{REDACTED}",
    ),
]
_UUID_OR_DIGITS: Final = re.compile(
    r"(?P<uuid>\b[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\b)|\d(?:[ -]?\d){12,}"
)
_CARD_DIGITS: Final = range(13, 20)
_EMAIL: Final = re.compile(r"([\w.+%-])[\w.+%-]{0,63}@(?=[\w\[])")
_UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_WORDS: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def passes_luhn(digits: str) -> bool:
    """Whether a string of digits has a valid Luhn check digit (ISO/IEC 7812-1, annex B)."""
    total = 0
    for position, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + position % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


@lru_cache(maxsize=2048)
def is_secret_key(key: str) -> bool:
    """Whether a field of this name holds a secret: `password`, `apiKey`, `X-Cart-Token` …"""
    words = [word.lower() for word in _WORDS.findall(key)]
    if not _SECRET_WORDS.isdisjoint(words):
        return True
    return any(pair in _SECRET_PAIRS for pair in pairwise(words))


def _without_card(match: re.Match[str]) -> str:
    found = match.group()
    return "[card]" if not match["uuid"] and _holds_card(re.split("[ -]", found)) else found


def _holds_card(groups: list[str]) -> bool:
    """Whether consecutive groups of digits make a card number: an expiry date may stand beside."""
    for start in range(len(groups)):
        digits = ""
        for group in groups[start:]:
            digits += group
            if len(digits) >= _CARD_DIGITS.stop:
                break
            # Payment networks issue numbers that begin with 2 to 6; timestamps begin with 1.
            if len(digits) in _CARD_DIGITS and digits[0] in "23456" and passes_luhn(digits):
                return True
    return False


def redact_text(text: str, *, mask_emails: bool) -> str:
    """The text without secrets, card numbers and control characters; e-mails as `j***@host`.

    Tabs and line feeds stay (tracebacks need them); other control characters are escaped, so that
    input cannot forge a line or drive a terminal.
    """
    if len(text) > MAX_TEXT:
        text = f"{text[:MAX_TEXT]}… ({len(text)} characters)"
    if _SUSPECT.search(text) and not _ID.fullmatch(text):
        for shape, replacement in _SHAPES:
            text = shape.sub(replacement, text)
        text = _UUID_OR_DIGITS.sub(_without_card, text)
        if mask_emails:
            text = _EMAIL.sub(r"\1***@", text)
    return _UNPRINTABLE.sub(lambda m: f"\\x{ord(m.group()):02x}", text)


class Redactor:
    """Makes (key, value) fit to be logged: plain JSON types, nothing secret inside.

    Objects are turned into text here, before the look at it, and not later by a renderer.
    """

    def __init__(self, *, mask_emails: bool) -> None:
        self._mask_emails = mask_emails

    def __call__(self, key: str, value: object, depth: int = 0) -> object:
        """The value to log under `key`."""
        if value is None or isinstance(value, bool):
            return value
        secret = is_secret_key(key)
        if isinstance(value, int | float):
            # Counts ("tokens": 120) are no secrets; a number under any other such key may be one.
            return REDACTED if secret and "token" not in key.lower() else _number(value)
        if secret:
            return REDACTED
        if isinstance(value, Mapping | list | tuple | set | frozenset):
            return self._collection(key, value, depth + 1) if depth < _MAX_DEPTH else "…"
        return self._text(value if isinstance(value, str) else _describe(value))

    def _collection(
        self, key: str, value: Mapping[object, object] | Iterable[object], depth: int
    ) -> object:
        if isinstance(value, Mapping):
            pairs = islice(value.items(), MAX_ITEMS)
            return {self._text(str(k)): self(str(k), v, depth) for k, v in pairs}
        return [self(key, item, depth) for item in islice(value, MAX_ITEMS)]

    def _text(self, text: str) -> str:
        return redact_text(text, mask_emails=self._mask_emails)


def _number(value: int | float) -> object:
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)  # JSON has no NaN
    if abs(value) > _LARGEST_INT:
        return f"<integer of {value.bit_length()} bits>"
    return "[card]" if _holds_card([str(value)]) else int(value)


def _describe(value: object) -> str:
    if isinstance(value, bytes | bytearray | memoryview):
        return f"<{len(value)} bytes>"
    try:
        # repr for exceptions names their class; str is how ids, times and amounts are read.
        return repr(value) if isinstance(value, BaseException) else str(value)
    except Exception as exc:  # noqa: BLE001 - a broken __str__ must not stop the log line
        return f"<{type(value).__name__}: {type(exc).__name__} while describing it>"
