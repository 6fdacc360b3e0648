"""Each import contract fails on a planted violation."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = (
    "packages/core/src",
    "packages/connectors/src",
    "packages/cli/src",
    "packages/testing/src",
    "services/commerce/src",
)

PLANTED = {
    "packages": ("packages/core/src/ecomm_core/money.py", "import commerce.tags"),
    "domains": ("services/commerce/src/commerce/catalog/slugs.py", "import commerce.orders.states"),
    "roots": ("services/commerce/src/commerce/stores/slugs.py", "import commerce.wiring"),
    "reads": ("services/commerce/src/commerce/reads/cart_lines.py", "import commerce.cart.service"),
    "inside": ("services/commerce/src/commerce/cart/repository.py", "import commerce.cart.service"),
    "kernel": ("packages/core/src/ecomm_core/db/scope.py", "import ecomm_core.outbox.events"),
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python sources by themselves, to plant in."""
    target = tmp_path_factory.mktemp("sources")
    for source in SOURCES:
        shutil.copytree(
            ROOT / source, target / source, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(ROOT / "pyproject.toml", target)
    return target


def broken_contracts(copy: Path, only: str) -> subprocess.CompletedProcess[str]:
    """Run one contract over the copy."""
    paths = ":".join(str(copy / source) for source in SOURCES)
    program = (
        "import sys; sys.argv = ['lint-imports', '--no-cache', '--contract', sys.argv[1]];"
        "from importlinter.cli import lint_imports_command; lint_imports_command()"
    )
    return subprocess.run(
        [sys.executable, "-c", program, only],
        cwd=copy,
        env={"PYTHONPATH": paths, "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("contract", sorted(PLANTED))
def test_a_planted_import_breaks_its_contract(copy: Path, contract: str) -> None:
    name, line = PLANTED[contract]
    file = copy / name
    honest = file.read_text(encoding="utf-8")
    clean = broken_contracts(copy, contract)
    assert clean.returncode == 0, clean.stdout + clean.stderr
    file.write_text(f"{honest}\n{line}\n", encoding="utf-8")
    try:
        planted = broken_contracts(copy, contract)
    finally:
        file.write_text(honest, encoding="utf-8")
    assert planted.returncode == 1, planted.stdout + planted.stderr
    assert "BROKEN" in planted.stdout
