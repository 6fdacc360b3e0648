"""Every entry of a timeline is of a kind that whoever shows it has words for."""

import ast
from collections.abc import Iterator
from pathlib import Path

import commerce
from commerce.fulfilment.service import FulfilmentState
from commerce.orders.timeline import KINDS
from commerce.returns.models import ReturnStatus
from ecomm_connectors.payments.disputes import DisputeStatus

WRITERS = {"note", "_say", "_entry"}
BEHIND = {
    "parcel_": {f"parcel_{state}" for state in FulfilmentState},
    "return_": {f"return_{status}" for status in ReturnStatus},
    "dispute_": {f"dispute_{status}" for status in DisputeStatus},
}


def _said(node: ast.expr) -> set[str]:
    """The kinds an expression can be; nothing where it is passed on from a caller."""
    match node:
        case ast.Constant(value=str(word)):
            return {word}
        case ast.IfExp():
            return _said(node.body) | _said(node.orelse)
        case ast.JoinedStr(values=[ast.Constant(value=str(start)), *_]):
            return BEHIND.get(start, {start})
        case _:
            return set()


def _of_purchases(file: Path, writer: ast.expr) -> bool:
    """A purchase order has a timeline of its own."""
    room = getattr(getattr(writer, "value", None), "id", "")
    return room == "purchasing" or "purchasing" in file.parts


def _written() -> Iterator[tuple[str, set[str]]]:
    for file in Path(commerce.__file__).parent.rglob("*.py"):
        source = file.read_text()
        if "note(" not in source and "_entry(" not in source:
            continue
        for node in ast.walk(ast.parse(source)):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name not in WRITERS or _of_purchases(file, node.func):
                continue
            kinds = [word.value for word in node.keywords if word.arg == "kind"]
            kinds += node.args[:1] if name == "_entry" else []
            for kind in kinds:
                yield file.name, _said(kind)


def test_every_kind_that_is_written_is_on_the_list() -> None:
    """Planted: an entry of kind `surprised` in `cancel_order` fails here."""
    written = [(file, kind) for file, kinds in _written() for kind in kinds]
    assert {"placed", "shipped", "held", "parcel_delivered", "return_approved"} <= {
        kind for _, kind in written
    }
    assert [entry for entry in written if entry[1] not in KINDS] == []


def test_the_list_names_nothing_twice() -> None:
    assert len(set(KINDS)) == len(KINDS)
