"""From a typed context to what a template sees: texts, whole numbers, lists, and nothing alive."""

import types
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel

from commerce.mail.branding import Branding
from commerce.mail.contexts.base import MailContext, Money
from commerce.mail.formats import day, moment, price
from commerce.mail.language.dialect import Shape


def view(context: MailContext, branding: Branding) -> dict[str, Any]:
    """The context in the store's words, and `shop`."""
    seen = {name: _seen(getattr(context, name), branding) for name in type(context).model_fields}
    return {**seen, "shop": shop(branding)}


def shop(branding: Branding) -> dict[str, Any]:
    """What every template may say of the shop."""
    return {"name": branding.name, "url": branding.url, "email": branding.contact}


def shape_of(context: type[MailContext]) -> dict[str, Shape]:
    """What `view` gives for contexts of this type, without values: to check templates against."""
    shape = _shape(context)
    return {**(shape if isinstance(shape, Mapping) else {}), "shop": _SHOP}


_SHOP: dict[str, Shape] = {"name": None, "url": None, "email": None}


def _seen(value: Any, branding: Branding) -> Any:
    if isinstance(value, Money):
        return price(value.amount, value.currency, branding.locale)
    if isinstance(value, BaseModel):
        return {name: _seen(getattr(value, name), branding) for name in type(value).model_fields}
    if isinstance(value, list | tuple):
        return [_seen(item, branding) for item in value]
    if isinstance(value, datetime):
        return moment(value, branding.locale, branding.timezone)
    if isinstance(value, date):
        return day(value, branding.locale)
    if value is None or isinstance(value, str | int | bool):
        return value
    raise TypeError(f"no template sees a {type(value).__name__}")


def _shape(annotation: Any) -> Shape:
    origin = get_origin(annotation)
    if origin in (Union, types.UnionType):
        [kept] = [part for part in get_args(annotation) if part is not type(None)]
        return _shape(kept)
    if origin is list:
        return [_shape(get_args(annotation)[0])]
    if hasattr(annotation, "__metadata__"):
        return _shape(annotation.__origin__)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if issubclass(annotation, Money):
            return None
        return {name: _shape(field.annotation) for name, field in annotation.model_fields.items()}
    return None
