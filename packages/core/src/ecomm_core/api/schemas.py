"""Shapes shared by every endpoint: envelope, money, page, strict input text."""

import re
from datetime import datetime
from typing import Annotated, Any, Final, Generic, TypeVar, get_args, get_origin

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)

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

_RFC_3339 = re.compile(
    r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[+-]\d{2}:?\d{2})", re.ASCII
)


def _written_out(value: Any) -> Any:
    """Refuse bare numbers, which pydantic alone would read as seconds since 1970."""
    if isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not _RFC_3339.fullmatch(value.strip()):
        raise ValueError("write a date and time with its offset, such as 2026-11-21T09:30:00Z")
    return value


_WRITTEN_OUT = BeforeValidator(_written_out)

Moment = Annotated[AwareDatetime, _WRITTEN_OUT, Field(examples=["2026-11-21T09:30:00Z"])]
"""A moment in a body or a query: RFC 3339 with its offset, nothing looser."""

T = TypeVar("T")

BLANKS: Final = r"\x00-\x20\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
"""Blanks and control characters for a class in a pattern, written out: what `\\s` is differs in
Rust (which judges here), ECMAScript (which JSON Schema means) and Python."""

WebUrl = Annotated[
    str,
    Field(
        max_length=500, pattern=rf"^https?://[^{BLANKS}<>\"]+$", examples=["https://a.example/b"]
    ),
]
"""An address on the web, up to 500 characters."""

CurrencyCode = Annotated[str, Field(pattern=r"^[A-Z]{3}$", examples=["EUR"])]
CountryCode = Annotated[str, Field(pattern=r"^[A-Z]{2}$", examples=["DE"])]


class Input(BaseModel):
    """Base of request bodies. Unknown fields are ignored, so that clients may run ahead of us.

    Strings anywhere in the body must be storable text; surrounding space is stripped.
    """

    model_config = ConfigDict(str_strip_whitespace=True, frozen=True)

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Times of a body are `Moment`s: a plain `datetime` also takes 0 and "12"."""
        super().__pydantic_init_subclass__(**kwargs)
        for name, field in cls.model_fields.items():
            if _WRITTEN_OUT not in field.metadata and _holds_plain_time(field.annotation):
                raise TypeError(f"{cls.__name__}.{name} is a datetime: use Moment")

    @model_validator(mode="before")
    @classmethod
    def _refuse_unstorable(cls, value: Any) -> Any:
        _walk(value)
        return value


def _holds_plain_time(annotation: Any) -> bool:
    if annotation in (datetime, AwareDatetime):
        return True
    if get_origin(annotation) is Annotated and _WRITTEN_OUT in annotation.__metadata__:
        return False
    return any(map(_holds_plain_time, get_args(annotation)))


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
