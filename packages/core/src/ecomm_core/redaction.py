"""What must not reach a log: secrets by key and by shape, card numbers, and people's addresses.

A net, not a permission: code does not log secrets in the first place. Redacting too much is
cheap, redacting too little is not, so doubtful text goes.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

REDACTED: Final = "[redacted]"
MAX_TEXT: Final = 16_384
"""Characters of one logged string; what is longer is cut."""
MAX_ITEMS: Final = 100
"""Entries of one logged list or mapping."""
_MAX_DEPTH: Final = 6

_SECRET_WORDS: Final = frozenset(
    "password passwd passphrase pwd secret secrets token authorization cookie cookies credential "
    "credentials apikey cvc cvv pan otp totp nonce signature jwt dsn bearer".split()
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
_NAMES_A_SECRET: Final = (
    r"password|passwd|passphrase|secret|token|authorization|api[_-]?key|private[_-]?key"
    r"|access[_-]?key|cookie|cvc|cvv|card[_-]?number"
)
# A cheap look first: most strings hold nothing that could be a secret.
_SUSPECT: Final = re.compile(
    rf"@|\d{{4}}|://|eyJ|[a-z]+_(?:live|test)_|whsec_|(?i:bearer|basic |-----begin|{_NAMES_A_SECRET})"
)
_SHAPES: Final[list[tuple[re.Pattern[str], str]]] = [
    (re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END|\Z)", re.DOTALL), REDACTED),
    # scheme://user:password@host keeps everything but the password.
    (re.compile(r"(://[^\s/:@?#]*:)[^\s/]+(?=@)"), rf"\1{REDACTED}"),
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{6,}"), rf"\1 {REDACTED}"),
    (re.compile(r"\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?"), REDACTED),
    (re.compile(r"\b(?:[a-z]{2,4}_(?:live|test)|whsec|shpat|ghp|xoxb)_[\w+/=-]{6,}"), REDACTED),
    (
        # name=value, "name": "value", name: value; in queries, headers, JSON and reprs.
        re.compile(
            rf"""(?ix)((?:\b|_)(?:{_NAMES_A_SECRET})s?(?:\\?["'])?\s*[=:]\s*)
            (?:b?\\?"[^"]*"?|b?\\?'[^']*'?|[^\s&;,"'(){{}}\[\]]+)"""
        ),
        rf"\1{REDACTED}",
    ),
]
_UUID_OR_CARD: Final = re.compile(
    r"(?P<uuid>\b[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\b)"
    r"|(?<!\d)[2-6](?:[ -]?\d){12,18}(?!\d)"
)
_EMAIL: Final = re.compile(r"([\w.!#$%&'*+/=?^`{|}~-])[\w.!#$%&'*+/=?^`{|}~-]{0,63}@(?=[\w\[])")
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
    if any(word in _SECRET_WORDS or word == "tokens" for word in words):
        return True
    return any(pair in _SECRET_PAIRS for pair in zip(words, words[1:], strict=False))


def _card(match: re.Match[str]) -> str:
    found = match.group()
    if match["uuid"] or not passes_luhn(re.sub(r"\D", "", found)):
        return found
    return "[card]"


def redact_text(text: str, *, mask_emails: bool) -> str:
    """The text without secrets, card numbers and control characters; e-mails as `j***@host`.

    Tabs and line feeds stay (tracebacks need them); other control characters are escaped, so that
    input cannot forge a line or drive a terminal.
    """
    if len(text) > MAX_TEXT:
        text = f"{text[:MAX_TEXT]}… ({len(text)} characters)"
    if _SUSPECT.search(text):
        for shape, replacement in _SHAPES:
            text = shape.sub(replacement, text)
        text = _UUID_OR_CARD.sub(_card, text)
        if mask_emails:
            text = _EMAIL.sub(r"\1***@", text)
    return _UNPRINTABLE.sub(lambda m: f"\\x{ord(m.group()):02x}", text)


def redactor(*, mask_emails: bool) -> Callable[[str, object], object]:
    """A function (key, value) -> value fit to be logged: plain JSON types, nothing secret inside.

    Objects are turned into text here, before the look at it, and not later by a renderer.
    """

    def clean(key: str, value: object, depth: int = 0) -> object:
        if value is None or isinstance(value, bool):
            return value
        secret = is_secret_key(key)
        if isinstance(value, int | float):
            # Counts ("tokens": 120) are no secrets; a number under any other such key may be one.
            if secret and "token" not in key.lower():
                return REDACTED
            digits = str(value) if isinstance(value, int) else ""
            return "[card]" if _UUID_OR_CARD.sub(_card, digits) != digits else value
        if secret:
            return REDACTED
        if isinstance(value, str):
            return redact_text(str(value), mask_emails=mask_emails)
        if depth >= _MAX_DEPTH:
            return "…"
        if isinstance(value, Mapping):
            pairs = list(value.items())[:MAX_ITEMS]
            return {
                redact_text(str(k), mask_emails=mask_emails): clean(str(k), v, depth + 1)
                for k, v in pairs
            }
        if isinstance(value, list | tuple | set | frozenset):
            return [clean(key, item, depth + 1) for item in list(value)[:MAX_ITEMS]]
        return redact_text(_describe(value), mask_emails=mask_emails)

    return clean


def _describe(value: object) -> str:
    if isinstance(value, bytes | bytearray | memoryview):
        return f"<{len(value)} bytes>"
    try:
        # repr for exceptions names their class; str is how ids, times and amounts are read.
        return repr(value) if isinstance(value, BaseException) else str(value)
    except Exception as exc:  # noqa: BLE001 - a broken __str__ must not stop the log line
        return f"<{type(value).__name__}: {type(exc).__name__} while describing it>"
