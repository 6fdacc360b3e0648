"""Typing errors, unfinished words, scripts (R8.4)."""

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce.search.distance import distance, forgiven, letters_of
from commerce.search.words import words_of

if TYPE_CHECKING:
    from .conftest import Searched
else:
    Searched = Any

LETTERS = st.text(alphabet="abcdeé", max_size=12)


@pytest.mark.parametrize(
    ("typed", "finds"),
    [
        ("kettle", True),
        ("ketle", True),  # one too few, from five letters
        ("kettlle", True),  # one too many
        ("kettel", True),  # two swapped
        ("mettle", True),  # another one, the first
        ("metlle", False),  # two in six letters
        ("fork", True),
        ("frok", False),  # four letters: none is forgiven
        ("dripers", False),  # one in seven letters, but two slips from "dripper"
        ("dripers stand", False),
        ("earthenwrae", True),
        ("erthenwrae", True),  # two, from nine letters
        ("erthenwrea", False),  # three
    ],
)
async def test_one_error_is_forgiven_from_five_letters_two_from_nine(
    shop: Searched, typed: str, finds: bool
) -> None:
    """R8.4: one typo from 5 letters, two from 9."""
    await shop.add("Kettle", "Fork", "Dripper stand", "Earthenware")
    assert bool(await shop.titles(typed)) is finds


async def test_a_mended_search_says_what_it_searched_for(shop: Searched) -> None:
    await shop.add("Copper kettle", "Steel kettle")
    found = await shop.find("coper ketle")
    assert [card["title"] for card in found["products"]] == ["Copper kettle"]
    assert found["corrected"] == "copper kettle"
    assert (await shop.find("copper kettle"))["corrected"] is None
    assert (await shop.find("zzzzzzz"))["corrected"] is None


async def test_what_is_spelled_right_is_never_mended(shop: Searched) -> None:
    """ "Table" is one letter from "cable": who finds tables is shown no cables."""
    await shop.add("Oak table", "Cable drum")
    assert await shop.titles("table") == ["Oak table"]


async def test_known_words_that_never_stand_together_are_mended_too(shop: Searched) -> None:
    await shop.add("Black bottle", "Battle flag")
    assert await shop.titles("black battle") == ["Black bottle"]


async def test_numbers_are_no_typing_errors(shop: Searched) -> None:
    """Another number is another thing: 20000 is not 10000."""
    await shop.add("Battery 10000")
    assert await shop.titles("battery 10000") == ["Battery 10000"]
    assert await shop.titles("battery 20000") == []


async def test_while_typing_the_last_word_is_a_beginning(shop: Searched) -> None:
    """R8.4: results while typing, from the first letter on; nothing is counted."""
    await shop.add("Copper kettle", "Copper pan", "Teapot")
    for typed in ("c", "co", "copp"):
        assert set(await shop.suggested(typed)) == {"Copper kettle", "Copper pan"}
    assert await shop.suggested("copper k") == ["Copper kettle"]
    assert await shop.suggested("coper pan") == ["Copper pan"]
    assert await shop.suggested("c pan") == []
    reply = await shop.reply("/search/suggest", q="copper", limit=1)
    assert len(reply["data"]["products"]) == 1
    assert reply["data"].keys() == {"products", "corrected"}
    assert "page" not in reply


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("Café crème brûlée", "cafe creme brulee"),
        ("Smørrebrød Straße", "SMORREBROD STRASSE"),
        ("Чайник медный", "чайник"),
        ("Żółty dzbanek", "zolty"),
        ("Τσαγιέρα", "τσαγιερα"),
        ("ابريق شاي", "شاي"),
        ("קומקום נחושת", "נחושת"),
        ("銅製やかん 日本製", "やかん"),
        ("铜茶壶", "茶壶"),
        ("กาน้ำทองแดง", "ทองแดง"),
        ("구리 주전자", "주전자"),
        ("तांबे की केतली", "केतली"),
        ("women's mug", "womens"),
        ("T-shirt", "t shirt"),
        ("\uff26\uff35\uff2c\uff2c width", "full"),
    ],
)
async def test_words_of_many_languages_are_found_without_their_accents(
    shop: Searched, title: str, typed: str
) -> None:
    await shop.add(title, "Something else")
    assert await shop.titles(typed) == [title]


async def test_a_typing_error_in_another_script_is_forgiven(shop: Searched) -> None:
    await shop.add("Медный чайник")
    assert await shop.titles("чайнк") == ["Медный чайник"]


@given(LETTERS, LETTERS)
def test_the_distance_is_that_of_its_definition(left: str, right: str) -> None:
    """Against the textbook's recursion: insert, delete, replace, swap neighbours."""
    known: dict[tuple[int, int], int] = {}

    def by_definition(i: int, j: int) -> int:
        if (i, j) not in known:
            options = [i + j] if not (i and j) else []
            if i and j:
                options = [
                    by_definition(i - 1, j) + 1,
                    by_definition(i, j - 1) + 1,
                    by_definition(i - 1, j - 1) + (left[i - 1] != right[j - 1]),
                ]
                if i > 1 and j > 1 and left[i - 1] == right[j - 2] and left[i - 2] == right[j - 1]:
                    options.append(by_definition(i - 2, j - 2) + 1)
            known[i, j] = min(options)
        return known[i, j]

    true = by_definition(len(left), len(right))
    for most in (1, 2):
        assert distance(left, right, most) == (true if true <= most else None)
        if true <= most:
            # What the database leaves out by its letters is never within reach.
            differing = (letters_of(left) ^ letters_of(right)) & 0xFFFFFFFF
            assert differing.bit_count() <= 2 * most


def test_how_many_errors_are_forgiven() -> None:
    """R8.4."""
    assert [forgiven("x" * n) for n in (4, 5, 8, 9, 20)] == [0, 1, 1, 2, 2]


@given(st.text(max_size=300))
def test_any_text_becomes_few_short_words(text: str) -> None:
    words = words_of(text, 10)
    assert len(words) <= 10
    assert all(0 < len(word) <= 40 and " " not in word for word in words)
