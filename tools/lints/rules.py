"""The house's rules."""

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from tools.lints.base import Lint, both, but, matching, suffixed, under

MAX_LINES = 400

PYTHON = suffixed(".py")
SOURCE = suffixed(".py", ".ts", ".tsx", ".mjs", ".css", ".sql")
GENERATED = re.compile(r"(\.gen\.ts$|/migrations/versions/)")
PRODUCT = under("packages/", "services/", "products/", "apps/")
TESTS = re.compile(r"(^|/)(tests|fixtures|fakes|e2e)/|\.test\.tsx?$")


def is_test(path: Path) -> bool:
    """Tests and fakes."""
    return bool(TESTS.search(path.as_posix()))


def _too_long(path: Path, text: str) -> Iterator[tuple[int, str]]:
    lines = text.count("\n")
    if lines > MAX_LINES and not GENERATED.search(path.as_posix()):
        yield 0, f"{lines} lines; above {MAX_LINES} a file is two ideas"


_SILENCERS = (
    r"#\s*type:\s*ig" + r"nore(\[[^\]]+\])?",
    r"#\s*no" + r"qa(:\s*[A-Z0-9, ]+)?",
    r"biome-ig" + r"nore[^:]*:?",
    r"@ts-expect-err" + "or",
    r"@ts-(ig" + "nore|noch" + "eck)",
    r"eslint-dis" + r"able\S*",
    r"#\s*no" + "sec",
    r"pragma: no " + "cover",
)
"""Comments that silence a checker, in pieces so that this file does not match itself."""

_SHORTEST_REASON = 8
"""Characters."""


def _bare_ignores(_path: Path, text: str) -> Iterator[tuple[int, str]]:
    pattern = re.compile(rf"({'|'.join(_SILENCERS)})(?P<rest>.*)$")
    for number, line in enumerate(text.splitlines(), 1):
        found = pattern.search(line)
        if found and len(found["rest"].strip(" #-:*/{}")) < _SHORTEST_REASON:
            yield number, "a checker is silenced without a reason on the line"


_SKIPS = {"skip", "skipif", "xfail", "importorskip"}
_JS_SKIP = re.compile(r"\b(test|it|describe)(\.\w+)*\.(skip|only|fixme|fails|todo)\b")


def _bare_skips(path: Path, text: str) -> Iterator[tuple[int, str]]:
    message = "a test is left out without a reason"
    if path.suffix != ".py":
        lines = ["", *text.splitlines()]
        for number, (above, line) in enumerate(pairwise(lines), 1):
            said = line.partition("//")[2] or above.partition("//")[2]
            if _JS_SKIP.search(line) and len(said.strip()) < _SHORTEST_REASON:
                yield number, message
        return
    tree = ast.parse(text)
    called = {id(node.func): node for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Attribute)
            and node.attr in _SKIPS
            and ast.unparse(node.value) in {"pytest", "pytest.mark"}
            and not _says_why(called.get(id(node)))
        ):
            yield node.lineno, message


def _says_why(call: ast.Call | None) -> bool:
    """Whether a reason, or for a plain skip its first argument, is a sentence."""
    if call is None:
        return False
    given = [word.value for word in call.keywords if word.arg == "reason"]
    if isinstance(call.func, ast.Attribute) and call.func.attr == "skip":
        given += call.args[:1]
    return any(
        isinstance(value, ast.JoinedStr)
        or (
            isinstance(value, ast.Constant)
            and isinstance(value.value, str)
            and len(value.value) >= _SHORTEST_REASON
        )
        for value in given
    )


def _output_defaults(_path: Path, text: str) -> Iterator[tuple[int, str]]:
    outputs = {"Output"}
    tree = ast.parse(text)
    for node in tree.body:
        if not isinstance(node, ast.ClassDef):
            continue
        bases = {base.id for base in node.bases if isinstance(base, ast.Name)}
        if not bases & outputs:
            continue
        outputs.add(node.name)
        for field in node.body:
            if isinstance(field, ast.AnnAssign) and field.value is not None:
                yield field.lineno, "output fields have no defaults: clients see them as required"


def _sql_strings(text: str) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            for offset, line in enumerate(node.value.splitlines()):
                yield node.lineno + offset, line


def _sql_now(_path: Path, text: str) -> Iterator[tuple[int, str]]:
    for number, line in _sql_strings(text):
        if re.search(
            r"\b(now\(\)|current_timestamp|clock_timestamp\(\))", line, re.IGNORECASE
        ) and (
            re.search(r"\b(select|where|set|values|and|insert|update|<|>)", line, re.IGNORECASE)
        ):
            yield number, "rules take time from ecomm_core.clock and hand it to SQL"


RAW_TEXT = r"(?:\w+\.)?(?:title|name|email|vendor|filename|sku|slug|tag|handle)"


def _raw_order(_path: Path, text: str) -> Iterator[tuple[int, str]]:
    pattern = re.compile(
        rf"(?<!an )order by (?:[\w.]+,\s*)*{RAW_TEXT}\b(?!\s*collate)", re.IGNORECASE
    )
    for number, line in enumerate(text.splitlines(), 1):
        if pattern.search(line):
            yield number, "no ORDER BY on raw text: sort by a key computed in Python (collation C)"


