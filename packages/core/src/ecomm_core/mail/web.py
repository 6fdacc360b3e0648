"""Mail by a provider's HTTP interface: one request a message, answers told apart."""

import json
from collections.abc import Mapping
from typing import Any, Final

import httpx2

from ecomm_core.http.internal import InternalClient, InternalFailed, InternalResponse
from ecomm_core.mail.message import Address, Mail
from ecomm_core.mail.port import MailRefused, MailUnavailable, MailUnknown

TOTAL_TIMEOUT: Final = 20.0
"""Seconds for a whole request."""
_MAX_REPLY: Final = 64 * 1024
_LONGEST_WAIT: Final = 3_600.0
_NEVER_LEFT: Final = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)
_REFUSALS: Final = frozenset({400, 413, 422})
_GATEWAYS: Final = frozenset({502, 504})
"""Answers of something in front of the provider: whether it has the message, nobody says."""


class WebMail:
    """A provider at one origin with one key. `repeats_safely`: a second request for a message that
    it has taken sends nothing."""

    repeats_safely: bool = False

    def __init__(self, base: str, api_key: str) -> None:
        """`base` is an origin, such as `https://api.sendgrid.com`."""
        self._base = base.rstrip("/")
        self._key = api_key
        self._client = InternalClient([self._base], total_timeout=TOTAL_TIMEOUT)

    async def aclose(self) -> None:
        """Close kept connections."""
        await self._client.aclose()

    async def _post(
        self, path: str, body: Mapping[str, Any], headers: Mapping[str, str]
    ) -> InternalResponse:
        """The accepted answer. Raises MailUnavailable, MailRefused, MailUnknown."""
        try:
            reply = await self._client.request(
                "POST",
                f"{self._base}{path}",
                content=json.dumps(body).encode(),
                headers={
                    "Authorization": f"Bearer {self._key}",
                    "Content-Type": "application/json",
                    "Accept": "application/json",
                    **headers,
                },
                max_bytes=_MAX_REPLY,
            )
        except InternalFailed as error:
            if isinstance(error.__cause__, _NEVER_LEFT) or self.repeats_safely:
                raise MailUnavailable(f"mail provider: {error}") from error
            raise MailUnknown("the mail provider took the message and did not answer") from error
        if 200 <= reply.status < 300:
            return reply
        raise self._refusal(reply)

    def _refusal(self, reply: InternalResponse) -> Exception:
        said = f"{reply.status} {_words(reply.body)}".strip()
        if reply.status in _REFUSALS:
            return MailRefused(said)
        if reply.status in _GATEWAYS and not self.repeats_safely:
            return MailUnknown(said)
        unavailable = MailUnavailable(said)
        unavailable.retry_after = _wait(reply.headers.get("retry-after"))
        return unavailable


def named(address: Address) -> dict[str, str]:
    """The form of SendGrid's addresses."""
    return {"email": address.email, **({"name": address.name} if address.name else {})}


def written(address: Address) -> str:
    """The form of a header's addresses."""
    return str(address.header())


def must_be_ascii(mail: Mail) -> None:
    """Raise MailRefused for addresses that the providers do not take."""
    if mail.needs_utf8:
        raise MailRefused("the mail provider takes no non-ASCII addresses")


def _words(body: bytes) -> str:
    """What a provider says of an error: `errors[].message` (SendGrid), `message` (Resend)."""
    try:
        said = json.loads(body)
    except ValueError:
        return ""
    if not isinstance(said, dict):
        return ""
    errors = said.get("errors")
    if isinstance(errors, list):
        found = [error.get("message") for error in errors if isinstance(error, dict)]
        return "; ".join(" ".join(str(text).split()) for text in found if text)[:300]
    return " ".join(str(said.get("message", "")).split())[:300]


def _wait(text: str | None) -> float | None:
    if text is None or not text.isascii() or not text.isdigit():
        return None
    return min(float(text[:6]), _LONGEST_WAIT)
