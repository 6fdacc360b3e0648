"""With which client a supplier's pictures are asked for: the guarded one, for addresses are other
people's words. The simulated supplier lives on our own machine, where that one never goes."""

from collections.abc import Mapping
from typing import Final

from commerce.flows.import_pictures import MAX_BYTES, SECONDS, PictureAnswer, PictureClient
from commerce.settings import CommerceSettings
from commerce.sourcing.suppliers.models import Supplier
from ecomm_core.http import Failure, InternalClient, OutboundClient, OutboundFailed, OutboundPolicy
from ecomm_core.http.internal import InternalFailed
from ecomm_core.kernel import Kernel

PICTURES: Final = "/pictures/"


def client_for(kernel: Kernel, supplier: Supplier | None) -> PictureClient:
    """The client for a supplier's pictures, or a file's (None)."""
    policy = OutboundPolicy.build(local=kernel.settings.local, allow=kernel.settings.outbound_allow)
    guarded = OutboundClient(policy)
    settings = kernel.settings
    if supplier is None or not supplier.simulated or not isinstance(settings, CommerceSettings):
        return guarded
    home = settings.supplier_addresses.simulated
    internal = kernel.parts["internal_http"]
    if home is None or not isinstance(internal, InternalClient):
        return guarded
    return SimulatedPictures(guarded, internal, home.rstrip("/") + PICTURES)


class SimulatedPictures:
    """The simulated supplier's own pictures by the internal client; everything else guarded."""

    def __init__(self, guarded: OutboundClient, internal: InternalClient, below: str) -> None:
        self._guarded = guarded
        self._internal = internal
        self._below = below

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        max_bytes: int = MAX_BYTES,
        max_redirects: int = 0,
        total_timeout: float | None = SECONDS,
    ) -> PictureAnswer:
        """Ask. Raises OutboundError."""
        name = url.removeprefix(self._below)
        if name == url or not name.replace("-", "").replace("_", "").replace(".", "").isalnum():
            return await self._guarded.request(
                method,
                url,
                headers=headers,
                max_bytes=max_bytes,
                max_redirects=max_redirects,
                total_timeout=total_timeout,
            )
        try:
            return await self._internal.request(
                method, url, headers=headers, max_bytes=max_bytes, total_timeout=total_timeout
            )
        except InternalFailed as error:
            raise OutboundFailed(Failure.CONNECT, str(error)) from error
