"""Near-duplicates across a catalogue: pages that search engines take for one."""

from .signature import BANDS, Signature, bands, signature
from .similarity import Index, Twin, resemblance, shingles

__all__ = [
    "BANDS",
    "Index",
    "Signature",
    "Twin",
    "bands",
    "resemblance",
    "shingles",
    "signature",
]
