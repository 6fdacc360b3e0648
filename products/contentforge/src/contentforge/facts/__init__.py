"""The fact lock's detector: claims of a text, each with its support in the source or flagged.

No library reads figures: Babel wants to know the locale of a figure and refuses "3.5" in a German
source, pint and quantulum bring a parser or a model for units of which a shop needs a hundred.
"""

from .lock import check, extract, sources_of
from .model import Claim, Kind, Source, Support

__all__ = ["Claim", "Kind", "Source", "Support", "check", "extract", "sources_of"]
