"""Products and texts from templates, with labels known because each claim is made, not found.

`generate(seed, texts)` is the same for the same seed on every machine. Tests call it with
`fresh_seed()` and print the seed, so that no detector can learn the rows by heart. The texts are
plainer than the corpora's: they measure whether a rule holds for any figure and any pair of
languages, not whether prose is understood.
"""

import random
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from . import words as said
from .corpus import Claim, FalseRule, Kind, Labelled, Source, TrueRule, check
from .words import TONGUES, Said, Tongue

PERTURBATIONS: dict[str, FalseRule] = {
    "figure changed": "value",
    "conversion miscalculated": "value",
    "unit swapped": "unit",
    "width's figure given as height": "attribute",
    "limit turned round": "qualifier",
    "repellent made proof": "qualifier",
    "negation dropped": "qualifier",
    "material upgraded": "material",
    "lid's material given to the body": "part",
    "seal replaced": "certification",
    "property invented": "invented",
    "count invented": "count",
    "list widened": "compatibility",
    "maker replaced": "brand",
    "origin replaced": "brand",
}
"""Every way in which a made claim is false, with the rule its `why` begins with."""

_SYLLABLES = ("ba", "dor", "fen", "gil", "ka", "lum", "mo", "nev", "ri", "sol", "tam", "vi", "zo")
_MEETING: Said = {
    "en": "Meet {x}.",
    "de": "Das ist {x}.",
    "fr": "Voici {x}.",
    "es": "Te presentamos {x}.",
}
_AND: Said = {"en": "and", "de": "und", "fr": "et", "es": "y"}


class Measure(NamedTuple):
    """A quantity's source unit, its range there, and its other units as (symbol, factor)."""

    unit: str
    low: int
    high: int
    step: int
    others: tuple[tuple[str, Decimal], ...]
    swap: str
    """The unit that makes the same figure false."""


MEASURES: dict[str, Measure] = {
    "height": Measure("cm", 20, 180, 1, (("mm", Decimal(10)), ("in", 1 / Decimal("2.54"))), "in"),
    "weight": Measure(
        "g", 150, 4900, 10, (("kg", Decimal("0.001")), ("oz", 1 / Decimal("28.3495"))), "kg"
    ),
    "volume": Measure("ml", 200, 3000, 50, (("l", Decimal("0.001")), ("cl", Decimal("0.1"))), "l"),
    "power": Measure("W", 300, 2400, 50, (("kW", Decimal("0.001")),), "kW"),
    "runtime": Measure("h", 3, 40, 1, (("min", Decimal(60)),), "days"),
}
"""By attribute; widths are drawn as heights are."""


@dataclass(frozen=True, slots=True)
class Told:
    """A claim before it stands in a sentence."""

    quote: str
    frame: str
    kind: Kind
    source: str | None
    why: str

    @property
    def supported(self) -> bool:
        """Whether something in the source says so."""
        return self.source is not None


@dataclass(slots=True)
class Draft:
    """A product on the way: its source fills as its facts are told."""

    rng: random.Random
    tongue: Tongue
    """Of the text."""
    home: Tongue
    """Of the source."""
    vendor: str
    attributes: dict[str, str] = field(default_factory=dict)
    phrases: list[str] = field(default_factory=list)

    def put(self, key: str, value: str) -> str:
        """Write an attribute; its name in the source's language."""
        name = said.NAMES[key][self.home]
        self.attributes[name] = value
        return name

    @property
    def plain(self) -> TrueRule:
        """How a claim that says just what the source says is true."""
        return "same" if self.tongue == self.home else "translation"

    def lie(self, quote: str, frame: str, kind: Kind, how: str) -> Told:
        """An unsupported claim, by one of `PERTURBATIONS`."""
        return Told(quote, frame, kind, None, f"{PERTURBATIONS[how]}: {how}")


def fresh_seed() -> int:
    """A seed nobody has seen; print it, so that a failure can be made again."""
    return secrets.randbelow(2**32)


def generate(seed: int, texts: int) -> tuple[Labelled, ...]:
    """`texts` products with one text each, 4 to 8 claims in each, about half of them false."""
    rng = random.Random(seed)
    return tuple(_product(rng, f"g-{seed}-{number:04d}") for number in range(texts))