def _endpoint_sql(_path: Path, text: str) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy"):
            yield node.lineno, "endpoints are HTTP only: SQL lives in repository.py or reads/"


COMMERCE = "services/commerce/src/commerce/"


def _foreign_repository(path: Path, text: str) -> Iterator[tuple[int, str]]:
    own = path.relative_to(COMMERCE).parts[0]
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        for name in names:
            parts = name.split(".")
            if parts[0] == "commerce" and parts[-1] == "repository" and parts[1] != own:
                yield (
                    node.lineno,
                    "a domain's queries are its own: others ask its service, or a read",
                )


def _writes(path: Path, text: str) -> Iterator[tuple[int, str]]:
    lines = _sql_strings(text) if path.suffix == ".py" else enumerate(text.splitlines(), 1)
    for number, line in lines:
        if re.search(
            r"\b(insert\s+into|update\s+\w+(\s+\w+)?\s+set|delete\s+from|merge\s+into|truncate|"
            r"for\s+(no\s+key\s+)?(update|share))\b",
            line.partition("--")[0],
            re.IGNORECASE,
        ):
            yield number, "reads never write and lock nothing"


TRANSACTION_EXCEPTIONS = under(
    "packages/core/src/ecomm_core/db/",
    "packages/core/src/ecomm_core/accounts/",
    "services/commerce/src/commerce/flows/",
)

_HOSTS = r"https?://[^\s\"']*(regis" + r"try\.|pyth" + r"onhosted|/simple/)"
_MACHINE = r"(?<![\w.])/(w" + r"ork|fa" + r"rm)/[\w.]|/tmp/bash_" + r"jobs|/ro" + r"ot/\."

KERNEL_REVISIONS = "packages/core/src/ecomm_core/db/kernel_revisions"

RULES = [
    # The kernel's revisions are printed once and never changed.
    Lint("file-length", both(SOURCE, but(under(f"{KERNEL_REVISIONS}/"))), _too_long),
    Lint("reasoned-ignore", suffixed(".py", ".ts", ".tsx", ".mjs", ".css"), _bare_ignores),
    Lint("reasoned-skip", suffixed(".py", ".ts", ".tsx", ".mjs"), _bare_skips),
    Lint(
        "output-defaults",
        both(PYTHON, lambda path: path.name == "schemas.py"),
        _output_defaults,
    ),
    Lint(
        "no-commit",
        both(PYTHON, PRODUCT, but(is_test), but(under("packages/core/src/ecomm_core/db/"))),
        matching(r"\.commit\(\)", "nobody commits by hand: one transaction per request or task"),
    ),
    Lint(
        "transaction-helpers",
        both(PYTHON, under("services/", "products/"), but(is_test), but(TRANSACTION_EXCEPTIONS)),
        matching(
            r"\b(independent_tx|phases)\(",
            "phases() and independent_tx() are for flows and accounts",
        ),
    ),
    Lint(
        "turned-scope",
        both(
            PYTHON,
            under("services/", "products/"),
            but(is_test),
            but(lambda path: bool(GENERATED.search(path.as_posix()))),
        ),
        matching(
            r"set_config\([^)]*app\.",
            "whose rows a transaction sees is set by the kernel (`ecomm_core.db.crossing`)",
        ),
    ),
    Lint("sql-now", both(PYTHON, under("services/", "products/"), but(is_test)), _sql_now),
    Lint(
        "raw-text-order",
        both(suffixed(".py", ".sql"), PRODUCT, but(is_test)),
        _raw_order,
    ),
    Lint(
        "endpoints-http-only", both(PYTHON, lambda path: path.name == "endpoints.py"), _endpoint_sql
    ),
    Lint(
        "own-queries",
        both(PYTHON, under(COMMERCE), lambda path: len(path.relative_to(COMMERCE).parts) > 1),
        _foreign_repository,
    ),
    Lint("reads-only-read", both(suffixed(".py", ".sql"), under(f"{COMMERCE}reads/")), _writes),
    Lint(
        "unfinished",
        both(SOURCE, but(under("tools/"))),
        matching(
            r"(#|//|/\*|--|\"\"\").*\b(TO"
            + r"DO|FIX"
            + r"ME|XX"
            + r"X|HA"
            + r"CK)\b|coming "
            + r"soon|raise NotImplement"
            + r"ed",
            "unfinished work is finished, or filed, never committed",
        ),
    ),
    Lint(
        "package-hosts",
        lambda path: (
            path.suffix in {".lock", ".json", ".toml", ".txt", ".md", ".yml", ".yaml"}
            or path.name == ".npmrc"
        ),
        matching(_HOSTS, "names a package host"),
    ),
    Lint(
        "machine-paths",
        lambda path: path.suffix not in {".png", ".woff2", ".webp", ".jpg", ".ico"},
        matching(_MACHINE, "names a path of one machine"),
    ),
    Lint(
        "no-delay",
        both(PYTHON, under("services/", "products/")),
        matching(
            r"\.(delay|apply_async|send_task)\(",
            "work is enqueued through the outbox, never directly",
        ),
    ),
]
