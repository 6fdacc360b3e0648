"""Banned words in all their forms, protected names, glossaries."""

import pytest

from contentforge.fields import FieldKind
from contentforge.voice import Term, Voice, find, problems, relevant

FORMS = [
    ("en", "cheap", "cheap cheaper cheapest cheaply Cheap's"),
    ("en", "amazing", "amazing amazingly"),
    ("en", "miracle", "miracle miracles"),
    ("en", "big", "bigger biggest"),
    ("en", "easy", "easier easiest easily"),
    ("en", "game changer", "game changer game changers"),
    ("de", "billig", "billig billige billiger billiges billigen billigsten billigere"),
    ("de", "Wunder", "Wunder Wunders Wundern"),
    ("de", "groß", "große grosse größer GROSS"),
    ("fr", "gratuit", "gratuit gratuite gratuits gratuitement"),
    ("fr", "cher", "chère chers chères"),
    ("es", "barato", "barato barata baratos baratísimo baratísimas"),
    ("es", "milagroso", "milagrosa milagrosamente"),
    ("it", "economico", "economica economici economiche economicissimo"),
    ("nl", "goedkoop", "goedkope goedkoper goedkoopste goedkopere"),
    ("nl", "dik", "dikke dikker dikste"),
    ("sv", "billig", "billiga billigt"),
]


@pytest.mark.parametrize(("language", "term", "text"), FORMS)
def test_a_banned_word_is_found_in_its_forms(language: str, term: str, text: str) -> None:
    """Fault it was seen to catch: without the endings of comparison "cheaper" passes."""
    hits = find(term, text, language)
    assert " ".join(hit.quote for hit in hits) == text
    assert all(text[hit.start : hit.end] == hit.quote for hit in hits)


INNOCENT = [
    ("en", "cheap", "cheat sheep chapter"),
    ("en", "cheapest", "cheap cheaper"),
    ("en", "art", "artificial partial smart"),
    ("en", "game changer", "game over, changer; a changing game"),
    ("de", "billig", "Billard gebilligt Billigware"),
    ("fr", "cher", "chercher cherche"),
    ("it", "economico", "ecologico"),
]


@pytest.mark.parametrize(("language", "term", "text"), INNOCENT)
def test_other_words_are_left_alone(language: str, term: str, text: str) -> None:
    """Fault it was seen to catch: looking for the letters alone finds "art" in "smart"."""
    assert find(term, text, language) == []


def test_a_star_stands_for_every_ending() -> None:
    assert [hit.quote for hit in find("billig*", "Billigware, billigst", "de")] == [
        "Billigware",
        "billigst",
    ]


def test_scripts_without_spaces_are_searched_by_characters() -> None:
    assert [hit.start for hit in find("最高", "品質は最高、最高です", "ja")] == [3, 6]


def _codes(voice: Voice, text: str, language: str = "de", kind: str = "title") -> list[str]:
    found = problems(
        voice,
        FieldKind(kind),
        text,
        language=language,
        source_title="Fjell IX backpack with hood",
        source_text="Fjell IX backpack with hood. Two zippers.",
        source_language="en",
    )
    return [one.code for one in found]


def test_protected_names_keep_their_spelling_and_their_place() -> None:
    """Fault it was seen to catch: compared without regard to case, "FJELL ix" passes."""
    voice = Voice(protected=("Fjell IX",))
    assert _codes(voice, "Rucksack Fjell IX") == []
    assert _codes(voice, "Rucksack FJELL ix") == ["spelling"]
    assert _codes(voice, "Rucksack Gebirge") == ["name_lost"]
    assert _codes(voice, "Rucksack Gebirge", kind="features") == []
    assert _codes(voice, "Rucksack Fjell IXa") == ["name_lost"]


def test_a_glossary_is_kept() -> None:
    voice = Voice(
        glossary=(
            Term("zipper", "de", "Reißverschluss", avoid=("Zipp",)),
            Term("hood", "de", "Kapuze"),
            Term("hood", "fr", "capuche"),
            Term("lamp", "de", "Leuchte"),
        )
    )
    assert _codes(voice, "Kapuze und Reißverschlüsse") == []
    assert _codes(voice, "Kapuze und Zipp") == ["glossary", "glossary_unused"]
    assert _codes(voice, "Mit Hood und Reißverschluss") == ["untranslated", "glossary_unused"]
    assert _codes(voice, "Capuche", language="fr") == []
    hard = Voice(glossary=(Term("case", "de", "Hard Case", avoid=("Case",)),))
    assert _codes(hard, "Hard Case für Kameras") == []
    assert _codes(hard, "Case für Kameras") == ["glossary", "untranslated"]
    assert [t.target for t in relevant(voice, "Two zippers", "en", "de")] == ["Reißverschluss"]


def test_a_banned_word_is_told_once_with_its_words() -> None:
    voice = Voice(banned=("cheap", "best*"))
    found = problems(
        voice,
        FieldKind.TITLE,
        "Cheaper, cheaper: a bestseller",
        language="en",
        source_title="",
        source_text="",
        source_language="en",
    )
    assert [one.message for one in found] == [
        "“Cheaper” is one of your banned words.",
        "“cheaper” is one of your banned words.",
        "“bestseller” is one of your banned words.",
    ]
