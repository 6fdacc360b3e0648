"""Shapes shared by every endpoint: envelope, money, page, strict input text."""

from typing import Annotated, Any, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from ecomm_core.money import MAX_AMOUNT


def _storable(text: str) -> str:
    """PostgreSQL stores neither NUL nor lone surrogates: refuse them as malformed input."""
    if "\x00" in text:
        raise ValueError("must not contain a NUL character")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as exc:
        raise ValueError("must be valid Unicode text") from exc
    return text


Text = Annotated[str, AfterValidator(_storable)]
"""A string PostgreSQL can store. Lengths are added where it is used."""

T = TypeVar("T")

CurrencyCode = Annotated[str, Field(pattern=r"^[A-Z]{3}$", examples=["EUR"])]
CountryCode = Annotated[str, Field(pattern=r"^[A-Z]{2}$", examples=["DE"])]


class Input(BaseModel):
    """Base of request bodies. Unknown fields are ignored, so that clients may run ahead of us.

    Strings anywhere in the body must be storable text; surrounding space is stripped.
    """

    model_config = ConfigDict(str_strip_whitespace=True, frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _refuse_unstorable(cls, value: Any) -> Any:
        _walk(value)
        return value


def _walk(value: Any) -> None:
    if isinstance(value, str):
        _storable(value)
    elif isinstance(value, dict):
        for key, item in value.items():
            _walk(key)
            _walk(item)
    elif isinstance(value, list):
        for item in value:
            _walk(item)


class Output(BaseModel):
    """Base of replies. Fields have no defaults, so that clients see them as required."""

    model_config = ConfigDict(frozen=True, from_attributes=True)


class Money(BaseModel):
    """An amount in minor units with its ISO 4217 currency, in and out alike."""

    model_config = ConfigDict(frozen=True)

    amount: Annotated[int, Field(strict=True, ge=-MAX_AMOUNT, le=MAX_AMOUNT, examples=[2499])]
    currency: CurrencyCode


class Price(Money):
    """Money that may not be negative."""

    amount: Annotated[int, Field(strict=True, ge=0, le=MAX_AMOUNT, examples=[2499])]


class ErrorDetail(BaseModel):
    """One thing that is wrong; `field` is a dotted path into the body, or null."""

    field: str | None
    code: str
    message: str


class ErrorBody(BaseModel):
    """What went wrong: a stable code to program by, a sentence to show, the request's id."""

    code: str
    message: str
    details: list[dict[str, Any]]
    request_id: str


class ErrorReply(BaseModel):
    """The envelope of every refusal."""

    data: None
    error: ErrorBody


class PageInfo(BaseModel):
    """Where a page of a list stands. `next` is a keyset cursor on long tables, else null."""

    total: int
    page: int
    per_page: int
    next: str | None


class Reply(BaseModel, Generic[T]):
    """The envelope of every success."""

    data: T
    error: None


class ListReply(BaseModel, Generic[T]):
    """The envelope of a list with its page."""

    data: list[T]
    error: None
    page: PageInfo


def ok(data: T) -> Reply[T]:
    """Wrap a result into the success envelope without validating it again."""
    return Reply[T].model_construct(data=data, error=None)


def page_of(items: list[T], info: PageInfo) -> ListReply[T]:
    """Wrap one page of a list into the success envelope without validating it again."""
    return ListReply[T].model_construct(data=items, error=None, page=info)
