"""Chromium as a printer: one HTML file in, one PDF out, nothing asked of the network."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from scoledger.exports.printing.faults import BrowserError

#: Names under which systems install it.
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_FLAGS = (
    *("--headless", "--disable-gpu", "--disable-extensions", "--no-first-run", "--disable-dev-shm-usage"),
    *("--disable-background-networking", "--disable-component-update", "--host-resolver-rules=MAP * ~NOTFOUND"),
    *("--no-pdf-header-footer", "--generate-pdf-document-outline"),
)
#: Lines of what it says that an error repeats.
_LINES = 5
#: What it always says where there is no desktop.
_NOISE = "dbus/"


def find_chromium() -> str:
    """Find the browser among the programs of this machine.

    Raises
    ------
    BrowserError
        If there is none.
    """
    for name in NAMES:
        path = shutil.which(name)
        if path:
            return path
    raise BrowserError(
        "printing needs Chromium, and this machine has none.\n"
        f"Expected one of these programs: {', '.join(NAMES)}.\n"
        "Install it (Debian, Ubuntu: apt-get install chromium), then run the same command again."
    )


def print_file(document: Path, browser: str) -> bytes:
    """Print an HTML file.

    Parameters
    ----------
    document : pathlib.Path
    browser : str
        Path of the program.

    Returns
    -------
    bytes
        The PDF, tagged and with an outline of the headings.

    Raises
    ------
    BrowserError
        If it ends without a PDF; the message repeats what it said.
    """
    # As the superuser, in containers, Chromium refuses to start with its sandbox; it shows our own pages only.
    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder, "made.pdf")
        profile = f"--user-data-dir={Path(folder, 'profile')}"
        command = [browser, *_FLAGS, *sandbox, profile, f"--print-to-pdf={made}", document.resolve().as_uri()]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - no shell
        content = made.read_bytes() if made.is_file() else b""
    if done.returncode == 0 and content.startswith(b"%PDF-"):
        return content
    lines = [line for line in done.stderr.splitlines() if line.strip() and _NOISE not in line]
    said = "\n".join(f"  {line}" for line in lines[-_LINES:]) or "  It said nothing."
    raise BrowserError(
        f"{browser} ended with status {done.returncode} and printed nothing.\n{said}\n"
        "Expected a PDF. See whether it starts by itself and whether memory is left, then run the same command again."
    )
