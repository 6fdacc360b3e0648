"""From facts and voice to a request, and from an answer to values: what a writer is told and what
of its answer is taken."""

from .answer import Answer, Unusable, read
from .depends import DEPENDS, Brief, affected, input_hash
from .request import Request, batches, request_for

__all__ = [
    "DEPENDS",
    "Answer",
    "Brief",
    "Request",
    "Unusable",
    "affected",
    "batches",
    "input_hash",
    "read",
    "request_for",
]