def _product(rng: random.Random, identity: str) -> Labelled:
    name, vendor = (word.capitalize() for word in _names(rng, 2))
    draft = Draft(rng, rng.choice(TONGUES), rng.choice(TONGUES), vendor)
    title = f"{rng.choice(said.GOODS)[draft.home].capitalize()} {name}"
    told = [fact(draft, rng.random() < 0.5) for fact in rng.sample(FACTS, rng.randint(4, 8))]
    opening, closing = rng.sample(said.MOODS[draft.tongue], 2)
    text = f"{opening} {_MEETING[draft.tongue].format(x=name)}"
    claims = []
    for one in told:
        before, after = rng.choice(said.FRAMES[one.frame][draft.tongue]).split("{q}")
        text += f" {before}"
        claims.append(Claim(one.quote, len(text), one.kind, one.supported, one.source, one.why))
        text += one.quote + after
    row = Labelled(
        identity,
        draft.tongue,
        Source(title, vendor, draft.attributes, "; ".join(draft.phrases), draft.home),
        f"{text} {closing}",
        tuple(claims),
    )
    check(row, identity)
    return row


def _names(rng: random.Random, count: int) -> list[str]:
    """Invented words, all different."""
    words: dict[str, None] = {}
    while len(words) < count:
        words["".join(rng.sample(_SYLLABLES, 3))] = None
    return list(words)


def figure(value: Decimal, tongue: Tongue) -> str:
    """The value as it is written in a language, without thousands separators."""
    written = f"{value.normalize():f}"
    return written if tongue == "en" else written.replace(".", ",")


def _unit(symbol: str, tongue: Tongue) -> str:
    return said.UNITS[symbol][tongue] if symbol in said.UNITS else symbol


def rounded(value: Decimal) -> Decimal:
    """To a tenth where that is within the tolerance, else to a hundredth."""
    places = Decimal("0.1") if value >= 10 else Decimal("0.01")
    return value.quantize(places, ROUND_HALF_UP)


def _quantity(draft: Draft, key: str, frame: str, kind: Kind, lie: bool) -> Told:
    """A measured attribute, told as it is, converted, or one of four ways wrong."""
    measure, rng = MEASURES[key], draft.rng
    value = Decimal(rng.randrange(measure.low, measure.high + 1, measure.step))

    def wording(number: Decimal, unit: str, key: str = key) -> str:
        return said.WORDINGS[key][draft.tongue].format(
            n=figure(number, draft.tongue), u=_unit(unit, draft.tongue)
        )

    written = f"{figure(value, draft.home)} {measure.unit}"
    if key == "runtime":
        written = said.WORDINGS[key][draft.home].format(n=value, u=measure.unit)
    name = draft.put(key, written)
    unit, factor = rng.choice(measure.others)
    if not lie:
        if rng.random() < 0.5:
            return Told(wording(value, measure.unit), frame, kind, name, draft.plain)
        return Told(wording(rounded(value * factor), unit), frame, "unit", name, "conversion")
    ways = ["figure changed", "unit swapped", "conversion miscalculated"]
    how = rng.choice([*ways, "limit turned round"] if key == "runtime" else ways)
    if how == "limit turned round":
        return draft.lie(wording(value, measure.unit, "at least"), frame, kind, how)
    if how == "unit swapped":
        return draft.lie(wording(value, measure.swap), frame, "unit", how)
    wrong = rng.choice([Decimal("0.5"), Decimal("1.5"), Decimal(2)])
    if how == "figure changed":
        return draft.lie(wording(rounded(value * wrong), measure.unit), frame, kind, how)
    return draft.lie(wording(rounded(value * factor * wrong), unit), frame, "unit", how)


def _height(draft: Draft, lie: bool) -> Told:
    """Height; or width's figure in height's place, where the width is far from it."""
    if not lie or draft.rng.random() < 0.6:
        return _quantity(draft, "height", "size", "size", lie)
    width = draft.rng.randint(20, 90)
    draft.put("width", f"{width} cm")
    draft.put("height", f"{width * 2 + draft.rng.randint(0, 9)} cm")
    quote = said.WORDINGS["height"][draft.tongue].format(n=width, u="cm")
    return draft.lie(quote, "size", "size", "width's figure given as height")


def _weight(draft: Draft, lie: bool) -> Told:
    return _quantity(draft, "weight", "weight", "number", lie)


def _volume(draft: Draft, lie: bool) -> Told:
    return _quantity(draft, "volume", "volume", "number", lie)


def _power(draft: Draft, lie: bool) -> Told:
    return _quantity(draft, "power", "power", "number", lie)


def _runtime(draft: Draft, lie: bool) -> Told:
    return _quantity(draft, "runtime", "runtime", "number", lie)


def _count(draft: Draft, key: str, lie: bool, how: str) -> Told:
    """A count in words or digits; a false one is another count, or one the source does not have."""
    true, other = draft.rng.sample(range(2, 11), 2)
    told = other if lie else true
    words = said.COUNTS[draft.tongue][told - 2] if draft.rng.random() < 0.6 else str(told)
    quote = said.WORDINGS[key][draft.tongue].format(w=words)
    if lie and how == "count invented":
        return draft.lie(quote, "count", "number", how)
    name = draft.put(key, str(true))
    if lie:
        return draft.lie(quote, "count", "number", how)
    rule = draft.plain if words.isdigit() else "number-word"
    return Told(quote, "count", "number", name, rule)


