"""What a built book costs afterwards: `scoledger book` with nothing changed, and a saved claim until its page shows it.

    python benchmarks/books.py [--repeat N] [--out FILE] [CLAIM ...]

Needs a built book (`make book`), and works on a copy of the checkout and of `_build` below a temporary folder.  An edit
adds a word to a claim's title; its time is from the saving of the file until the preview's server gives the page with
that word.  The claims named by default are one that documents decide, one of middling cost, and the two dearest.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import kept

from scoledger.paths import ROOT_VARIABLE, Project

CLAIMS = (
    "sco-founders-2001",
    "china-secured-energy-access",
    "dependency-builds-alignment",
    "selling-resources-to-china-strengthens",
)
#: Seconds after which a page is given up, and between two looks at it.
LONGEST, LOOK = 120.0, 0.02
COMMAND = (sys.executable, "-c", "from scoledger.cli import main; main()")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("claims", nargs="*", default=CLAIMS)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--out", type=Path, help="CSV file for every measurement")
    given = parser.parse_args()
    rows, stamp = list[tuple[str, str, float]](), kept.stamp()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        root = copy_checkout(Project.find().root, Path(folder) / "checkout")
        build(root)  # once: a copy is another place, so that everything is looked at
        rows += [("unchanged book", "", build(root)) for _ in range(given.repeat)]
        for claim in given.claims:
            rows += [("edit to page", claim, seconds) for seconds in edit(root, claim, given.repeat)]
    for what, claim in dict.fromkeys((what, claim) for what, claim, _ in rows):
        found = [seconds for *row, seconds in rows if row == [what, claim]]
        print(f"{what:16}{claim:42}{statistics.median(found):6.2f} s  ({min(found):.2f} to {max(found):.2f})")
    if given.out:
        kept.write_rows(
            given.out,
            ({"what": what, "claim": claim, "seconds": round(seconds, 2), **stamp} for what, claim, seconds in rows),
        )


def copy_checkout(root: Path, copy: Path) -> Path:
    """Copy what is in version control, and what was built."""
    subprocess.run(["git", "clone", "-q", "--no-hardlinks", str(root), str(copy)], check=True)
    for name in ("_build", "exports", "book"):
        shutil.copytree(root / name, copy / name, dirs_exist_ok=True, symlinks=True)
    return copy


def environment(root: Path) -> dict[str, str]:
    """Variables of a command that works in the copy."""
    return {**os.environ, ROOT_VARIABLE: str(root)}


def build(root: Path) -> float:
    """Build the book; seconds."""
    start = time.perf_counter()
    subprocess.run([*COMMAND, "book"], cwd=root, env=environment(root), capture_output=True, check=True)
    return time.perf_counter() - start


def edit(root: Path, claim: str, repeat: int) -> Iterator[float]:
    """Change a claim's title and wait for its page; seconds of each time."""
    path = next((root / "data" / "claims").glob(f"*/{claim}.toml"))
    text = path.read_text("utf-8")
    with preview(root, claim) as address:
        for number in range(repeat):
            word = f"Edited{number}"
            start = time.perf_counter()
            path.write_text(re.sub(r'^title = "', f'title = "{word} ', text, count=1, flags=re.MULTILINE), "utf-8")
            while word not in read(address):
                if time.perf_counter() - start > LONGEST:
                    raise SystemExit(f"{address} does not show the edit of {path.name} within {LONGEST:g} s")
                time.sleep(LOOK)
            yield time.perf_counter() - start
    path.write_text(text, "utf-8")


@contextmanager
def preview(root: Path, claim: str) -> Iterator[str]:
    """Serve the book; gives the address of the claim's page."""
    words = [*COMMAND, "preview", f"claims/{claim}"]
    with subprocess.Popen(
        words, cwd=root, env=environment(root), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        try:
            server = urlsplit(process.stdout.readline().strip())
            address = f"{server.scheme}://{server.netloc}/book/claims/{claim}.html"
            read(address)
            yield address
        finally:
            process.terminate()


def read(address: str) -> str:
    """Read a page of this machine."""
    with urllib.request.urlopen(address, timeout=LONGEST) as page:
        return str(page.read().decode("utf-8"))


if __name__ == "__main__":
    main()
