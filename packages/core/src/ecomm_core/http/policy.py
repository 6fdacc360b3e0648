"""What may be asked for, and what can come of it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

import httpx2

PORTS: Final = frozenset({80, 443, 8080, 8443})
_ENTRY: Final = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+):([0-9]{1,5})")


class Refusal(StrEnum):
    """Why a request was not made."""

    MALFORMED = "malformed"
    SCHEME = "scheme"
    CREDENTIALS = "credentials"
    HOST = "host"
    PORT = "port"
    ADDRESS = "address"
    HEADER = "header"


class Failure(StrEnum):
    """Why a request that was made came to nothing."""

    RESOLVE = "resolve"
    CONNECT = "connect"
    TLS = "tls"
    TIMEOUT = "timeout"
    PROTOCOL = "protocol"
    TOO_LARGE = "too_large"
    ENCODING = "encoding"
    REDIRECTS = "redirects"


class OutboundError(Exception):
    """Base of what the outbound client raises."""


class OutboundRefused(OutboundError):
    """The address is not one that may be asked: nothing was sent, trying again is no use.

    The message may be shown to the person who gave the address; it tells nothing about our network.
    """

    def __init__(self, reason: Refusal, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class OutboundFailed(OutboundError):
    """The network, the other side or its answer was at fault; trying later may help."""

    def __init__(self, reason: Failure, message: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class OutboundResponse:
    """An answer, of any status. `body` is decoded (gzip, deflate) and within the limit."""

    status: int
    headers: httpx2.Headers
    body: bytes
    url: str
    """Where the answer came from: the last of the redirects that were followed."""
    truncated: bool = False
    """Whether the body was longer than the limit and cut there (only where that was asked for)."""


@dataclass(frozen=True, slots=True)
class OutboundPolicy:
    """Which addresses may be asked. `local` allows plain http and `allow`.

    `allow` holds exact (host, port) pairs that are exempt from the checks of address, host name
    and port: how tests and local mode reach fakes on the loopback. Raises ValueError for an
    `allow` outside local mode.
    """

    local: bool
    allow: frozenset[tuple[str, int]] = field(default_factory=frozenset)
    ports: frozenset[int] = PORTS

    def __post_init__(self) -> None:
        """Check."""
        if self.allow and not self.local:
            raise ValueError("exempt addresses exist in local mode only")

    @classmethod
    def build(cls, *, local: bool, allow: Iterable[str] = ()) -> "OutboundPolicy":
        """From settings: `allow` is `host:port` entries, such as `127.0.0.1:9101`, `[::1]:9101`.

        Raises ValueError for an entry of another form, a wildcard among them.
        """
        entries = set()
        for entry in allow:
            match = _ENTRY.fullmatch(entry)
            if not match or not 0 < int(match[2]) < 65536:
                raise ValueError(f"an exempt address is host:port, not {entry[:80]!r}")
            entries.add((match[1].strip("[]"), int(match[2])))
        return cls(local=local, allow=frozenset(entries))
