# ruff: noqa: E501, SIM905 -- lists of words in six languages stay whole
"""Whether the words around a phrase deny it, and whether it is only told to look so."""

from dataclasses import replace

from .lexicon import Match
from .words import Token

_BEFORE = frozenset(
    "not no non without never avoid cannot don isn neither nor free kein keine keinen keinem keiner"
    " nicht ohne nie niemals weder noch vermeiden frei pas sans ni aucun aucune jamais eviter ne exempt"
    " exempte sin no ningun ninguna nunca evitar libre ni tampoco senza non nessun nessuna mai evitare"
    " privo geen niet zonder nooit vermijd vrij nao sem minus excluding except zero".split()
)
_INSIDE = frozenset(
    "unscented unparfumiert unbeduftet ungeparfumeerd antirouille nontoxic giftfrei gifvrij".split()
)
_AFTER = frozenset(
    "free frei freie freier freies freiem vrij libre not nicht non no niet pas extra separately separat"
    " separatamente optional optionnel opcional opzionale optioneel excluded exclu ausgeschlossen none keine nein"
    " nee aucun ninguno vermeiden vermijden verboten sold".split()
)
_STOP = frozenset(",;:.!?()✓•|") | frozenset(
    "but aber mais pero ma maar sondern sino jedoch".split()
)
_LOOK = frozenset(
    "look optik effect effekt effet efecto effetto style imitation imitat imitacion imitazione farben"
    " finish acabado finition finitura afwerking dekor decor aspect aspecto print colour color coloured"
    " colored oberflache".split()
)


def settle(items: list[Token], found: list[Match]) -> list[Match]:
    """The matches with their denials and looks."""
    return [
        replace(one, negated=negated(items, one.first, one.last), look=_look(items, one))
        for one in found
    ]


def negated(items: list[Token], first: int, last: int) -> bool:
    """A denial close before in the same clause, or right behind ("BPA-free", "lid not included")."""
    if (
        items[last - 1].folded.endswith(
            ("frei", "freie", "freier", "freies", "freien", "vrij", "free")
        )
        and len(items[last - 1].folded) > 5
    ):
        return True
    if any(t.folded in _BEFORE or t.folded in _INSIDE for t in items[first:last]):
        return True
    count = 0
    for token in reversed(items[max(0, first - 8) : first]):
        if token.folded in _STOP or count >= 5:
            break
        if token.folded in _BEFORE:
            return True
        count += token.kind == "word"
    near = items[last : last + 5]
    for index, token in enumerate(near):
        if token.folded in _STOP and not (token.text == ":" or (token.text == "(" and index == 0)):
            break
        if token.folded in _AFTER:
            if token.folded in {"not", "nicht", "non", "no", "niet", "pas"} and index > 2:
                break
            joined = any(t.folded in {"and", "und", "y", "et"} for t in near[:index])
            if token.folded in {"free", "frei", "libre", "vrij"} and index > (2 if joined else 1):
                break
            return True
        if token.folded in {"and", "und", "et", "y", "e", "en"} and index > 0:
            break
    return False


def _look(items: list[Token], one: Match) -> bool:
    around = items[max(0, one.first - 2) : one.first] + items[one.last : one.last + 3]
    if any(
        t.folded.endswith(("optik", "look", "farben", "farbig", "dekor"))
        for t in items[one.first : one.last]
    ):
        return True
    for token in around:
        if token.text in {",", ";", ".", ":"}:
            if token.start > items[one.first].start:
                break
            continue
        if token.folded in _LOOK:
            return True
    return False
