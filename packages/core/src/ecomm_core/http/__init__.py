"""HTTP to others: `internal` to origins that settings name, `outbound` to addresses people gave."""

from ecomm_core.http.addresses import refusal
from ecomm_core.http.internal import InternalClient, InternalFailed, OriginNotAllowed
from ecomm_core.http.outbound import OutboundClient
from ecomm_core.http.policy import (
    Failure,
    OutboundError,
    OutboundFailed,
    OutboundPolicy,
    OutboundRefused,
    OutboundResponse,
    Refusal,
)

__all__ = [
    "Failure",
    "InternalClient",
    "InternalFailed",
    "OriginNotAllowed",
    "OutboundClient",
    "OutboundError",
    "OutboundFailed",
    "OutboundPolicy",
    "OutboundRefused",
    "OutboundResponse",
    "Refusal",
    "refusal",
]
