"""From the text of an address to a checked target.

The connection is made from the parts found here and from nothing else, so there is no second
parser to disagree with. What is unusual is refused rather than repaired.
"""

import re
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import Final
from urllib.parse import quote, urljoin

import idna

from ecomm_core.http.addresses import refusal
from ecomm_core.http.policy import OutboundPolicy, OutboundRefused, Refusal

MAX_URL: Final = 2048
_URL: Final = re.compile(r"(https?)://([^/?#]*)([^?#]*)(\?[^#]*)?(?:#.*)?", re.IGNORECASE)
_AUTHORITY: Final = re.compile(r"(\[[^\[\]]*\]|[^:\[\]]*)(?::([0-9]{1,5}))?")
_UNSAFE: Final = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029\ud800-\udfff]")
_LABEL: Final = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMBER: Final = re.compile(r"[0-9]+|0x[0-9a-f]*")
_PORTS: Final = {"http": 80, "https": 443}
_PATH_SAFE: Final = "/%:@!$&'()*+,;=~-._"
_PRIVATE_NAMES: Final = (
    # RFC 6761, 6762, 8375, 9476 and what networks use by custom. Their addresses are refused in
    # any case; the name alone says that nobody outside meant it.
    "alt",
    "arpa",
    "corp",
    "example",
    "home",
    "internal",
    "intranet",
    "invalid",
    "lan",
    "local",
    "localdomain",
    "localhost",
    "onion",
    "private",
    "test",
)


@dataclass(frozen=True, slots=True)
class Target:
    """A checked address. `literal` is set when the host is an IP address itself."""

    scheme: str
    host: str
    """ASCII, lower case; an IPv6 address without brackets."""
    port: int
    path: str
    """Path and query as sent, beginning with a slash."""
    literal: IPv4Address | IPv6Address | None
    exempt: bool
    """Named in the policy's `allow`."""

    @property
    def origin(self) -> tuple[str, str, int]:
        """Scheme, host and port."""
        return self.scheme, self.host, self.port

    @property
    def authority(self) -> str:
        """The Host header: without the scheme's own port."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The whole address in normal form, without a fragment."""
        return f"{self.scheme}://{self.authority}{self.path}"


def parse_target(url: str, policy: OutboundPolicy) -> Target:
    """The target an address names. Raises OutboundRefused; resolves nothing."""
    if len(url) > MAX_URL or _UNSAFE.search(url):
        raise OutboundRefused(Refusal.MALFORMED, "the address is too long or has odd characters")
    match = _URL.fullmatch(url)
    if not match:
        raise OutboundRefused(Refusal.SCHEME, "the address must begin with https:// or http://")
    scheme, authority, path, query = match[1].lower(), match[2], match[3] or "/", match[4] or ""
    if "@" in authority:
        raise OutboundRefused(Refusal.CREDENTIALS, "the address must not contain a user or @")
    host, port, literal = _host_and_port(authority, _PORTS[scheme])
    exempt = (host, port) in policy.allow
    if not exempt:
        _check(scheme, host, port, literal, policy)
    return Target(
        scheme=scheme,
        host=host,
        port=port,
        path=quote(path, safe=_PATH_SAFE) + quote(query, safe=_PATH_SAFE + "?"),
        literal=literal,
        exempt=exempt,
    )


def joined(url: str, location: str) -> str:
    """Where a redirect's Location leads from `url`, not yet checked. Raises OutboundRefused."""
    try:
        # urljoin removes tabs and line breaks, which parse_target would have refused.
        if not _UNSAFE.search(location):
            return urljoin(url, location)
    except ValueError:
        pass  # brackets that hold no IPv6 address
    raise OutboundRefused(Refusal.MALFORMED, "the redirect leads to no valid address")


def _host_and_port(
    authority: str, default_port: int
) -> tuple[str, int, IPv4Address | IPv6Address | None]:
    match = _AUTHORITY.fullmatch(authority)
    if not match:
        raise OutboundRefused(Refusal.MALFORMED, "the address has no valid host and port")
    port = int(match[2]) if match[2] else default_port
    if not 0 < port < 65536:
        raise OutboundRefused(Refusal.PORT, "the address has no valid port")
    if match[1].startswith("["):
        try:
            address = IPv6Address(match[1][1:-1])
        except AddressValueError:
            raise OutboundRefused(Refusal.HOST, "the address has no valid host") from None
        if address.scope_id is not None:
            raise OutboundRefused(Refusal.ADDRESS, "the address is not a public one")
        return address.compressed, port, address
    host = _ascii_host(match[1])
    if _NUMBER.fullmatch(host.rpartition(".")[2]):
        # Ends in a number (WHATWG URL): an IPv4 address in its one canonical form, or nothing.
        # 2130706433, 127.1, 0x7f.0.0.1 and 0177.0.0.1 are addresses to many a C library.
        try:
            return host, port, IPv4Address(host)
        except AddressValueError:
            raise OutboundRefused(Refusal.HOST, "the address has no valid host") from None
    return host, port, None


def _ascii_host(host: str) -> str:
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True, transitional=False).decode("ascii")
        except (idna.IDNAError, UnicodeError):
            raise OutboundRefused(Refusal.HOST, "the address has no valid host") from None
    host = host.lower().removesuffix(".")
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in host.split(".")):
        raise OutboundRefused(Refusal.HOST, "the address has no valid host")
    return host


def _check(
    scheme: str,
    host: str,
    port: int,
    literal: IPv4Address | IPv6Address | None,
    policy: OutboundPolicy,
) -> None:
    if scheme != "https" and not policy.local:
        raise OutboundRefused(Refusal.SCHEME, "the address must begin with https://")
    if port not in policy.ports:
        raise OutboundRefused(Refusal.PORT, f"port {port} is not one that may be used")
    if literal is not None:
        check_address(literal)
    elif "." not in host or host.rpartition(".")[2] in _PRIVATE_NAMES:
        raise OutboundRefused(Refusal.HOST, "the address's host is not a public name")


def check_address(address: IPv4Address | IPv6Address) -> None:
    """Raise OutboundRefused unless an address is a public one."""
    if refusal(address) is not None:
        # Which kind it is would tell the asker about our network.
        raise OutboundRefused(Refusal.ADDRESS, "the address is not a public one")
