# ruff: noqa: E501, SIM905 -- lists of words in six languages stay whole
"""Whether what the text names (stuff, seal, place, device, part) is what the source names."""

from .evidence import Evidence, Phrase, modes
from .figures import Verdict, clause
from .lexicon import Match, implied
from .model import Kind
from .words import Token, fold, stem

KINDS: dict[str, Kind] = {
    "material": "material", "quality": "material", "certification": "certification",
    "compatibility": "compatibility", "place": "brand", "thing": "number",
}  # fmt: skip
TOLD = frozenset(
    "included include includes inclusive inkl inklusive enthalten dabei beiliegend beigelegt"
    " gratis geschenkt fourni fournie fournis fournies inclus incluse comprise livree offert"
    " incluido incluida incluidos incluidas incluye incluso inclusa inclusi incluse compreso"
    " fornito inbegrepen meegeleverd bijgeleverd inclusief cadeau supplied bundled mitgeliefert"
    " lieferumfang omaggio accompagne".split()
)
TOLD_STEMS = frozenset(stem(word) for word in TOLD)
_SOFT = frozenset(
    "outdoor indoor mains oven stove tv car kids adults bathroom carpet tiles wallpaper glasssurface fabric camera bike"
    " baby train fish insects grill campfire boat rust reusable pool rainproof lead water milk pure genuine real"
    " solid iron2 dogs cats birds bleach".split()
)
"""Words that copy also uses without claiming: only behind a word of fitness is their absence a flag."""
_FIT = frozenset(
    "for fits works suits suitable compatible safe also too even plus für passt geeignet auch sogar funktioniert"
    " kompatibel taugt pour convient compatible fonctionne aussi meme adapte para apto apta sirve tambien incluso"
    " vale funciona per adatto compatibile anche persino funziona voor geschikt past ook werkt zelfs fur certified"
    " resistant resiste proof".split()
)
_PART = frozenset(
    "lid handle body frame leg base top sole insole upper lining filling cover blade clasp zip chain strap"
    " tip pendant core coating seal packaging pot pocket drawer shelf slat cable headrest".split()
)


def judge(  # noqa: PLR0911, PLR0912 - a ladder of rules: the first that decides returns
    items: list[Token], one: Match, others: list[Match], evidence: Evidence
) -> Verdict | None:
    """None where the mention is no claim."""
    if one.concept.kind == "thing":
        return _thing(items, one, evidence)
    wanted = one.concept.name
    support: Phrase | None = None
    wrong = ""
    for phrase in evidence.phrases:
        for other in phrase.found:
            if wanted not in implied(other.concept.name):
                if (
                    other.concept.name in implied(wanted)
                    and other.negated
                    and not one.negated
                    and other.concept.kind == "certification"
                ):
                    wrong = "the source denies it"
                continue
            if one.concept.kind in {"material"} and other.look and not one.look:
                wrong = "the source only says that it looks so"
            elif other.negated != one.negated:
                wrong = "the source says the opposite"
            elif problem := _elsewhere(items, one, others, phrase, other, evidence):
                wrong = problem
            else:
                support = support or phrase
    if support is None and one.concept.name in {"tested", "certified"}:
        return None
    if one.concept.name == "pure" and _whole(evidence):
        return Verdict(_whole(evidence), "the source says 100 %")
    soft = one.concept.name in _SOFT and not items[one.last - 1].folded.endswith(
        ("fest", "proof", "sicher")
    )
    if one.concept.kind == "quality" and _beside(one, others):
        soft = False
    if items[-1].text == "?":
        return Verdict(support, "the source says so") if support else None
    if support is None and not wrong and soft and not one.negated:
        start, end = clause(items, one.first, one.last)
        if not any(t.folded in _FIT for t in items[start : one.last]):
            return None
    if one.negated and support is None:
        if one.concept.kind in {"certification", "material"} or wrong:
            return Verdict(None, wrong or "nothing in the source says so")
        return None
    if support is not None and wrong == "the source says the opposite" and one.concept.kind in {
        "certification", "compatibility"}:  # fmt: skip
        start, end = clause(items, one.first, one.last)
        if not _limited(items[start:end], support):
            return Verdict(support, "the source says so")
    if (
        support is not None
        and support.name == "title"
        and wanted == "waterproof"
        and _weaker(evidence)
    ):
        return Verdict(None, "the source's details say less than its title")
    if support is not None:
        return Verdict(support, "the source says so")
    return Verdict(None, wrong or "nothing in the source says so")


def _weaker(evidence: Evidence) -> bool:
    """Whether the details only speak of rain or splashes."""
    return any(
        m.concept.name in {"rainproof", "splashproof", "waterrepellent"} and not m.negated
        for p in evidence.phrases
        for m in p.found
    )


def _whole(evidence: Evidence) -> Phrase | None:
    """The phrase that gives a share of 100 %."""
    for phrase in evidence.phrases:
        if any(c.dimension == "percent" and c.value == 100 for c in phrase.numbers):
            return phrase
    return None


def _beside(one: Match, others: list[Match]) -> bool:
    """Whether a material stands next to a quality."""
    return any(
        m.concept.kind == "material"
        and (-2 <= m.first - one.last <= 2 or 0 <= one.first - m.last <= 1)
        for m in others
    )


def universal(items: list[Token], at: int, evidence: Evidence) -> str:
    """ "all models", "every airline": wider than a source that does not say so."""
    if items[at].folded not in _ALL:
        return ""
    nouns = [t for t in items[at + 1 : at + 5] if t.stem in _KINDS_OF]
    if not nouns:
        return ""
    said = any(
        t.folded in _ALL and not negated_before(p.items, i)
        for p in evidence.phrases
        for i, t in enumerate(p.items)
    )
    return "" if said else "the source does not say all"


