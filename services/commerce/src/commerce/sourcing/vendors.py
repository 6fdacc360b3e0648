"""The suppliers this process can reach, made from settings."""

from commerce.settings import CommerceSettings
from ecomm_connectors.suppliers import GuardedHttp, Suppliers
from ecomm_connectors.suppliers.port import Adapter
from ecomm_core import clock
from ecomm_core.http import InternalClient, OutboundClient, OutboundPolicy
from ecomm_core.kernel import Kernel


def vendors(kernel: Kernel, internal: InternalClient) -> tuple[Adapter, ...]:
    """Their adapters: those on the Internet behind the guarded client, the simulated one (local
    mode alone) behind the client of our own origins."""
    settings = kernel.settings
    if not isinstance(settings, CommerceSettings):
        raise TypeError("commerce runs on CommerceSettings")
    policy = OutboundPolicy.build(local=settings.local, allow=settings.outbound_allow)
    known = Suppliers(
        http=GuardedHttp(OutboundClient(policy)),
        internal=internal,
        addresses=settings.supplier_addresses,
        clock=clock.timestamp,
    )
    return known.suppliers()
