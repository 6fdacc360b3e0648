"""Each package names what it imports and imports what it names, or `make check` fails."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = (
    "packages/core",
    "packages/connectors",
    "packages/cli",
    "packages/testing",
    "services/commerce",
    "services/llm_gateway",
    *sorted(str(path.parent.relative_to(ROOT)) for path in ROOT.glob("products/*/pyproject.toml")),
)


def dependencies_of(package: Path) -> subprocess.CompletedProcess[str]:
    """What `make check` asks, of one package."""
    return subprocess.run(
        [str(Path(sys.executable).parent / "deptry"), "--no-ansi", "src"],
        cwd=package,
        capture_output=True,
        text=True,
        check=False,
    )


def test_make_check_asks_every_package() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    said = subprocess.run(
        ["make", "--silent", "ours"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert set(said.stdout.split()) == set(PACKAGES)
    assert {str(path.parent.relative_to(ROOT)) for path in ROOT.glob("*/*/pyproject.toml")} == set(
        PACKAGES
    )
    assert "deptry" in makefile[makefile.index("\ncheck: ") :]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The kernel's package by itself, to plant in."""
    shutil.copytree(ROOT / "packages/core/src", tmp_path / "src")
    shutil.copy(ROOT / "packages/core/pyproject.toml", tmp_path)
    return tmp_path


def test_the_packages_hold(copy: Path) -> None:
    for package in (copy, *(ROOT / name for name in PACKAGES)):
        held = dependencies_of(package)
        assert held.returncode == 0, f"{package}: {held.stderr}"


def test_a_dependency_that_nobody_imports_fails(copy: Path) -> None:
    project = copy / "pyproject.toml"
    text = project.read_text(encoding="utf-8")
    project.write_text(text.replace('"alembic",', '"alembic", "psutil",', 1), encoding="utf-8")
    planted = dependencies_of(copy)
    assert planted.returncode == 1
    assert "DEP002 'psutil' defined as a dependency but not used" in planted.stderr


def test_an_import_that_is_not_named_fails(copy: Path) -> None:
    """It would be there only as long as another package happens to need it."""
    (copy / "src/ecomm_core/planted.py").write_text("import anyio\nimport typer\n")
    planted = dependencies_of(copy)
    assert planted.returncode == 1
    assert "'anyio' imported but it is a transitive dependency" in planted.stderr
    assert "'typer' imported" in planted.stderr
