"""Every lint fails on a planted violation, and lets the honest twin pass."""

from pathlib import Path

import pytest

from tools.lints.base import run
from tools.lints.rules import MAX_LINES, RULES

BY_NAME = {lint.rule: lint for lint in RULES}

S = "services/commerce/src/commerce"

PLANTED = {
    "file-length": (f"{S}/x/service.py", "x = 1\n" * (MAX_LINES + 1), "x = 1\n" * MAX_LINES),
    "reasoned-ignore": (
        f"{S}/x/service.py",
        "import x  # type: " + "ignore\n",
        "import x  # type: " + "ignore[import]  # the library ships no types\n",
    ),
    "reasoned-skip": (
        "services/commerce/tests/x/test_x.py",
        "import pytest\n\n\n@pytest.mark.xfail\ndef test_x() -> None:\n    pass\n",
        "import pytest\n\npytest.skip('no such thing on this machine')\n",
    ),
    "output-defaults": (
        f"{S}/x/schemas.py",
        "class A(Output):\n    x: int | None = None\n",
        "class A(Output):\n    x: int | None\n\nclass B(Input):\n    y: int = 1\n",
    ),
    "no-commit": (f"{S}/x/service.py", "await session.commit()\n", "await session.flush()\n"),
    "transaction-helpers": (
        f"{S}/x/service.py",
        "async with independent_tx(db) as s:\n    pass\n",
        "async with transaction(db) as s:\n    pass\n",
    ),
    "turned-scope": (
        f"{S}/x/repository.py",
        "Q = \"select set_config('app.tenant_id', :t, true)\"\n",
        "async with in_tenant(session, one, back_to=other):\n    pass\n",
    ),
    "sql-now": (
        f"{S}/x/repository.py",
        'Q = "select 1 from t where expires_at > now()"\n',
        'Q = "select 1 from t where expires_at > :now"\nD = "now()"\n',
    ),
    "raw-text-order": (
        f"{S}/x/repository.py",
        'Q = "select 1 from products p order by p.title"\n',
        'Q = "select 1 from products p order by p.sort_title"\n',
    ),
    "endpoints-http-only": (
        f"{S}/x/endpoints.py",
        "from sqlalchemy import text\n",
        "from commerce.x import service\n",
    ),
    "own-queries": (
        f"{S}/x/service.py",
        "from commerce.y import repository\n",
        "from commerce.x import repository\nfrom commerce.y import service\n",
    ),
    "reads-only-read": (
        f"{S}/reads/x.py",
        'Q = "update orders o set total = 0"\n',
        'Q = "select updated_at from orders"\n',
    ),
    "unfinished": (f"{S}/x/service.py", "# TO" + "DO later\n", "# Later this may change.\n"),
    "package-hosts": (
        "requirements.lock",
        "--index-url https://x.pyth" + "onhosted.org/simple/\n",
        "fastapi==1.0\n",
    ),
    "machine-paths": ("docs/x.md", "see /w" + "ork/main/x\n", "see docs/x\n"),
    "no-delay": (f"{S}/x/service.py", "task.delay(1)\n", "await outbox.enqueue(s, 'x', {})\n"),
}

ALSO = [
    ("file-length", "services/commerce/tests/x/test_x.py", "x = 1\n" * (MAX_LINES + 1)),
    ("file-length", "packages/testing/src/ecomm_testing/fakes/x.py", "x = 1\n" * (MAX_LINES + 1)),
    ("file-length", "e2e/journeys/x.spec.ts", "let x;\n" * (MAX_LINES + 1)),
    ("reasoned-ignore", "apps/storefront/src/x.css", "/* biome-ig" + "nore lint/a/b: */\n"),
    ("reasoned-ignore", "tools/x.mjs", "// eslint-dis" + "able-next-line\n"),
    ("reasoned-ignore", f"{S}/x/service.py", "x = 1  # pragma: no " + "cover\n"),
    ("reasoned-skip", "e2e/journeys/x.spec.ts", "test.skip('buys', () => {});\n"),
    ("reasoned-skip", "apps/storefront/test/x.test.ts", "describe.only('x', () => {});\n"),
    ("reasoned-skip", "tools/tests/test_x.py", "import pytest\npytest.skip()\n"),
    ("reasoned-skip", "tools/tests/test_x.py", "import pytest\npytest.mark.skipif(1 > 0)\n"),
    ("reasoned-skip", "tools/tests/test_x.py", "import pytest\npytest.mark.skip(reason='x')\n"),
    ("file-length", "apps/storefront/test/x.test.tsx", "let x;\n" * (MAX_LINES + 1)),
]
"""More violations: where a rule holds that might be thought to end before."""


def test_every_rule_has_a_planted_violation() -> None:
    assert set(PLANTED) == set(BY_NAME)


@pytest.mark.parametrize("rule", sorted(PLANTED))
def test_a_planted_violation_fails_and_its_honest_twin_passes(rule: str) -> None:
    path, planted, honest = PLANTED[rule]
    assert list(run(BY_NAME[rule], Path(path), planted))
    assert not list(run(BY_NAME[rule], Path(path), honest))


@pytest.mark.parametrize(("rule", "path", "planted"), ALSO)
def test_a_rule_holds_here_too(rule: str, path: str, planted: str) -> None:
    assert list(run(BY_NAME[rule], Path(path), planted))


def test_an_escape_needs_a_reason() -> None:
    lint = BY_NAME["no-commit"]
    path = Path(f"{S}/x/service.py")
    bare = "await session.commit()  # lint-skip: no-commit\n"
    reasoned = "await session.commit()  # lint-skip: no-commit - the driver's own connection\n"
    assert list(run(lint, path, bare))
    assert not list(run(lint, path, reasoned))
