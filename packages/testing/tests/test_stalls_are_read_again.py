"""What a machine short of processors made once is told of; what is the product's fails its test.

Planted, in a pytest of its own with the project's options: a test that always stalls, one that
stalls and one that is too late the first time only, and one that fails otherwise the first time.
"""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]

PLANTED = """
import asyncio
import time
from types import SimpleNamespace

import pytest_asyncio

from ecomm_testing.stalls import StallWatch

# a host that lends its processors away could excuse any of these, and is not what is tested here
StallWatch._waited = lambda _watch: 0.0
TRIES = {}


def product(seconds):
    time.sleep(seconds)


# as if it stood in the product's source
product.__code__ = product.__code__.replace(co_filename="/x/commerce/src/commerce/planted.py")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def kernel():
    return SimpleNamespace(
        parts={"loop": asyncio.get_running_loop()}, settings=SimpleNamespace(clock_file=None)
    )


def tries(name):
    TRIES[name] = TRIES.get(name, 0) + 1
    return TRIES[name]


async def test_always(kernel):
    await asyncio.sleep(0.05)
    product(2)
    await asyncio.sleep(0.05)


async def test_once(kernel):
    await asyncio.sleep(0.05)
    if tries("once") == 1:
        product(2)
    await asyncio.sleep(0.05)


async def test_late(kernel):
    if tries("late") == 1:
        await asyncio.wait_for(asyncio.Event().wait(), 0.01)


async def test_otherwise(kernel):
    assert tries("otherwise") > 1, "a flake of another kind"
"""


@pytest.mark.slow
def test_a_stall_fails_only_when_it_comes_again(tmp_path: Path) -> None:
    (tmp_path / "test_planted.py").write_text(PLANTED)
    options = (
        f"-c {ROOT / 'pyproject.toml'} --rootdir {tmp_path} -p no:cacheprovider -p no:xdist -v"
    )
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *options.split(), str(tmp_path)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    told = ran.stdout + ran.stderr
    assert ran.returncode == 1, told
    assert "1 failed" in told
    assert "1 error, 4 rerun" in told
    assert "ERROR test_planted.py::test_always - Failed: the event loop stood still here" in told
    assert "RERUN test_planted.py::test_once" in told
    assert "RERUN test_planted.py::test_late" in told
    assert (
        "FAILED test_planted.py::test_otherwise - AssertionError: a flake of another kind" in told
    )
