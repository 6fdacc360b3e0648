"""The labelled texts of the fact lock as typed rows; see `FORMAT.md` for what they mean.

A row that breaks the format is refused with its place: a judge that reads a broken label silently
judges wrongly. Nothing here finds or checks claims; it only reads what people labelled.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal, get_args

from pydantic import ConfigDict, TypeAdapter, ValidationError

Half = Literal["dev", "dev2", "heldout"]
"""A folder of rows; `dev2` is more of `dev`, by other hands that had not seen the detector."""
Kind = Literal["number", "unit", "material", "certification", "size", "brand", "compatibility"]
Language = Literal["de", "en", "es", "fr", "it", "nl"]
"""Of the texts; a source may be in any other (zh and pt occur)."""

KINDS: tuple[Kind, ...] = get_args(Kind)
TrueRule = Literal[
    "same", "conversion", "rounding", "number-word", "synonym", "translation", "range", "subset",
    "plural", "paraphrase", "derived", "weaker",
]  # fmt: skip
"""Why a claim is supported: the first word of its `why`."""
FalseRule = Literal[
    "value", "unit", "material", "certification", "compatibility", "brand", "qualifier",
    "attribute", "count", "invented", "part",
]  # fmt: skip
"""Why a claim is not."""
TRUE_RULES: frozenset[str] = frozenset(get_args(TrueRule))
FALSE_RULES: frozenset[str] = frozenset(get_args(FalseRule))
MIN_CLAIMS, MAX_CLAIMS = 3, 10
"""In one text that has any: with more it is a data sheet, not copy."""
FOLDER = Path(__file__).parent

_STRICT = ConfigDict(extra="forbid", strict=True)


class BrokenRow(ValueError):
    """A row does not keep the format; the message says where and how."""


@dataclass(frozen=True, slots=True)
class Source:
    """What the shop knows of a product, in the supplier's language."""

    __pydantic_config__ = _STRICT

    title: str
    vendor: str | None
    attributes: Mapping[str, str]
    description: str
    language: str

    def holds(self, name: str) -> bool:
        """Whether `name` is an attribute, `title`, `vendor`, or words of the description."""
        if name == "vendor":
            return self.vendor is not None
        return name == "title" or name in self.attributes or (name in self.description)


@dataclass(frozen=True, slots=True)
class Claim:
    """One factual claim: `text[start:end] == quote`, in characters.

    `source` names what supports it (see `Source.holds`); None where nothing does.
    """

    __pydantic_config__ = _STRICT

    quote: str
    start: int
    kind: Kind
    supported: bool
    source: str | None
    why: str

    @property
    def end(self) -> int:
        """The offset behind the quote."""
        return self.start + len(self.quote)

    @property
    def rule(self) -> str:
        """The first word of `why`: one of `TRUE_RULES` or `FALSE_RULES`."""
        return self.why.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Labelled:
    """One product's text with every claim it makes, in order."""

    __pydantic_config__ = _STRICT

    id: str
    language: Language
    source: Source
    text: str
    claims: tuple[Claim, ...]


_ROW = TypeAdapter(Labelled)


def load(half: Half) -> tuple[Labelled, ...]:
    """Every row of one folder, by file and line; `BrokenRow` at the first that is wrong."""
    return read(sorted((FOLDER / half).glob("*.jsonl")))


def read(paths: Iterable[Path]) -> tuple[Labelled, ...]:
    """The rows of files named by language; `BrokenRow` at a broken row or an id seen before."""
    rows: dict[str, Labelled] = {}
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            where = f"{path.name}:{number}"
            row = parse(line, where)
            if row.id in rows:
                raise BrokenRow(f"{where}: the id {row.id} is taken")
            if row.language != path.stem:
                raise BrokenRow(f"{where}: a text in {row.language}")
            rows[row.id] = row
    return tuple(rows.values())


def parse(line: str, where: str = "row") -> Labelled:
    """One JSON line; `BrokenRow` if a field is missing, unknown, of another type, or untrue."""
    try:
        row = _ROW.validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BrokenRow(f"{where}: {place}: {first['msg']}") from error
    check(row, where)
    return row


def dump(row: Labelled) -> str:
    """The JSON line that `parse` reads back."""
    return json.dumps(asdict(row), ensure_ascii=False)


def check(row: Labelled, where: str = "row") -> None:
    """Refuse a row whose parts do not agree with each other (`BrokenRow`)."""
    source = row.source
    for name, text in {"id": row.id, "title": source.title, "text": row.text}.items():
        if not text.strip():
            raise BrokenRow(f"{where}: {name} is empty")
    for name, value in source.attributes.items():
        if name in {"title", "vendor"} or not name.strip() or not value.strip():
            raise BrokenRow(f"{where}: attribute {name!r} is reserved or empty")
    if row.claims and not MIN_CLAIMS <= len(row.claims) <= MAX_CLAIMS:
        raise BrokenRow(f"{where}: {len(row.claims)} claims")
    for claim in row.claims:
        _check_claim(claim, row, where)
    for one, other in pairwise(row.claims):
        if other.start < one.end:
            raise BrokenRow(f"{where}: {other.quote!r} overlaps or stands before {one.quote!r}")


def _check_claim(claim: Claim, row: Labelled, where: str) -> None:
    place = f"{where}: {claim.quote!r}"
    if not claim.quote.strip() or claim.quote != claim.quote.strip():
        raise BrokenRow(f"{place}: empty or with blanks around it")
    if claim.start < 0 or row.text[claim.start : claim.end] != claim.quote:
        raise BrokenRow(f"{place}: not in the text at {claim.start}")
    if claim.rule not in (TRUE_RULES if claim.supported else FALSE_RULES):
        raise BrokenRow(f"{place}: {claim.rule!r} is no rule for supported={claim.supported}")
    if claim.rule in {"conversion", "unit"} and claim.kind != "unit":
        raise BrokenRow(f"{place}: another unit makes it a claim of kind unit, not {claim.kind}")
    if not claim.supported and claim.source is not None:
        raise BrokenRow(f"{place}: unsupported, and yet with a source")
    if claim.supported and (claim.source is None or not claim.source.strip()):
        raise BrokenRow(f"{place}: supported by nothing")
    if claim.source is not None and not row.source.holds(claim.source):
        raise BrokenRow(f"{place}: its source {claim.source!r} is not in the product's data")
