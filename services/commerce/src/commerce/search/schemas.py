"""Shapes of the shop's search."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from commerce.shop.schemas import ProductCardOut
from commerce.stores.schemas import Locale
from ecomm_core.api.pagination import MAX_PAGE
from ecomm_core.api.schemas import CurrencyCode, Money, Output, PageInfo, Text
from ecomm_core.money import MAX_AMOUNT

Word = Annotated[Text, Field(max_length=200)]
Currency = Annotated[
    CurrencyCode | None, Field(description="One of the shop's currencies; its own by default.")
]


class SearchIn(BaseModel):
    """What a shopper searches for. Without `q` it is every published product."""

    q: Text | None = Field(
        default=None,
        max_length=200,
        description="Words; all must be found, the first ten count. A SKU comes first.",
        examples=["copper kettle"],
    )
    page: int = Field(default=1, ge=1, le=MAX_PAGE)
    per_page: int = Field(default=20, ge=1, le=100)
    sort: Literal["relevance", "newest", "title", "price", "-price"] = "relevance"
    category: Word | None = Field(default=None, description="A slug; what is below it counts, too.")
    vendor: Word | None = None
    tag: Word | None = None
    min_price: int | None = Field(default=None, ge=0, le=MAX_AMOUNT, description="Minor units.")
    max_price: int | None = Field(default=None, ge=0, le=MAX_AMOUNT, description="Minor units.")
    available: bool | None = None
    option: list[Word] = Field(
        default_factory=list,
        description="`Name:Value`, repeatable. Values of one name are alternatives; names must all "
        "fit one variant.",
    )
    facets: bool = Field(default=True, description="Whether the filters are counted.")
    currency: Currency = None
    locale: Locale | None = Field(
        default=None,
        description="One of the shop's languages for titles and labels; its own by default. Words "
        "are found in every published language.",
    )


class SuggestIn(BaseModel):
    """What a shopper has typed so far: its last word may be unfinished."""

    q: Text = Field(min_length=1, max_length=200, examples=["copper ket"])
    limit: int = Field(default=6, ge=1, le=20)
    currency: Currency = None
    locale: Locale | None = None


class SearchFacetValueOut(Output):
    """One value of a filter and how many products it leaves: at most 5,000, `more` says that it is
    at least so many. `parent` is the category above, by its value."""

    value: str
    label: str
    count: int
    more: bool
    parent: str | None


class SearchFacetOut(Output):
    """A filter. `key` is category, vendor, tag, price, available or option.<name>; a price's values
    are ranges of minor units, `2000-3999`, both ends included."""

    key: str
    label: str
    values: list[SearchFacetValueOut]


class SearchFiltersOut(Output):
    """The filters of what was found. Counts of a filter do not heed that filter itself."""

    price_min: Money | None
    price_max: Money | None
    facets: list[SearchFacetOut]


class SearchOut(Output):
    """What was found. `more`: there are more than the 5,000 that are counted. `corrected`: the
    words that were searched for, where those that were typed find nothing. `filters` null: not
    asked for."""

    products: list[ProductCardOut]
    total: int
    more: bool
    corrected: str | None
    filters: SearchFiltersOut | None


class SearchReply(BaseModel):
    """The envelope of a search."""

    data: SearchOut
    error: None
    page: PageInfo


class SuggestOut(Output):
    """The best matches so far; nothing is counted while somebody types."""

    products: list[ProductCardOut]
    corrected: str | None
