"""`python -m tools.lifecycles`: every tag of the API is walked by one file of lifecycles, honestly.

What a file has walked is judged by its own last test, while it runs: each operation of its `TAGS`
must have been answered 2xx. This check sees to the rest without running anything: every tag of the
OpenAPI document stands in exactly one file, that last test is there and whole, and no file reaches
behind the API (it imports no service, model or session, and takes no fixture that leads to one).
"""

import ast
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from tools.lints.base import tracked

DOCUMENT = Path("packages/api-client/openapi.json")
FILES = "services/commerce/tests/lifecycles/*.py"

IMPORTS = frozenset(
    {"datetime", "json", "pyotp", "pytest", "re", "typing", "urllib.parse", ".story"}
)
"""What a story may import: nothing that knows a database or a service."""

HELPERS = IMPORTS | {"csv", "dataclasses", "httpx2", "io", "PIL", "secrets"}
"""What the stories' own words (`story.py`) may import besides."""

FIXTURES = frozenset({"api", "room", "walked"})
"""What a test may ask for; the rest of the house is behind them."""

BEHIND = frozenset(
    {
        "answered",
        "getfixturevalue",
        "importorskip",
        "kernel",
        "_transaction",
        "skip",
        "skipif",
        "xfail",
    }
)
"""Names by which a story would reach behind the API, or get out of being judged."""

LAST = "def test_all_of_it_was_walked(walked: Any) -> None:\n    walked.all_of(TAGS)"


def tags_of(document: Mapping[str, dict[str, dict[str, list[str]]]]) -> set[str]:
    """The tags of a document's operations."""
    return {
        tag
        for item in document["paths"].values()
        for operation in item.values()
        for tag in operation["tags"]  # type: ignore[call-overload]  # plain JSON
    }


def declared(tree: ast.Module) -> list[str] | None:
    """A file's `TAGS`; None where it is not one tuple of words, written out."""
    found = [
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        and [target.id for target in node.targets if isinstance(target, ast.Name)] == ["TAGS"]
    ]
    if len(found) != 1 or not isinstance(found[0], ast.Tuple):
        return None
    words = [one.value for one in found[0].elts if isinstance(one, ast.Constant)]
    plain = [word for word in words if isinstance(word, str)]
    return plain if len(plain) == len(found[0].elts) else None


def imported(tree: ast.Module) -> Iterator[str]:
    """Modules that a file imports, anywhere in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


def dishonest(source: str) -> Iterator[str]:
    """What is wrong with one file of stories, one sentence each."""
    tree = ast.parse(source)
    if declared(tree) is None:
        yield "says no TAGS = (...) of its own, in words"
    for name in sorted(set(imported(tree)) - IMPORTS):
        yield f"imports {name}: stories know the API only"
    last = tree.body[-1] if tree.body else None
    if last is None or ast.unparse(last) != LAST:
        yield "does not end with test_all_of_it_was_walked, which asks for all of its TAGS"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name[:5] == "test_":
            for name in sorted({argument.arg for argument in node.args.args} - FIXTURES):
                yield f"{node.name} takes {name}: ask the room"
        name = getattr(node, "attr", getattr(node, "id", ""))
        if name in BEHIND:
            yield f"line {node.lineno} uses {name}"  # type: ignore[attr-defined]  # it has a name
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "walked":
            yield f"line {node.lineno} replaces walked"


def problems(tags: Iterable[str], files: Mapping[str, str]) -> list[str]:
    """What is wrong, one sentence each. `files` maps a file of stories to its source."""
    said: list[str] = []
    where: dict[str, list[str]] = {}
    for path, source in sorted(files.items()):
        said += [f"{path}: {problem}" for problem in dishonest(source)]
        for tag in declared(ast.parse(source)) or []:
            where.setdefault(tag, []).append(path)
    known = set(tags)
    said += [f"{tag}: no lifecycle walks it" for tag in sorted(known - where.keys())]
    said += [
        f"{tag}: no operation has it; named in {where[tag][0]}"
        for tag in sorted(where.keys() - known)
    ]
    said += [
        f"{tag}: walked by {len(paths)} files, one is to answer for it: {', '.join(paths)}"
        for tag, paths in sorted(where.items())
        if len(paths) > 1
    ]
    return said


def main() -> int:
    """Print problems; the exit status."""
    tags = tags_of(json.loads(DOCUMENT.read_text(encoding="utf-8")))
    sources = {str(path): path.read_text(encoding="utf-8") for path in tracked(FILES)}
    stories = {path: text for path, text in sources.items() if Path(path).name[:5] == "test_"}
    said = problems(tags, stories)
    for path, text in sources.items():
        if Path(path).name == "story.py":
            more = sorted(set(imported(ast.parse(text))) - HELPERS)
            said += [f"{path}: imports {name}: stories know the API only" for name in more]
    for line in said:
        print(line)
    print(f"lifecycles: {len(tags)} tags in {len(stories)} files")
    return 1 if said else 0


if __name__ == "__main__":
    raise SystemExit(main())
