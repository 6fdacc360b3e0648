"""Each import contract fails on a planted violation."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tools import products

ROOT = Path(__file__).parents[2]
SOURCES = (
    "packages/core/src",
    "packages/connectors/src",
    "packages/cli/src",
    "packages/testing/src",
    "services/commerce/src",
    "services/llm_gateway/src",
    *sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("products/*/src")),
)

COMMERCE = "services/commerce/src/commerce"
GATEWAY = "services/llm_gateway/src/llm_gateway"
TEMPLATE = "products/_template/src/template_product"
OTHERS = sorted(set(products.packages().values()) - {"template_product"})
"""Other products: none imports another."""

PLANTED = [
    ("packages", "packages/core/src/ecomm_core/money.py", "import commerce.tags"),
    ("hosts", "packages/cli/src/ecomm_cli/services.py", "import commerce.service"),
    ("hosts", "packages/testing/src/ecomm_testing/outbox.py", "import commerce.tasks"),
    ("domains", f"{COMMERCE}/catalog/slugs.py", "import commerce.orders.states"),
    ("domains", f"{COMMERCE}/reads/cart_lines.py", "import commerce.cart.models"),
    ("domains", f"{COMMERCE}/reads/overview.py", "import commerce.tags"),
    ("domains", f"{COMMERCE}/shop/errors.py", "import commerce.analytics.schemas"),
    ("domains", f"{COMMERCE}/unplaced.py", '"""A room in no layer."""'),
    ("roots", f"{COMMERCE}/stores/slugs.py", "import commerce.wiring"),
    ("inside", f"{COMMERCE}/cart/repository.py", "import commerce.cart.service"),
    ("inside", f"{COMMERCE}/shop/service.py", "import commerce.shop.endpoints"),
    ("gateway", f"{GATEWAY}/wire/json.py", "import llm_gateway.engine"),
    ("gateway", f"{GATEWAY}/keys/service.py", "import llm_gateway.budgets.service"),
    ("gateway", f"{GATEWAY}/unplaced.py", '"""A room in no layer."""'),
    ("packages", f"{GATEWAY}/tokens.py", "import commerce.tags"),
    ("packages", f"{TEMPLATE}/plans.py", "import commerce.tags"),
    *(("packages", f"{TEMPLATE}/plans.py", f"import {other}") for other in OTHERS[:1]),
    ("kernel", "packages/core/src/ecomm_core/db/scope.py", "import ecomm_core.outbox.events"),
    ("circles", f"{COMMERCE}/catalog/media/view.py", "import commerce.catalog.products.matrix"),
    ("circles", "packages/cli/src/ecomm_cli/errors.py", "import ecomm_cli.explain"),
    (
        "circles",
        "packages/core/src/ecomm_core/tasks/schedule.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import ecomm_core.tasks.registry",
    ),
]


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


@pytest.mark.parametrize(("contract", "name", "line"), PLANTED)
def test_a_planted_import_breaks_its_contract(
    copy: Path, contract: str, name: str, line: str
) -> None:
    file = copy / name
    honest = file.read_text(encoding="utf-8") if file.exists() else None
    file.write_text(f"{honest or ''}\n{line}\n", encoding="utf-8")
    try:
        planted = broken_contracts(copy, contract)
    finally:
        if honest is None:
            file.unlink()
        else:
            file.write_text(honest, encoding="utf-8")
    assert planted.returncode == 1, planted.stdout + planted.stderr
    assert "BROKEN" in planted.stdout


def test_each_contract_has_a_planted_import_and_holds_without_it(copy: Path) -> None:
    settings = tomllib.loads((copy / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = {contract["id"] for contract in settings["tool"]["importlinter"]["contracts"]}
    assert contracts == {contract for contract, _, _ in PLANTED}
    for contract in sorted(contracts):
        clean = broken_contracts(copy, contract)
        assert clean.returncode == 0, clean.stdout + clean.stderr
