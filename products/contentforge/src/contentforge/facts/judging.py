"""How well the detector does on labelled texts: `python -m contentforge.facts.judging --half dev`.

`--folder PATH --rows odd` judges every second row of each file of a folder: rules are tuned on the
even rows, the odd ones say how well they carry over. The labels' reader and generator live beside
the tests; of the held-out half and of odd rows only totals are shown.
"""

import argparse
import importlib
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Protocol

from .lock import check
from .model import Claim, Source


class LabelledClaim(Protocol):
    """What people said of one phrase."""

    quote: str
    start: int
    kind: str
    supported: bool

    @property
    def end(self) -> int: ...

    @property
    def rule(self) -> str: ...


class LabelledText(Protocol):
    """A product's text with its labels."""

    id: str
    language: str
    text: str

    @property
    def source(self) -> Source: ...

    @property
    def claims(self) -> Sequence[LabelledClaim]: ...


@dataclass(slots=True)
class Score:
    """Counts by (dimension, value), such as ("language", "de")."""

    false: Counter[tuple[str, str]] = field(default_factory=Counter)
    caught: Counter[tuple[str, str]] = field(default_factory=Counter)
    true: Counter[tuple[str, str]] = field(default_factory=Counter)
    blamed: Counter[tuple[str, str]] = field(default_factory=Counter)
    alarms: Counter[tuple[str, str]] = field(default_factory=Counter)

    def flagged_share(self, key: tuple[str, str] = ("all", "all")) -> float:
        """False claims that were flagged, of all false ones (1 without any)."""
        return self.caught[key] / self.false[key] if self.false[key] else 1.0

    def blamed_share(self, key: tuple[str, str] = ("all", "all")) -> float:
        """True claims that were flagged, of all true ones."""
        return self.blamed[key] / self.true[key] if self.true[key] else 0.0


def decisive(claims: Sequence[Claim], label: LabelledClaim) -> Claim | None:
    """The detector's claim with the largest overlap with a label; a flag wins a draw."""
    best: tuple[int, bool, Claim] | None = None
    for claim in claims:
        overlap = min(claim.end, label.end) - max(claim.start, label.start)
        if overlap > 0 and (best is None or (overlap, claim.flagged) > best[:2]):
            best = (overlap, claim.flagged, claim)
    return best[2] if best else None


def misses(row: LabelledText) -> list[tuple[str, str, str]]:
    """What went wrong in one row (dev and generated only): how, the words, the reason."""
    claims = check(row.source, row.text, row.language)
    out = []
    for label in row.claims:
        found = decisive(claims, label)
        flagged = found is not None and found.flagged
        if flagged == label.supported:
            reason = f"{found.quote!r} {found.reason}" if found else "not found"
            out.append(("blamed" if flagged else "missed", label.quote, reason))
    out.extend(
        ("alarm", claim.quote, claim.reason)
        for claim in claims
        if claim.flagged
        and not any(claim.start < label.end and label.start < claim.end for label in row.claims)
    )
    return out


def score(rows: Iterable[LabelledText]) -> Score:
    """All rows against the detector."""
    out = Score()
    for row in rows:
        claims = check(row.source, row.text, row.language)
        for label in row.claims:
            found = decisive(claims, label)
            flagged = found is not None and found.flagged
            for key in (
                ("all", "all"),
                ("language", row.language),
                ("kind", label.kind),
                ("rule", label.rule),
            ):
                if label.supported:
                    out.true[key] += 1
                    out.blamed[key] += flagged
                else:
                    out.false[key] += 1
                    out.caught[key] += flagged
        for claim in claims:
            if claim.flagged and not any(
                claim.start < label.end and label.start < claim.end for label in row.claims
            ):
                place = "mood texts" if not row.claims else "others"
                for key in (("all", "all"), ("language", row.language), ("texts", place)):
                    out.alarms[key] += 1
    return out


def table(result: Score) -> str:
    """The figures as lines: false claims flagged, true claims flagged, other flags."""
    keys = sorted({*result.false, *result.true, *result.alarms})
    lines = [f"{'':28}{'false flagged':>18}{'true flagged':>18}{'alarms':>8}"]
    for key in keys:
        bad = f"{result.caught[key]}/{result.false[key]} {result.flagged_share(key):.1%}"
        good = f"{result.blamed[key]}/{result.true[key]} {result.blamed_share(key):.1%}"
        lines.append(f"{key[0] + ' ' + key[1]:28}{bad:>18}{good:>18}{result.alarms[key]:>8}")
    return "\n".join(lines)


def labelled(half: str) -> Sequence[LabelledText]:
    """The rows of one half; empty where the folder is not there."""
    rows: Sequence[LabelledText] = _tests().load(half)
    return rows


def in_folder(folder: Path, rows: str) -> Sequence[LabelledText]:
    """The rows of a folder's files; `rows` is all, even or odd, by their place in each file."""
    corpus = _tests()
    keep = {"all": slice(None), "even": slice(0, None, 2), "odd": slice(1, None, 2)}[rows]
    return [row for path in sorted(folder.glob("*.jsonl")) for row in corpus.read([path])[keep]]


def generated(texts: int, seed: int | None) -> Sequence[LabelledText]:
    """Rows from the generator; a fresh seed if none is given, which is printed."""
    _tests()
    generator = importlib.import_module("fact_lock.generator")
    seed = generator.fresh_seed() if seed is None else seed
    sys.stdout.write(f"generator seed {seed}\n")
    rows: Sequence[LabelledText] = generator.generate(seed, texts)
    return rows


def _tests() -> ModuleType:
    folder = str(Path(__file__).resolve().parents[3] / "tests")
    if folder not in sys.path:
        sys.path.insert(0, folder)
    return importlib.import_module("fact_lock.corpus")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; with `--misses` also the rows' faults, never those of unseen rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=("dev", "heldout"), default="dev")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--rows", choices=("all", "even", "odd"), default="all")
    parser.add_argument("--generated", type=int, default=0)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--misses", action="store_true")
    asked = parser.parse_args(arguments)
    _tests()
    if asked.generated:
        rows = generated(asked.generated, asked.seed)
    elif asked.folder:
        rows = in_folder(asked.folder, asked.rows)
    else:
        rows = labelled(asked.half)
    unseen = asked.rows == "odd" if asked.folder else asked.half == "heldout"
    if asked.misses and (asked.generated or not unseen):
        for row in rows:
            for how, words, reason in misses(row):
                sys.stdout.write(f"{row.id} {how}: {words!r} ({reason})\n")
    sys.stdout.write(table(score(rows)) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
