"""The fact lock's detector: claims of a text, each with its support in the source or flagged.

It denies by default. Every quantity must find one of the source of the same dimension and measure,
within tolerance and on the right side of its limit (`figures`, `candidates`, `contexts`, `counts`);
every stuff, seal, place, use and name must be the source's or weaker (`concepts`, `names`,
`properties`, `wide`); what is told to be in the box must be known of it (`things`, `boxes`); and a
short statement that nothing traces is a claim from nowhere (`statements`). What it knows of six
languages stands in `knowledge`, as text files. `evidence` reads the source, `reading` is one
sentence beside it, `lock` puts the readers together, `judging` measures them.

No library reads figures: Babel wants to know the locale of a figure and refuses "3.5" in a German
source, pint and quantulum bring a parser or a model for units of which a shop needs a hundred.
"""

from .lock import check, extract, sources_of
from .model import Claim, Kind, Source, Support

__all__ = ["Claim", "Kind", "Source", "Support", "check", "extract", "sources_of"]
