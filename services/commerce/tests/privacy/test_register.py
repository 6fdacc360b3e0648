"""The register of processing says of every table what it is."""

from commerce.all_models import metadata
from commerce.privacy.holdings import HOLDINGS
from commerce.privacy.people.holdings import OF_THE_BUSINESS, USER_HOLDINGS
from commerce.privacy.register import NOT_PERSONAL
from commerce.privacy.topics import REGISTER, Topic


def test_every_table_is_declared() -> None:
    """A new table stands in one of the two lists. Planted: a table taken out of either, one in
    both."""
    personal = {holding.table for holding in HOLDINGS}
    assert personal & NOT_PERSONAL == set()
    assert personal | NOT_PERSONAL == set(metadata.tables), "say what is personal in a new table"


def test_a_table_with_a_customers_id_is_a_holding_of_them() -> None:
    """Rows that hang on a customer are copied and erased with them. Planted: store credit without
    its condition."""
    found = {name for name, table in metadata.tables.items() if "customer_id" in table.columns}
    assert found <= {holding.table for holding in HOLDINGS if holding.where}


def test_every_topic_has_a_line_and_a_table() -> None:
    """What the page shows is whole."""
    assert [entry.topic for entry in REGISTER] == list(Topic)
    assert {holding.topic for holding in HOLDINGS} == set(Topic)
    for entry in REGISTER:
        assert all((entry.title, entry.what, entry.why, entry.basis, entry.kept, entry.erased))


def test_named_columns_are_columns() -> None:
    """A secret whose column was renamed would be copied. Planted: a name of no column."""
    for holding in HOLDINGS:
        named = {*holding.hidden, *holding.sets}
        assert named <= set(metadata.tables[holding.table].columns.keys())


def test_no_secret_is_copied() -> None:
    """Columns of bytes are keys and hashes; none is in a copy, nor is a password.
    Planted: nothing hidden."""
    for holding in HOLDINGS:
        if holding.where:
            secret = {
                column.name
                for column in metadata.tables[holding.table].columns
                if column.type.__class__.__name__ == "LargeBinary" or "password" in column.name
            }
            assert secret <= set(holding.hidden), holding.table


def test_every_table_of_the_team_is_of_a_person_or_of_the_business() -> None:
    """A new table about the team is in somebody's copy, or says why not."""
    people = {holding.table for holding in USER_HOLDINGS}
    assert people & OF_THE_BUSINESS.keys() == set()
    team = {holding.table for holding in HOLDINGS if holding.topic is Topic.TEAM}
    assert team <= people | OF_THE_BUSINESS.keys()


def test_a_table_with_a_users_id_is_a_holding_of_them() -> None:
    """A new column that leads to a person of the team stands in their copy."""
    leading = {"user_id", "invited_by", "subject_id"}
    found = {
        name
        for name, table in metadata.tables.items()
        for column in table.columns
        if column.name in leading
        or (column.name == "created_by" and column.type.__class__.__name__ in {"UUID", "Uuid"})
    }
    assert found <= {holding.table for holding in USER_HOLDINGS}


def test_each_column_of_what_is_emptied_says_what_it_is() -> None:
    """A new column of a table that names people of the team is emptied, hidden, or names nobody."""
    for holding in USER_HOLDINGS:
        columns = set(metadata.tables[holding.table].columns.keys())
        named = {*holding.hidden, *holding.sets, *holding.stays}
        assert named <= columns, holding.table
        if holding.sets:
            assert named == columns, holding.table
        assert holding.deletes or holding.cascades or holding.sets or holding.kept, holding.table


def test_no_secret_of_a_user_is_copied() -> None:
    """Keys, hashes, passwords and second factors are in no copy."""
    for holding in USER_HOLDINGS:
        secret = {
            column.name
            for column in metadata.tables[holding.table].columns
            if column.type.__class__.__name__ == "LargeBinary"
            or any(word in column.name for word in ("password", "secret", "hash", "codes", "totp_"))
        } - {"totp_enabled_at"}
        assert secret <= set(holding.hidden), holding.table
