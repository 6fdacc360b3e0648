"""Searches on the short way of the most asked reads (`shop/hot.py`): while somebody types, each
letter is one."""

from typing import Any

from commerce.search import endpoints
from commerce.search.schemas import SearchIn, SuggestIn
from commerce.shop.hot import Endpoint, query_asked


def read_search(tail: str, query_string: bytes) -> tuple[Endpoint, Any] | None:
    """A page of what is found; the best matches for what is being typed."""
    query: SearchIn | SuggestIn | None
    if not tail:
        query = query_asked(SearchIn, query_string)
        return None if query is None else (endpoints.find, query)
    if tail != "/suggest":
        return None
    query = query_asked(SuggestIn, query_string)
    return None if query is None else (endpoints.suggest, query)