def _pieces(draft: Draft, lie: bool) -> Told:
    return _count(draft, "pieces", lie, "figure changed")


def _colours(draft: Draft, lie: bool) -> Told:
    return _count(draft, "colours", lie, "count invented")


def _material(draft: Draft, lie: bool) -> Told:
    stuff = draft.rng.choice(said.STUFFS)
    name = draft.put("material", stuff.real[draft.home])
    if lie:
        return draft.lie(stuff.upgrade[draft.tongue], "made of", "material", "material upgraded")
    return Told(stuff.real[draft.tongue], "made of", "material", name, draft.plain)


def _lid(draft: Draft, lie: bool) -> Told:
    """A part's material, told of the part or of the whole body."""
    lid = draft.rng.choice(said.LIDS)
    name = draft.put("lid", lid[draft.home])
    if lie:
        quote = said.WORDINGS["body"][draft.tongue].format(x=lid[draft.tongue])
        return draft.lie(quote, "made of", "material", "lid's material given to the body")
    quote = said.WORDINGS["lid"][draft.tongue].format(x=lid[draft.tongue])
    return Told(quote, "made of", "material", name, draft.plain)


def _seal(draft: Draft, lie: bool) -> Told:
    seal = draft.rng.choice(said.SEALS)
    name = draft.put("seal", seal.real)
    if lie:
        return draft.lie(seal.stronger, "seal", "certification", "seal replaced")
    return Told(seal.real, "seal", "certification", name, "same")


def _free(draft: Draft, lie: bool) -> Told:
    stated, other = draft.rng.sample(said.FREE, 2)
    draft.phrases.append(stated[draft.home])
    if lie:
        return draft.lie(other[draft.tongue], "trait", "certification", "property invented")
    return Told(stated[draft.tongue], "trait", "certification", stated[draft.home], draft.plain)


def _water(draft: Draft, lie: bool) -> Told:
    phrase = said.WATER[False][draft.home]
    draft.phrases.append(phrase)
    quote = said.WATER[lie][draft.tongue]
    if lie:
        return draft.lie(quote, "trait", "certification", "repellent made proof")
    return Told(quote, "trait", "certification", phrase, draft.plain)


def _dishwasher(draft: Draft, lie: bool) -> Told:
    """May go in, may not, or may not although the text says so."""
    may = not lie and draft.rng.random() < 0.5
    phrase = said.DISHWASHER[may][draft.home]
    draft.phrases.append(phrase)
    if lie:
        quote = said.DISHWASHER[True][draft.tongue]
        return draft.lie(quote, "trait", "certification", "negation dropped")
    quote = said.DISHWASHER[may][draft.tongue]
    return Told(quote, "trait", "certification", phrase, draft.plain)


def _fits(draft: Draft, lie: bool) -> Told:
    """Some of the listed models, or one that is not among them."""
    family = _names(draft.rng, 1)[0].capitalize()
    models = [f"{family} {number}" for number in draft.rng.sample(range(2, 20), 5)]
    listed, unlisted = models[:4], models[4]
    name = draft.put("fits", ", ".join(listed))
    told = draft.rng.sample(listed, 2)
    if lie:
        told[1] = unlisted
    quote = f" {_AND[draft.tongue]} ".join(told)
    if lie:
        return draft.lie(quote, "fits", "compatibility", "list widened")
    return Told(quote, "fits", "compatibility", name, "subset")


def _maker(draft: Draft, lie: bool) -> Told:
    if not lie:
        quote = said.BY[draft.tongue].format(x=draft.vendor)
        return Told(quote, "maker", "brand", "vendor", "same")
    other = next(word for word in map(str.capitalize, _names(draft.rng, 2)) if word != draft.vendor)
    return draft.lie(said.BY[draft.tongue].format(x=other), "maker", "brand", "maker replaced")


def _place(draft: Draft, lie: bool) -> Told:
    place, other = draft.rng.sample(said.PLACES, 2)
    phrase = said.WORDINGS["place"][draft.home].format(x=place[draft.home])
    draft.phrases.append(phrase)
    if lie:
        quote = said.WORDINGS["place"][draft.tongue].format(x=other[draft.tongue])
        return draft.lie(quote, "maker", "brand", "origin replaced")
    quote = said.WORDINGS["place"][draft.tongue].format(x=place[draft.tongue])
    return Told(quote, "maker", "brand", phrase, draft.plain)


FACTS: tuple[Callable[[Draft, bool], Told], ...] = (
    _height, _weight, _volume, _power, _runtime, _pieces, _colours, _material, _lid, _seal,
    _free, _water, _dishwasher, _fits, _maker, _place,
)  # fmt: skip
