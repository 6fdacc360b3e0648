"""The register of processing says of every table what it is."""

from commerce.all_models import metadata
from commerce.privacy.holdings import HOLDINGS
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
