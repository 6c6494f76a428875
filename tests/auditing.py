"""What is asked of every page in a browser: accessible, quiet, without strangers, within a phone, and unmoving."""

from __future__ import annotations

from typing import Any

import pytest

#: Rules of axe that are run: WCAG 2.2, levels A and AA, and what is good practice.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DESKTOP = {"width": 1280, "height": 900}
#: What 400 percent leaves of a screen of 1280 pixels.
ENLARGED = {"width": 320, "height": 256}
#: Largest layout shift that a reader does not see.
STILL = 0.01
#: Put into a page before its own scripts: adds up how much its contents are moved.
_SHIFTS = """
window.moved = 0;
window.movers = [];
new PerformanceObserver((list) => list.getEntries().filter((entry) => !entry.hadRecentInput).forEach((entry) => {
  window.moved += entry.value;
  window.movers.push(...entry.sources.map((source) => source.node?.className || source.node?.nodeName));
})).observe({ type: "layout-shift", buffered: true });
"""
#: What has the focus: its name, and whether anything but its place in the order tells so.
_FOCUS = """() => {
  const element = document.activeElement;
  const style = getComputedStyle(element);
  const nodes = [element, element.parentElement, ...element.querySelectorAll("*")];
  const marks = nodes.map((node) => getComputedStyle(node));
  const isRinged = (one) => one.outlineStyle !== "none" && parseFloat(one.outlineWidth) > 0;
  const isMarked = (one) => isRinged(one) || one.boxShadow !== "none";
  return { name: element.outerHTML.slice(0, 120), tag: element.tagName, marked: marks.some(isMarked) };
}"""


def faults_of(page: Any, *parts: str) -> list[str]:
    """What axe finds on a page, or in parts of it, a line for each element."""
    axe = pytest.importorskip("axe_playwright_python.base", reason="axe-playwright-python is not installed")
    page.evaluate(axe.AXE_SCRIPT)
    # Without "preload": axe would fetch styles by itself, some from where they are not.
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"], "preload": False}
    context = {"include": [[part] for part in parts]} if parts else {"exclude": []}
    found = page.evaluate("([context, options]) => axe.run(context, options)", [context, options])
    assert len(found["passes"]) > 5, "axe has looked at next to nothing"
    return [f"{rule['id']}: {element['html'][:160]}" for rule in found["violations"] for element in rule["nodes"]]


class Witness:
    """Notes what a page asks for and complains of."""

    def __init__(self, page: Any, origin: str) -> None:
        self.errors: list[str] = []
        self.strangers: list[str] = []
        self.asked: list[str] = []
        self._origin = origin
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.context.route("**/*", self._pass_on)

    def _pass_on(self, route: Any) -> None:
        url = route.request.url
        if url.startswith((self._origin, "data:")):
            self.asked.append(url.partition("?")[0].removeprefix(self._origin))
            route.continue_()
        else:
            self.strangers.append(url)
            route.abort()


def watch_shifts(context: Any) -> None:
    """Have the pages of a context add up how much they move."""
    context.add_init_script(_SHIFTS)


def slow_down(page: Any) -> None:
    """A slow line and a slow machine."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    line = {"offline": False, "latency": 100, "downloadThroughput": 200_000, "uploadThroughput": 90_000}
    session.send("Network.emulateNetworkConditions", line)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})


def focus_of(page: Any) -> dict[str, Any]:
    """What has the focus, and whether it shows."""
    found: dict[str, Any] = page.evaluate(_FOCUS)
    return found


def is_wide(page: Any) -> bool:
    """Whether the page as a whole scrolls sideways."""
    wide: bool = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return wide
