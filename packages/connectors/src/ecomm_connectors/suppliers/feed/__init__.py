"""Suppliers without an interface: a list of goods at an address, as CSV, XML or JSON.

What it can be is a catalogue with prices and stock; orders are made by hand. `read_rows` and
`offers` read a file that somebody uploaded as well.
"""

from ecomm_connectors.suppliers.feed.adapter import FeedAdapter
from ecomm_connectors.suppliers.feed.offers import Columns, offers
from ecomm_connectors.suppliers.feed.reading import FeedUnreadable, read_rows

__all__ = ["Columns", "FeedAdapter", "FeedUnreadable", "offers", "read_rows"]
