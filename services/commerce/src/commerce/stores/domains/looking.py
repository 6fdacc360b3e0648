"""Looking at a host from outside: its TXT records, and whether its certificate is good.

Two ports, so that tests and other resolvers can stand in.
"""

from typing import Protocol

import dns.asyncresolver
import dns.exception
import dns.resolver

from ecomm_core.errors import TemporaryFailure
from ecomm_core.http import OutboundClient, OutboundFailed, OutboundPolicy, OutboundRefused
from ecomm_core.http.policy import Failure
from ecomm_core.kernel import Kernel

PART = "domain_looks"
DNS_SECONDS = 5.0
TLS_SECONDS = 8.0
MAX_RECORDS = 50


class DnsUnavailable(TemporaryFailure):
    """No name server answered in time; it says nothing about the record."""


class Looks(Protocol):
    """What can be seen of a host."""

    async def txt(self, name: str) -> list[str]:
        """The TXT records of a name; none where it does not exist. Raises DnsUnavailable."""
        ...

    async def certificate(self, host: str) -> str | None:
        """None where `https://host` answers with a valid certificate, else what is wrong:
        `unreachable`, `certificate`."""
        ...


class OutsideLooks:
    """The internet's own answers: the machine's resolver, and the guarded outbound client."""

    def __init__(
        self, client: OutboundClient, resolver: dns.asyncresolver.Resolver | None = None
    ) -> None:
        """`resolver` None is the machine's, read anew at each look."""
        self._client = client
        self._resolver = resolver

    async def txt(self, name: str) -> list[str]:
        """See Looks."""
        try:
            resolver = self._resolver or dns.asyncresolver.Resolver()
            answer = await resolver.resolve(name, "TXT", lifetime=DNS_SECONDS, search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return []
        except (dns.exception.DNSException, OSError) as error:
            raise DnsUnavailable(f"TXT of {name}: {type(error).__name__}") from error
        records = list(answer)[:MAX_RECORDS]
        return [b"".join(record.strings).decode("utf-8", "replace") for record in records]

    async def certificate(self, host: str) -> str | None:
        """See Looks."""
        try:
            await self._client.request(
                "GET", f"https://{host}/", truncate=True, total_timeout=TLS_SECONDS
            )
        except OutboundFailed as failed:
            return "certificate" if failed.reason is Failure.TLS else "unreachable"
        except OutboundRefused:
            return "unreachable"
        return None


def install(kernel: Kernel) -> None:
    """Make this process's looks."""
    settings = kernel.settings
    policy = OutboundPolicy.build(local=settings.local, allow=settings.outbound_allow)
    kernel.parts[PART] = OutsideLooks(OutboundClient(policy))


def looks_of(kernel: Kernel) -> Looks:
    """This process's looks."""
    looks: Looks = kernel.parts[PART]
    return looks
