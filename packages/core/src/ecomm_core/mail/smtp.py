"""Mail by SMTP: one connection a message, TLS outside the loopback, refusals told apart."""

import asyncio
import ssl
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from ipaddress import ip_address
from typing import Final
from urllib.parse import unquote, urlsplit

import aiosmtplib

from ecomm_core.mail.message import Mail
from ecomm_core.mail.port import MailRefused, MailUnavailable, MailUnknown

COMMAND_TIMEOUT: Final = 10.0
"""Seconds for connecting and for each command."""
TOTAL_TIMEOUT: Final = 30.0
"""Seconds for a whole message: a server that drips its answers does not hold a worker."""
_PORTS: Final = {"smtp": 587, "smtps": 465}


class Security(StrEnum):
    """How a connection is protected."""

    TLS = "tls"
    """From the first byte (port 465)."""
    STARTTLS = "starttls"
    """Upgraded before anything is said; a server that cannot is not used (port 587)."""
    NONE = "none"
    """Only to the loopback."""


class SmtpTransport:
    """Sends each mail over a connection of its own. Holds nothing open between mails."""

    repeats_safely = False

    def __init__(
        self,
        host: str,
        port: int,
        *,
        security: Security,
        username: str | None = None,
        password: str | None = None,
        tls_context: ssl.SSLContext | None = None,
        command_timeout: float = COMMAND_TIMEOUT,
        total_timeout: float = TOTAL_TIMEOUT,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Raises ValueError for an unprotected connection to another machine, half a login."""
        if security is Security.NONE and not _is_loopback(host):
            raise ValueError("mail leaves this machine only over TLS or STARTTLS")
        if (username is None) != (password is None):
            raise ValueError("a login is a user name and a password")
        self._host = host
        self._port = port
        self._security = security
        self._username = username
        self._password = password
        self._tls_context = tls_context or _tls_context()
        self._command_timeout = command_timeout
        self._total_timeout = total_timeout
        self._now = now

    @classmethod
    def from_url(
        cls, url: str, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> "SmtpTransport":
        """From `smtps://user:password@host:465` or `smtp://user:password@host:587`.

        `smtp` upgrades with STARTTLS, which is required, and is plain on the loopback only.
        User and password are percent-encoded. Raises ValueError, which does not repeat the address.
        """
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise ValueError("the mail server's address is malformed") from None
        if parts.scheme not in _PORTS or not parts.hostname or parts.path.strip("/") or parts.query:
            raise ValueError("a mail server is given as smtp://host:port or smtps://host:port")
        security = Security.TLS if parts.scheme == "smtps" else Security.STARTTLS
        if security is Security.STARTTLS and _is_loopback(parts.hostname):
            security = Security.NONE
        return cls(
            parts.hostname,
            port or _PORTS[parts.scheme],
            security=security,
            username=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
            now=now,
        )

    async def send(self, mail: Mail) -> None:
        """See MailTransport.send."""
        message = mail.as_email(self._now())
        client = self._client(mail.sender.domain)
        handed_over = False
        try:
            async with asyncio.timeout(self._total_timeout):
                await client.connect()
                options = await _options(client, mail)
                # The envelope is said explicitly: it never comes out of header text.
                encoding = "utf-8" if mail.needs_utf8 else "ascii"
                await client.mail(mail.sender.email, options=options, encoding=encoding)
                await client.rcpt(mail.to.email, encoding=encoding)
                handed_over = True
                await client.data(message.as_bytes())
        except aiosmtplib.SMTPAuthenticationError as exc:
            # The operator's mistake, not the message's: it waits until the login is mended.
            raise MailUnavailable(f"login refused by the mail server ({exc.code})") from exc
        except (aiosmtplib.SMTPConnectResponseError, aiosmtplib.SMTPHeloError) as exc:
            raise MailUnavailable(f"the mail server does not serve us ({exc.code})") from exc
        except aiosmtplib.SMTPResponseException as exc:
            raise _refusal(exc.code, exc.message) from exc
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as exc:
            if handed_over:
                raise MailUnknown("the mail server took the message and did not answer") from exc
            raise MailUnavailable(f"mail server: {type(exc).__name__}: {exc}") from exc
        finally:
            await _leave(client)

    def _client(self, local_hostname: str) -> aiosmtplib.SMTP:
        return aiosmtplib.SMTP(
            hostname=self._host,
            port=self._port,
            username=self._username,
            password=self._password,
            use_tls=self._security is Security.TLS,
            start_tls=self._security is Security.STARTTLS,
            tls_context=None if self._security is Security.NONE else self._tls_context,
            timeout=self._command_timeout,
            local_hostname=local_hostname,
        )


async def _options(client: aiosmtplib.SMTP, mail: Mail) -> list[str]:
    if not mail.needs_utf8:
        return []  # all bytes are ASCII: nothing to ask of the server
    await client.ehlo()
    if not client.supports_extension("smtputf8"):
        raise MailRefused("the mail server takes no non-ASCII addresses")
    return ["SMTPUTF8", "BODY=8BITMIME"]


async def _leave(client: aiosmtplib.SMTP) -> None:
    """Say goodbye, briefly. The message's fate is decided: a rude server changes nothing."""
    if client.is_connected:
        with suppress(aiosmtplib.SMTPException, OSError, TimeoutError):
            await client.quit(timeout=1)
    client.close()


def _refusal(code: int, words: str) -> MailRefused | MailUnavailable:
    said = f"{code} {' '.join(words.split())[:200]}"
    return MailRefused(said) if 500 <= code < 600 else MailUnavailable(said)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


@cache
def _tls_context() -> ssl.SSLContext:
    """The machine's trusted authorities: tens of milliseconds to load, so once a process."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
