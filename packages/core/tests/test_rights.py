"""What roles may do: levels of a table, sets out of it, and what is in neither."""

import pytest

from ecomm_core.accounts.people import Role
from ecomm_core.accounts.rights import Held, Table, allows

TABLE = Table(frozenset({"goods:read", "goods:write", "goods:manage", "team:read", "team:manage"}))
ALL = Held(Role.CUSTOM, TABLE.permissions)
NONE = Held(Role.CUSTOM, frozenset())


def test_presets_are_levels_and_an_owner_is_above_the_table() -> None:
    viewer, staff, admin, owner = (
        TABLE.of(Held(role)) for role in (Role.VIEWER, Role.STAFF, Role.ADMIN, Role.OWNER)
    )
    assert viewer == {"goods:read", "team:read"}
    assert staff == viewer | {"goods:write"}
    assert admin == TABLE.permissions < owner
    assert TABLE.of(Held(Role.CUSTOM)) == frozenset()
    assert TABLE.of(Held(Role.CUSTOM, frozenset({"goods:read", "owner", "gone:read"}))) == {
        "goods:read"
    }


def test_nobody_gives_more_than_they_hold() -> None:
    admin, owner = Held(Role.ADMIN), Held(Role.OWNER)
    assert TABLE.covers(owner, [owner, admin, ALL])
    assert TABLE.covers(admin, [admin, ALL, NONE])
    assert not TABLE.covers(admin, [owner])
    assert TABLE.covers(ALL, [admin]), "as many rights, by another name"
    assert not TABLE.covers(ALL, [owner])
    some = Held(Role.CUSTOM, frozenset({"goods:read", "team:read", "team:manage"}))
    assert not TABLE.covers(some, [NONE, Held(Role.STAFF)])
    # A preset held down, as a key's: no more than both.
    assert not TABLE.covers(Held(Role.ADMIN, frozenset({"goods:read"})), [Held(Role.VIEWER)])


@pytest.mark.parametrize(
    ("held", "area", "least", "opens"),
    [
        (Held(Role.STAFF), "goods", Role.STAFF, True),
        (Held(Role.STAFF), "goods", Role.ADMIN, False),
        (Held(Role.OWNER), "goods", Role.OWNER, True),
        (ALL, "goods", Role.ADMIN, True),
        (ALL, "goods", Role.OWNER, False),
        (Held(Role.CUSTOM, frozenset({"goods:owner", "owner"})), "goods", Role.OWNER, False),
        (Held(Role.CUSTOM, frozenset({"goods:read"})), "goods", Role.VIEWER, True),
        (Held(Role.CUSTOM, frozenset({"goods:read"})), "goods", Role.STAFF, False),
        # Held without what comes before it: each stands for itself.
        (Held(Role.CUSTOM, frozenset({"goods:write"})), "goods", Role.VIEWER, False),
        # Nobody knows what it may do, or where this is.
        (Held(Role.CUSTOM), "goods", Role.VIEWER, False),
        (Held(Role.CUSTOM), None, Role.VIEWER, False),
        (ALL, "", Role.VIEWER, False),
        # One's own: open to everybody who is there, and nothing above that.
        (NONE, None, Role.VIEWER, True),
        (ALL, None, Role.STAFF, False),
        (ALL, None, Role.ADMIN, False),
        # A key: its preset, and no more than what was kept with it.
        (Held(Role.ADMIN, frozenset({"goods:read"})), "goods", Role.VIEWER, True),
        (Held(Role.ADMIN, frozenset({"goods:read"})), "goods", Role.STAFF, False),
        (Held(Role.VIEWER, frozenset({"goods:manage"})), "goods", Role.ADMIN, False),
    ],
)
def test_a_role_opens_what_it_says(
    held: Held, area: str | None, least: Role, *, opens: bool
) -> None:
    assert allows(held, area, least) is opens
