"""What adapters share on the way to a supplier: one exchange, and the reading of hostile JSON.

Whatever a supplier sends is shortened, typed and bounded here; what cannot be read is None and
never a guess.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from email.utils import parsedate_to_datetime
from typing import Any, Final

import httpx2

from ecomm_connectors.suppliers.errors import SupplierError, SupplierUnavailable
from ecomm_connectors.suppliers.port import Answer, HttpClient
from ecomm_core.errors import TemporaryFailure
from ecomm_core.money import MAX_AMOUNT, minor_digits

MAX_BYTES: Final = 4 * 1024 * 1024
"""Of one answer; a page of 50 products with their pictures' addresses is well under 1 MiB."""

MAX_WAIT: Final = 86_400.0
"""Seconds of a `Retry-After` that we believe."""

_NUMBER: Final = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,9})?", re.ASCII)
_CURRENCY: Final = re.compile(r"[A-Z]{3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer with its JSON; `data` is None where the body was empty."""

    status: int
    headers: Mapping[str, str]
    data: Any


async def send(
    http: HttpClient,
    method: str,
    url: str,
    *,
    content: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    max_bytes: int = MAX_BYTES,
) -> Answer:
    """One exchange; an answer below 500 that is not 429.

    Raises SupplierUnavailable: `untouched` when no connection was made, or the answer is a 429
    (a supplier that counts requests refuses before it acts).
    """
    try:
        answer = await http.request(
            method, url, content=content, headers=headers, max_bytes=max_bytes
        )
    except SupplierError:
        raise
    except TemporaryFailure as error:
        raise SupplierUnavailable(
            clean(str(error), 200) or "no answer",
            retry_after=error.retry_after,
            untouched=_never_connected(error),
        ) from error
    if answer.status == 429:
        wait = retry_after(answer.headers)
        raise SupplierUnavailable("too many requests", retry_after=wait, untouched=True)
    if answer.status >= 500 or answer.status == 408:
        wait = retry_after(answer.headers)
        raise SupplierUnavailable(f"the supplier answered {answer.status}", retry_after=wait)
    return answer


async def ask(
    http: HttpClient,
    method: str,
    url: str,
    *,
    payload: Any = None,
    content: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    max_bytes: int = MAX_BYTES,
) -> Reply:
    """Send JSON (`payload`) or bytes, and read JSON. Raises SupplierUnavailable as `send` does, and
    for a body that is cut short or no JSON: what the supplier did is then unknown."""
    sent = dict(headers or {})
    if payload is not None:
        content = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
        sent.setdefault("Content-Type", "application/json")
    answer = await send(http, method, url, content=content, headers=sent, max_bytes=max_bytes)
    return Reply(answer.status, answer.headers, parsed(answer.body))


def parsed(body: bytes) -> Any:
    """The JSON of a body, decimals exact; None for an empty one. Raises SupplierUnavailable."""
    if not body.strip():
        return None
    try:
        return json.loads(body, parse_float=Decimal, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise SupplierUnavailable("the supplier's answer cannot be read") from error


def retry_after(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Seconds of a `Retry-After`, whichever of its two forms; None without a readable one."""
    given = header(headers, "retry-after")
    if given is None:
        return None
    given = given.strip()
    if given.isascii() and given.isdigit() and len(given) < 10:
        return min(float(given), MAX_WAIT)
    try:
        at = parsedate_to_datetime(given)
    except (ValueError, IndexError, TypeError):
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max((at - (now or datetime.now(UTC))).total_seconds(), 0.0), MAX_WAIT)


def header(headers: Mapping[str, str], name: str) -> str | None:
    """A header's value whatever the case of its name."""
    for key, value in headers.items():
        if key.lower() == name:
            return value
    return None


def mapping(value: Any) -> Mapping[str, Any]:
    """The object, or an empty one where something else came."""
    return value if isinstance(value, dict) else {}


def listed(value: Any, limit: int = 5000) -> list[Any]:
    """The list of a JSON value. A list wrapped in one key (`{"order_list": […]}`), as AliExpress
    sends them, is unwrapped; a single object where a list was meant becomes a list of one."""
    if isinstance(value, list):
        return value[:limit]
    if isinstance(value, dict) and value:
        if len(value) == 1:
            (inner,) = value.values()
            if isinstance(inner, list):
                return inner[:limit]
        return [value]
    return []


def clean(value: Any, limit: int = 300) -> str:
    """A text or number as text without control characters, at most `limit` long; '' else."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        return ""
    text = str(value)[: limit * 4]
    text = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(text.split())[:limit].rstrip()


def body_text(value: Any, limit: int = 60_000) -> str:
    """A long text (HTML) without NUL and lone surrogates, lines kept."""
    if not isinstance(value, str):
        return ""
    return value[:limit].replace("\x00", "").encode("utf-8", "replace").decode()


def integer(value: Any, *, least: int = 0, most: int = 10**12) -> int | None:
    """A whole number within the bounds, from a number or its text; None else."""
    found = number(value)
    if found is None or found != found.to_integral_value():
        return None
    whole = int(found)
    return whole if least <= whole <= most else None


def number(value: Any) -> Decimal | None:
    """A finite number of ordinary size, from a number or its plain text; None else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | Decimal):
        value = format(value, "f") if isinstance(value, Decimal) else str(value)
    if not isinstance(value, str) or not _NUMBER.fullmatch(value.strip()):
        return None
    try:
        return Decimal(value.strip())
    except InvalidOperation:
        return None


def minor(value: Any, currency: str) -> int | None:
    """An amount in units ("12.40", 12.4) as minor units of `currency`, half away from zero; None
    for what is no amount, is negative, or larger than anybody may owe."""
    found = number(value)
    if found is None or found < 0:
        return None
    digits = minor_digits(currency)
    amount = int((found * 10**digits).to_integral_value(ROUND_HALF_UP))
    return amount if amount <= MAX_AMOUNT else None


def units(amount: int, currency: str) -> str:
    """Minor units as the text of an amount in units: 1240 USD -> "12.40"."""
    digits = minor_digits(currency)
    if digits == 0:
        return str(amount)
    whole, rest = divmod(abs(amount), 10**digits)
    return f"{'-' if amount < 0 else ''}{whole}.{rest:0{digits}d}"


def currency_of(value: Any, default: str) -> str:
    """An ISO 4217 code as sent, the default where it is none."""
    text = value.strip().upper() if isinstance(value, str) else ""
    return text if _CURRENCY.fullmatch(text) else default


def instant(value: Any) -> datetime | None:
    """A time from ISO 8601 text or unix seconds or milliseconds, UTC; None for anything else."""
    if isinstance(value, str) and not _NUMBER.fullmatch(value.strip()):
        try:
            at = datetime.fromisoformat(value.strip().replace("Z", "+00:00"))
        except ValueError:
            return None
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    found = number(value)
    if found is None:
        return None
    seconds = float(found) / 1000 if found > 10**11 else float(found)
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        return None


def web_address(value: Any) -> str | None:
    """An http(s) address (`//host/…` counts as https), None for anything else."""
    text = clean(value, 2048)
    if text.startswith("//"):
        text = f"https:{text}"
    return text if re.match(r"https?://[^/\s]+", text) and " " not in text else None


def plain(value: Any) -> Any:
    """A JSON value that `json.dumps` takes: exact decimals become text."""
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return format(value, "f") if isinstance(value, Decimal) else value


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _never_connected(error: BaseException) -> bool:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, httpx2.ConnectError | httpx2.ConnectTimeout):
            return True
        cause = cause.__cause__ or cause.__context__
    return False
