"""What tests in a real browser share: the browser, a phone's size, and how contrast is measured."""

from __future__ import annotations

import shutil
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PHONE = {"width": 390, "height": 844}
#: Marks of every module of browser tests.
MARKS = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]
#: Contrast of an element's text against what is painted behind it, as WCAG defines it.
CONTRAST = """(element) => {
  const numbers = (colour) => colour.match(/[0-9.]+/g).map(Number);
  const light = (colour) => {
    const [r, g, b] = numbers(colour).slice(0, 3).map((c) => c / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  let behind = element;
  const isSolid = (node) => (numbers(getComputedStyle(node).backgroundColor)[3] ?? 1) > 0;
  while (behind.parentElement && !isSolid(behind)) behind = behind.parentElement;
  const pair = [light(getComputedStyle(element).color), light(getComputedStyle(behind).backgroundColor)];
  return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
}"""


def open_page(chromium: Any, address: str, script: str = "", **options: Any) -> Any:
    """Open a page in a context of its own, with a script that runs before those of the page."""
    context = chromium.new_context(**options)
    if script:
        context.add_init_script(script)
    page = context.new_page()
    page.goto(address)
    return page
