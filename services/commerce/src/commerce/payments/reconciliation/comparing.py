"""Comparing a payment's sums at its provider with the ledger's: pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from commerce.payments.ledger import AT_PROVIDER
from commerce.payments.reconciliation.models import MismatchKind
from ecomm_connectors.payments.port import EntryKind, MoneyEntry

Sums = Mapping[EntryKind, int]
"""What moved of a payment, by kind; what is not there is 0."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What does not match. `subject` is our payment's id where it is ours, else the provider's."""

    kind: MismatchKind
    subject: str
    payment_id: UUID | None
    provider_ref: str | None
    expected: int
    found: int
    currency: str


@dataclass(slots=True)
class Theirs:
    """What a provider moved in a time, of one store: by our payment, and what is nobody's here."""

    payments: dict[UUID, dict[EntryKind, int]] = field(default_factory=dict)
    disputes: dict[UUID, set[str]] = field(default_factory=dict)
    strays: list[MoneyEntry] = field(default_factory=list)

    def add(self, payment_id: UUID, entry: MoneyEntry) -> None:
        """Count an entry of a payment of ours."""
        sums = self.payments.setdefault(payment_id, {})
        sums[entry.kind] = sums.get(entry.kind, 0) + entry.amount
        if entry.kind in (EntryKind.DISPUTE, EntryKind.DISPUTE_RETURN):
            self.disputes.setdefault(payment_id, set()).add(entry.entry_ref)


def ledger_sums(entries: Iterable[tuple[str, int]]) -> dict[EntryKind, int]:
    """(ledger kind, amount) as the provider would count it."""
    found: dict[EntryKind, int] = {}
    for kind, amount in entries:
        if kind in AT_PROVIDER:
            theirs, sign = AT_PROVIDER[kind]
            found[theirs] = found.get(theirs, 0) + sign * amount
    return found


def same(ours: Sums, theirs: Sums) -> bool:
    """Whether the sums agree, in every kind."""
    return all(ours.get(kind, 0) == theirs.get(kind, 0) for kind in EntryKind)


def differences(
    payment_id: UUID, provider_ref: str | None, currency: str, ours: Sums, theirs: Sums
) -> list[Difference]:
    """What does not match of a payment of ours, over its whole life."""
    found = []
    for kind in EntryKind:
        expected, there = ours.get(kind, 0), theirs.get(kind, 0)
        if expected == there:
            continue
        problem = "missing" if there == 0 else "unknown" if expected == 0 else "amount"
        found.append(
            Difference(
                MismatchKind(f"{kind.value}_{problem}"),
                str(payment_id),
                payment_id,
                provider_ref,
                expected,
                there,
                currency,
            )
        )
    return found


def stray(entry: MoneyEntry) -> Difference:
    """Money that moved at the provider in our name, of no payment we know."""
    return Difference(
        _UNKNOWN[entry.kind],
        f"{entry.kind.value}:{entry.entry_ref}",
        None,
        entry.entry_ref,
        0,
        entry.amount,
        entry.currency,
    )


_UNKNOWN: Final = {
    EntryKind.CHARGE: MismatchKind.CHARGE_UNKNOWN,
    EntryKind.REFUND: MismatchKind.REFUND_UNKNOWN,
    EntryKind.DISPUTE: MismatchKind.DISPUTE_UNKNOWN,
    EntryKind.DISPUTE_RETURN: MismatchKind.DISPUTE_RETURN_UNKNOWN,
}
