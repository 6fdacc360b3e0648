"""Nothing is put in the kernel for later: what only its own tests use goes."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
KERNEL = "packages/core/src"
PLACES = ("packages", "services", "products", "bench", "tools", "e2e")

KEPT: dict[str, str] = {}
"""Names that nothing ships with yet, each with its reason."""

PLAIN = {"dataclass", "cache", "lru_cache", "contextmanager", "asynccontextmanager"}
"""Decorators that register nothing."""


def sources(root: Path) -> dict[Path, str]:
    """Every Python file that is no test."""
    return {
        path: path.read_text(encoding="utf-8")
        for place in PLACES
        for path in (root / place).rglob("*.py")
        if not {"tests", "node_modules"} & set(path.relative_to(root).parts)
    }


def public_names(text: str) -> Iterator[str]:
    """What a module defines at its top, apart from what a decorator registers somewhere."""
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            if {ast.unparse(one).partition("(")[0] for one in node.decorator_list} <= PLAIN:
                yield node.name
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id
        elif isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def unused(root: Path) -> set[str]:
    """Names of the kernel that stand nowhere but where they are defined."""
    texts = sources(root)
    words: dict[str, int] = {}
    for text in texts.values():
        for word in re.findall(r"\w+", text):
            words[word] = words.get(word, 0) + 1
    return {
        name
        for path, text in texts.items()
        if path.is_relative_to(root / KERNEL)
        for name in public_names(text)
        if words[name] == 1
    }


def test_everything_in_the_kernel_is_used_or_has_its_reason() -> None:
    assert unused(ROOT) == set(KEPT)


PLANTED = """
LATER = 1
def planted(): ...
def used(): ...
@dataclass
class Idea: ...
@routes.get("/")
def endpoint(): ...
"""


def test_what_only_a_test_uses_is_found(tmp_path: Path) -> None:
    for name, text in {
        f"{KERNEL}/kernel.py": PLANTED,
        "services/shop/app.py": "from kernel import used\n",
        "services/shop/tests/test_app.py": "from kernel import planted, LATER, Idea\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    assert unused(tmp_path) == {"planted", "LATER", "Idea"}