def negated_before(items: list[Token], at: int) -> bool:
    """ "not every"."""
    return at > 0 and items[at - 1].folded in {"not", "nicht", "pas", "no", "non", "niet"}


_ALL = frozenset(
    "all every any alle allen aller jede jeden jedem jeder jedes tous toutes tout toute todos todas cualquier cada"
    " tutti tutte ogni qualsiasi qualunque elk elke ieder iedere".split()
)
_ONLY = frozenset(
    "only nur lediglich solo solamente solamente seulement uniquement soltanto alleen slechts".split()
)
_EVERYTHING = _ALL | frozenset("everything alles tutto todo completely entirely whole".split())
_KINDS_OF = frozenset(
    stem(fold(word))
    for word in "modell modelle modellen model models modèle modèles modelo modelos modello modelli marke marken"
    " brand brands marque marques marca marcas marche merk merken gerät geräte geräten device devices appareil appareils dispositivo"
    " dispositivos dispositivi apparaat apparaten airline airlines compagnie compagnies aerolíneas compañías handy handys phone phones"
    " smartphone smartphones téléphones móviles telefoni machine machines maschine maschinen máquinas macchine system systems"
    " systeme système systèmes sistemas sistemi herd herde hob hobs plaques feux cocinas cars autos voitures coches bikes printers"
    " drucker imprimantes impresoras laptops tablets cameras kameras lenses bottles mattresses matratzen matelas".split()
)
_FEATURES = frozenset(
    "remote charger manual gift tripod light timer vacuum wall headrest foldable stackable rechargeable removable"
    " replaceable reversible refillable screws mic alarm".split()
)
"""Things and features that no copy mentions in passing."""
_RIVALS = {"removable": "builtin", "everyday": "occasional", "wall": "singlewall", "machinewash": "handwash",
           "replaceable": "builtin", "commercial": "occasional"}  # fmt: skip


def _limited(items: list[Token], phrase: Phrase) -> bool:
    return not {t.stem for t in items} & {t.stem for t in phrase.items}


def _elsewhere(  # noqa: PLR0911 - a ladder of rules: the first that decides returns
    items: list[Token],
    one: Match,
    others: list[Match],
    phrase: Phrase,
    other: Match,
    evidence: Evidence,
) -> str:
    """A material of another part, a place of another deed."""
    start, end = clause(items, one.first, one.last)
    if one.concept.kind == "place":
        first, last = clause(phrase.items, other.first, other.last)
        mine = modes(items[start:end])
        theirs = modes(phrase.items[first:last]) or modes(phrase.items)
        if "designed-" in mine and "designed+" in theirs and "designed-" not in theirs:
            return "the source says designed there, not made there"
        return ""
    if {t.folded for t in phrase.items} & _ONLY and {
        t.folded for t in items[start:end]
    } & _EVERYTHING:
        return "the source says so of a part only"
    if one.concept.kind not in {"material", "certification"}:
        return ""
    reach = 5 if one.concept.kind == "material" else 3
    near = {
        m.concept.name for m in others
        if m.concept.name in _PART and start <= m.first < end and m.first != one.first
        and -reach <= m.first - one.first <= reach
    }  # fmt: skip
    if not near:
        return ""
    theirs_parts = _parts_near(phrase, other)
    if near & theirs_parts:
        return ""
    spoken = any(
        near & ({m.concept.name for m in p.found[:]} & _PART)
        and any(m.concept.kind == one.concept.kind and not m.negated for m in p.found)
        for p in evidence.phrases
        if p is not phrase
    )
    if theirs_parts or spoken:
        return "the source says so of another part"
    return ""


def _parts_near(phrase: Phrase, other: Match) -> set[str]:
    start, end = clause(phrase.items, other.first, other.last)
    return {
        m.concept.name for m in phrase.found
        if m.concept.name in _PART and (m.first < phrase.head or start <= m.first < end)
    }  # fmt: skip


def _thing(items: list[Token], one: Match, evidence: Evidence) -> Verdict | None:  # noqa: PLR0911 - a ladder of rules: the first that decides returns
    """A part or extra: only against a denial, or told to be in the box with nothing said of it."""
    start, end = clause(items, one.first, one.last)
    sides: list[tuple[bool, Phrase]] = []
    for phrase in evidence.phrases:
        sides += [(m.negated, phrase) for m in phrase.found if m.concept.name == one.concept.name]
    rival = _RIVALS.get(one.concept.name)
    if (
        rival
        and not one.negated
        and not sides
        and any(
            m.concept.name == rival and not m.negated for p in evidence.phrases for m in p.found
        )
    ):
        return Verdict(None, "the source says the opposite")
    if items[-1].text == "?":
        return None
    told = any(t.folded in TOLD for t in items[start:end])
    if not sides:
        if one.concept.name in _FEATURES and not one.negated:
            return Verdict(None, "the source says nothing of it")
        if told and not one.negated:
            return Verdict(None, "the source says nothing of it in the box")
        return None
    agreeing = [phrase for negated, phrase in sides if negated == one.negated]
    if agreeing:
        if told or one.negated:
            denied = [p for n, p in sides if n != one.negated]
            if denied and told and not one.negated:
                return Verdict(None, "the source says it is not in the box")
        return Verdict(agreeing[0], "the source says so") if told or one.negated else None
    if one.negated and not told and one.concept.name not in {"assembly", "tool", "screws"}:
        return None if not any(t.folded in TOLD for p in (s[1] for s in sides) for t in p.items) else Verdict(
            None, "the source says the opposite")  # fmt: skip
    return Verdict(None, "the source says the opposite")
