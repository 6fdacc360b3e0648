"""Deliverers for tests: none of them leaves this machine."""

import contextlib
from collections.abc import Iterator

from commerce.webhooks import engine
from ecomm_core.delivery.deliverer import Deliverer
from ecomm_core.delivery.sending import TIMEOUT
from ecomm_core.http import OutboundClient, OutboundPolicy
from ecomm_core.http.outbound import Resolver, resolve_by_system
from ecomm_core.kernel import Kernel
from ecomm_testing.fakes.receiver import Receiver

PUBLIC = "93.184.216.34"


async def some_names(host: str, _port: int) -> list[str]:
    """Whatever ends in example.org is a public address."""
    if not host.endswith(".example.org"):
        raise OSError("no such name")
    return [PUBLIC]


async def no_names(_host: str, _port: int) -> list[str]:
    """No name leads anywhere."""
    raise OSError("no such name")


def install(kernel: Kernel, client: OutboundClient, *, seconds: float = TIMEOUT) -> None:
    """A deliverer that sends through this client, and looks at addresses with it."""
    purposes = engine.deliverer_of(kernel).purposes
    kernel.parts[engine.CLIENT] = client
    kernel.parts[engine.PART] = Deliverer(
        kernel.database, kernel.outbox, client, kernel.sealer, purposes, seconds=seconds
    )


def install_for(
    kernel: Kernel,
    *receivers: Receiver,
    seconds: float = TIMEOUT,
    resolver: Resolver = resolve_by_system,
) -> None:
    """A deliverer that reaches these receivers as well."""
    allow = frozenset(("127.0.0.1", one.port) for one in receivers)
    policy = OutboundPolicy(local=True, allow=allow)
    client = OutboundClient(policy, resolver=resolver, connect_timeout=1)
    install(kernel, client, seconds=seconds)


@contextlib.contextmanager
def put_back(kernel: Kernel) -> Iterator[None]:
    """The deliverer is the same after the block as before."""
    before = {name: kernel.parts[name] for name in (engine.PART, engine.CLIENT)}
    yield
    kernel.parts.update(before)


@contextlib.contextmanager
def sending_to_nobody(kernel: Kernel) -> Iterator[None]:
    """A few names are known to whoever registers an address, none to whoever sends."""
    with put_back(kernel):
        policy = OutboundPolicy(local=True)
        install(kernel, OutboundClient(policy, resolver=no_names))
        kernel.parts[engine.CLIENT] = OutboundClient(policy, resolver=some_names)
        yield
