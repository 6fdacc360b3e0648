"""Take the pictures of the merchant's guide anew: the demo store's own pages, in a real browser.

Not part of the tests: a picture changes with every pixel. Run it when a page looks different.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from PIL import Image

from tools.e2e import NODE, PLAYWRIGHT, ROOT, platform

GUIDE = ROOT / "docs" / "pictures" / "guide"
WIDTH = 1_000
"""Pixels: as wide as a page of text is read."""


def main() -> int:
    """Take every picture and keep it as WebP; the exit status of the browser's run."""
    work = Path(tempfile.mkdtemp(prefix="ecomm-pictures-", dir="/var/tmp"))
    work.chmod(0o755)
    try:
        shots = work / "shots"
        shots.mkdir()
        with platform(work / "home") as addresses:
            run = subprocess.run(
                [str(NODE), str(PLAYWRIGHT), "test", "--config", "playwright.pictures.ts"],
                cwd=ROOT / "e2e",
                env={**os.environ, **addresses, "PICTURES": str(shots)},
                check=False,
            )
        for shot in sorted(shots.glob("*.png")):
            keep(shot, GUIDE / f"{shot.stem}.webp")
        return run.returncode
    finally:
        shutil.rmtree(work, ignore_errors=True)


def keep(shot: Path, target: Path) -> None:
    """Make a picture small enough for a repository."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(shot) as picture:
        picture.thumbnail((WIDTH, 10 * WIDTH), Image.Resampling.LANCZOS)
        picture.convert("RGB").save(target, "WEBP", quality=78, method=6)
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size // 1024} kB")


if __name__ == "__main__":
    raise SystemExit(main())
