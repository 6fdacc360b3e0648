"""Near-duplicates: exact oracles for small texts, and a catalogue of ten thousand with twins."""

import random

import pytest

from contentforge.twins import Index, bands, resemblance, shingles, signature


def test_resemblance_is_the_share_of_common_word_triples() -> None:
    """a b c d / a b c e: triples abc bcd / abc bce, one of three. Fault it was seen to catch:
    dividing by the larger set gives 0.5."""
    one, other = shingles("a b c d"), shingles("<p>A b, c e</p>")
    assert resemblance(one, other) == pytest.approx(1 / 3)
    assert resemblance(one, shingles("A  B. C <b>d</b>")) == 1
    assert resemblance(shingles("!"), shingles("?")) == 0
    assert resemblance(shingles("red"), shingles("Red")) == 1


def test_a_signature_agrees_in_as_many_places_as_sets_resemble() -> None:
    """Mean of 200 pairs of resemblance 1/2, sixty-four places each: within three standard errors
    (0.5/sqrt(64*200)*3 = 0.013). Fault it was seen to catch: empty places filled with zeros agree
    everywhere."""
    dice = random.Random(7)
    agreed = 0.0
    for _ in range(200):
        common = {dice.getrandbits(32) for _ in range(40)}
        one = frozenset(common | {dice.getrandbits(32) for _ in range(20)})
        other = frozenset(common | {dice.getrandbits(32) for _ in range(20)})
        pairs = zip(signature(one), signature(other), strict=True)
        agreed += sum(a == b for a, b in pairs) / 64 / 200
    assert agreed == pytest.approx(0.5, abs=0.02)


def test_signatures_are_the_same_everywhere() -> None:
    """Bands are stored: another hash would find nothing any more."""
    assert bands(signature(shingles("a linen dress with pockets")))[:3] == STORED
    with pytest.raises(ValueError, match="without words"):
        signature(frozenset())


STORED = [2112447639, 86040881, 1587359875]


def test_ten_thousand_products_give_up_their_twins_and_nobody_else() -> None:
    """A hundred texts of sixty words with two words changed (resemblance about 0.8) are all found
    with theirs. Fault it was seen to catch: one band of 64 places finds a handful."""
    dice = random.Random(11)
    words = [f"w{n}" for n in range(3_000)]
    index: Index[int] = Index()
    texts = [[dice.choice(words) for _ in range(60)] for _ in range(10_000)]
    for number, text in enumerate(texts):
        index.add(number, " ".join(text))
    for number in range(100):
        twin = list(texts[number])
        twin[10], twin[11] = "another", "thing"
        found = index.find(" ".join(twin))
        assert [one.id for one in found] == [number]
        assert 0.8 < found[0].resemblance < 0.95
    assert index.find(" ".join(texts[5]), but=[5]) == []


def test_a_text_that_changed_is_no_twin_any_more() -> None:
    index: Index[str] = Index()
    index.add("a", "one two three four five")
    index.add("a", "six seven eight nine ten")
    assert index.find("one two three four five") == []
    assert [one.id for one in index.find("six seven eight nine ten")] == ["a"]
    assert index.find("") == []
