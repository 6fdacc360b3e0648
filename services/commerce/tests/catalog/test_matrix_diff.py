"""Which variant becomes which, without a database (rules §8: ids are never recreated)."""

from itertools import product
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce.catalog.products.diff import Diff, Known, diff
from commerce.catalog.products.matrix import Combination, Option, Wanted, full
from commerce.catalog.schemas import VariantIn
from ecomm_core.errors import Invalid

COLOUR = Option("Colour", ("Red", "Blue"))
SIZE = Option("Size", ("S", "M"))


def known(*options: Option) -> list[Known]:
    """The full matrix as stored: ids 1, 2, 3 …"""
    values = product(*(option.values for option in options))
    return [Known(UUID(int=n), combination, False) for n, combination in enumerate(values, 1)]


def kept(result: Diff) -> dict[Combination, int | None]:
    """Combination -> number of the known variant, None for a new one."""
    return {k.wanted.combination: k.id.int if k.id else None for k in result.variants}


def options_only(old: list[Option], have: list[Known], new: list[Option]) -> Diff:
    return diff(old, have, new, full(new), generated=True)


def test_nothing_changes_where_nothing_is_asked() -> None:
    result = options_only([COLOUR, SIZE], known(COLOUR, SIZE), [COLOUR, SIZE])
    assert list(kept(result).values()) == [1, 2, 3, 4]
    assert result.removed == []


def test_renaming_an_option_keeps_every_id() -> None:
    new = [Option("Color", COLOUR.values), SIZE]
    assert list(kept(options_only([COLOUR, SIZE], known(COLOUR, SIZE), new)).values()) == [
        1,
        2,
        3,
        4,
    ]


def test_renaming_one_value_in_its_place_keeps_its_ids() -> None:
    new = [Option("Colour", ("Crimson", "Blue")), SIZE]
    assert kept(options_only([COLOUR, SIZE], known(COLOUR, SIZE), new)) == {
        ("Crimson", "S"): 1,
        ("Crimson", "M"): 2,
        ("Blue", "S"): 3,
        ("Blue", "M"): 4,
    }


def test_changing_letter_case_keeps_ids_wherever_the_value_stands() -> None:
    new = [Option("colour", ("BLUE", "red", "Green"))]
    assert kept(options_only([COLOUR], known(COLOUR), new)) == {
        ("BLUE",): 2,
        ("red",): 1,
        ("Green",): None,
    }


def test_replacing_several_values_is_no_renaming() -> None:
    """Stock of Red must not turn up as stock of Green."""
    result = options_only([COLOUR], known(COLOUR), [Option("Colour", ("Green", "Gold"))])
    assert kept(result) == {("Green",): None, ("Gold",): None}
    assert [v.int for v in result.removed] == [1, 2]


def test_taking_a_value_out_and_putting_another_in_elsewhere_is_no_renaming() -> None:
    result = options_only([SIZE], known(SIZE), [Option("Size", ("M", "XL"))])
    assert kept(result) == {("M",): 2, ("XL",): None}
    assert [v.int for v in result.removed] == [1]


def test_reordering_options_and_values_keeps_every_id() -> None:
    new = [SIZE, Option("Colour", ("Blue", "Red"))]
    assert kept(options_only([COLOUR, SIZE], known(COLOUR, SIZE), new)) == {
        ("S", "Blue"): 3,
        ("S", "Red"): 1,
        ("M", "Blue"): 4,
        ("M", "Red"): 2,
    }


def test_a_new_option_gives_what_was_sold_its_first_value() -> None:
    result = options_only([COLOUR], known(COLOUR), [COLOUR, SIZE])
    assert kept(result) == {
        ("Red", "S"): 1,
        ("Red", "M"): None,
        ("Blue", "S"): 2,
        ("Blue", "M"): None,
    }


def test_the_first_options_of_a_plain_product_keep_its_variant() -> None:
    result = options_only([], [Known(UUID(int=1), (), False)], [SIZE])
    assert kept(result) == {("S",): 1, ("M",): None}


def test_a_dropped_option_keeps_the_first_of_each() -> None:
    result = options_only([COLOUR, SIZE], known(COLOUR, SIZE), [COLOUR])
    assert kept(result) == {("Red",): 1, ("Blue",): 3}
    assert [v.int for v in result.removed] == [2, 4]


def test_what_the_merchant_took_out_stays_out_when_options_are_edited() -> None:
    have = [v for v in known(COLOUR, SIZE) if v.combination != ("Red", "M")]
    new = [Option("Color", ("Red", "Blue", "Green")), SIZE]
    assert kept(options_only([COLOUR, SIZE], have, new)) == {
        ("Red", "S"): 1,
        ("Blue", "S"): 3,
        ("Blue", "M"): 4,
        ("Green", "S"): None,
        ("Green", "M"): None,
    }


def test_a_removed_combination_comes_back_under_its_old_id() -> None:
    have = [Known(UUID(int=1), ("S",), False), Known(UUID(int=2), ("L",), True)]
    result = options_only([Option("Size", ("S",))], have, [Option("Size", ("S", "L"))])
    assert kept(result) == {("S",): 1, ("L",): 2}


def test_a_given_id_decides_before_the_combination() -> None:
    wanted = [
        Wanted(("M",), VariantIn(id=UUID(int=1), options={"Size": "M"}), 0),
        Wanted(("S",), VariantIn(id=UUID(int=2), options={"Size": "S"}), 1),
    ]
    result = diff([SIZE], known(SIZE), [SIZE], wanted, generated=False)
    assert kept(result) == {("M",): 1, ("S",): 2}


def test_a_taken_id_is_not_given_twice() -> None:
    wanted = [
        Wanted(("M",), VariantIn(id=UUID(int=1), options={"Size": "M"}), 0),
        Wanted(("S",), VariantIn(options={"Size": "S"}), 1),
    ]
    result = diff([SIZE], known(SIZE), [SIZE], wanted, generated=False)
    assert kept(result) == {("M",): 1, ("S",): None}
    assert [v.int for v in result.removed] == [2]


@pytest.mark.parametrize("ids", [[9, 2], [1, 1]])
def test_unknown_or_repeated_ids_are_refused(ids: list[int]) -> None:
    wanted = [
        Wanted((value,), VariantIn(id=UUID(int=n), options={"Size": value}), place)
        for place, (value, n) in enumerate(zip(("S", "M"), ids, strict=True))
    ]
    with pytest.raises(Invalid) as refusal:
        diff([SIZE], known(SIZE), [SIZE], wanted, generated=False)
    assert refusal.value.details[0]["field"] in {"variants.0.id", "variants.1.id"}


names = st.lists(st.sampled_from("ABCDE"), max_size=3, unique=True)
values = st.lists(st.sampled_from("uvwxyz"), min_size=1, max_size=4, unique=True)
options = names.flatmap(
    lambda chosen: st.tuples(*(values.map(tuple) for _ in chosen)).map(
        lambda found: [Option(n, v) for n, v in zip(chosen, found, strict=True)]
    )
)


@given(old=options, new=options)
def test_every_variant_is_kept_once_or_removed_and_no_id_is_used_twice(
    old: list[Option], new: list[Option]
) -> None:
    have = known(*old)
    result = options_only(old, have, new)
    used = [k.id for k in result.variants if k.id is not None]
    assert len(used) == len(set(used))
    assert set(used) | set(result.removed) == {v.id for v in have}
    assert not set(used) & set(result.removed)
    assert result.variants
    assert len({k.wanted.combination for k in result.variants}) == len(result.variants)
