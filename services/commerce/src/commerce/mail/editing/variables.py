"""What a template may say, for people: every variable with words about it and an example."""

import types
from collections.abc import Iterator, Mapping
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel

from commerce.mail.branding import Branding
from commerce.mail.contexts.base import MailContext, Money
from commerce.mail.editing.schemas import VariableOut
from commerce.mail.view import shop, view

_SHOP = {
    "name": "The shop's name",
    "url": "The shop's address",
    "email": "The shop's e-mail address, if there is one",
}
_LONGEST = 200
_ITEMS = {"address": "line", "taxes": "tax"}
"""What one of a list is called, where its name without the last letter says something else."""


def variables_of(context: type[MailContext], branding: Branding) -> list[VariableOut]:
    """All variables of a kind, in order; items of a list under the name its loop gives them."""
    seen = view(context.example(), branding)
    found = list(_of(context, "", seen))
    for name, value in shop(branding).items():
        found.append(_variable(f"shop.{name}", _SHOP[name], value))
    return found


def _of(model: type[BaseModel], prefix: str, seen: Mapping[str, Any]) -> Iterator[VariableOut]:
    for name, field in model.model_fields.items():
        kind = _bare(field.annotation)
        value = seen.get(name)
        path = f"{prefix}{name}"
        words = field.description or ""
        if get_origin(kind) is list:
            yield from _list(path, words, _bare(get_args(kind)[0]), value or [])
        elif isinstance(kind, type) and issubclass(kind, BaseModel) and kind is not Money:
            yield from _of(kind, f"{path}.", value or {})
        elif kind is bool:
            example = "yes" if value else "no"
            insert = f"{{% if {path} %}}\n\n{{% endif %}}"
            yield VariableOut(path=path, description=words, example=example, insert=insert)
        else:
            yield _variable(path, words, value)


def _list(path: str, words: str, kind: Any, value: list[Any]) -> Iterator[VariableOut]:
    name = path.rpartition(".")[2]
    item = _ITEMS.get(name, name.removesuffix("s"))
    first = f"{{{{ {item} }}}}"
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        first = f"{{{{ {item}.{next(iter(kind.model_fields))} }}}}"
    yield VariableOut(
        path=path,
        description=words,
        example="",
        insert=f"{{% for {item} in {path} %}}\n- {first}\n{{% endfor %}}",
    )
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield from _of(kind, f"{item}.", value[0] if value else {})


def _variable(path: str, words: str, value: object) -> VariableOut:
    example = "" if value is None else str(value)[:_LONGEST]
    return VariableOut(path=path, description=words, example=example, insert=f"{{{{ {path} }}}}")


def _bare(annotation: Any) -> Any:
    if hasattr(annotation, "__metadata__"):
        annotation = annotation.__origin__
    if get_origin(annotation) in (Union, types.UnionType):
        [kept] = [part for part in get_args(annotation) if part is not type(None)]
        return _bare(kept)
    return annotation
