"""`python -m tools.lints [FILE …]`: every rule over every file git knows; exit 1 on problems."""

import sys
from pathlib import Path

from tools.lints.base import SKIP, run, tracked
from tools.lints.rules import RULES


def files(arguments: list[str]) -> list[Path]:
    """The files to look at: the arguments, or what git tracks and does not ignore."""
    return [Path(name) for name in arguments] or tracked()


def main() -> int:
    """Print problems; the exit status."""
    problems = 0
    escapes = 0
    for path in files(sys.argv[1:]):
        if not any(lint.wants(path) for lint in RULES):
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        escapes += len(SKIP.findall(text)) if path.parts[0] != "tools" else 0
        for lint in RULES:
            for problem in run(lint, path, text):
                print(problem)
                problems += 1
    print(f"house lints: {len(RULES)} rules, {problems} problems, {escapes} reasoned escapes")
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
