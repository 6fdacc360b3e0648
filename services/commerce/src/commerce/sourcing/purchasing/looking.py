"""When an unknown outcome is looked up at the supplier, and what counts as proof."""

from datetime import timedelta
from typing import Final

AFTER: Final = tuple(timedelta(minutes=m) for m in (1, 3, 8, 15, 35, 65, 95, 125))
"""When it is looked up, from the moment it was sent; then every hour."""
LAG: Final = timedelta(minutes=30)
"""How long a supplier's own list may lag: before that, no is not proof."""
ASK_AFTER: Final = timedelta(hours=24)
"""When a person is asked to decide."""
