# ruff: noqa: E501, SIM905 -- lists of words in six languages stay whole
"""Properties the lexicon has no word for, known by their form: saunafest, -proof, suitable for …"""

from .evidence import Evidence, modes
from .figures import clause
from .lexicon import Match
from .names import known
from .words import Token, fold

_TAILS: dict[str, tuple[str, ...]] = {
    "de": ("geeignet", "fest", "dicht", "sicher", "tauglich", "frei", "bestandig", "gepruft", "zertifiziert",
           "kompatibel", "resistent", "echt", "getestet"),
    "nl": ("bestendig", "vrij", "vast", "veilig", "dicht", "geschikt", "proof"),
}  # fmt: skip
_SECOND = frozenset(
    "proof safe free resistant certified approved compatible tested rated ready friendly".split()
)
"""Behind a hyphen in English."""
_MOOD = frozenset(
    "stress sorgen sorg problem hassle drama risk worry guilt care carefree duty kosten gratis scham barriere zweifel"
    " fehler wolken manifest mani hand bomben felsen sattel handfest boden pro un fami party family budget user planet"
    " future gift foto camera holiday fun mess fuss friction tear bruch ein aus ge be ver vor laut knall stand trittfest"
    " zins falten versandkosten rest ganz selbst unsicher ge treff weih".split()
)
_FITNESS: tuple[tuple[str, ...], ...] = tuple(
    tuple(fold(one).split())
    for one in (
        "suitable for|fit for|geeignet für|ideal für|convient à|convient aux|adapté à|adaptée aux|apto para"
        "|apta para|adatto a|adatta a|adatto per|geschikt voor|compatible with|works with|kompatibel mit|passt auf"
        "|passt zu|compatible avec|compatible con|fonctionne avec|funciona con|compatibile con|werkt met"
    ).split("|")
)
_MADE = frozenset(
    "made manufactured produced crafted sewn woven hergestellt gefertigt produziert genaht gewebt fabrique fabriquee"
    " fabriques cousu tisse fait hecho hecha fabricado fabricada cosido tejido prodotto prodotta fatto cucito gemaakt"
    " geproduceerd vervaardigd".split()
)
_AT = frozenset({"in", "a", "en", "au", "aus", "bei"})


def unknown_properties(
    items: list[Token], found: list[Match], evidence: Evidence, language: str
) -> list[tuple[int, int, str]]:
    """Token spans that attest something neither the lexicon nor the source knows, with the reason."""
    taken = {at for one in found for at in range(one.first, one.last)}
    out = []
    for at, token in enumerate(items):
        if at not in taken and token.kind == "word" and not known(token, evidence):
            if _compound(token.folded, language):
                out.append((at, at + 1, "a property the source does not give"))
            elif (
                language == "en"
                and at + 2 < len(items)
                and items[at + 1].text == "-"
                and (items[at + 2].folded in _SECOND and token.folded not in _MOOD)
            ):
                out.append((at, at + 3, "a property the source does not give"))
        end = at + 1
        for phrase in _FITNESS:
            if (
                phrase[0] == token.folded
                and tuple(t.folded for t in items[at : at + len(phrase)]) == phrase
            ):
                end = at + len(phrase)
        if end > at + 1 and (last := _nothing(items, end, taken, evidence)):
            out.append((at, last, "nothing in the source fits it for that"))
        if token.folded in _MADE and at + 2 < len(items) and items[at + 1].folded in _AT:
            place = items[at + 2]
            if place.text[0].isupper() and _only_designed(place, evidence):
                out.append((at, at + 3, "the source says designed there, not made there"))
            elif place.text[0].isupper() and at + 2 not in taken and not known(place, evidence):
                out.append((at, at + 3, "a place the source does not name"))
    return out


def _only_designed(place: Token, evidence: Evidence) -> bool:
    """Whether every clause of the source with the place speaks of design."""
    sides = []
    for phrase in evidence.phrases:
        for at, token in enumerate(phrase.items):
            if token.stem == place.stem:
                start, end = clause(phrase.items, at, at + 1)
                sides.append(modes(phrase.items[start:end]))
    return bool(sides) and all("designed+" in s and "designed-" not in s for s in sides)


def _compound(word: str, language: str) -> bool:
    for tail in _TAILS.get(language, ()):
        for ending in ("", "e", "er", "es", "en", "em"):
            head = word.removesuffix(tail + ending)
            if (
                head != word
                and len(head) >= 3
                and head not in _MOOD
                and head.rstrip("s") not in _MOOD
            ):
                return True
    return False


def _nothing(items: list[Token], at: int, taken: set[int], evidence: Evidence) -> int:
    """The index behind the next content words if none of them is known anywhere, else 0."""
    last = at
    seen = 0
    for index in range(at, min(at + 6, len(items))):
        token = items[index]
        if token.kind == "mark" and token.text not in {"-", "'"}:
            break
        if (
            index in taken
            or token.kind == "number"
            or (len(token.folded) > 3 and known(token, evidence))
        ):
            return 0
        if len(token.folded) > 3:
            seen += 1
        last = index + 1
    return last if seen else 0
