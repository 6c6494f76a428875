"""A small project whose results go into a paper: two numbers, a verdict, a table and a figure, and their editions."""

from __future__ import annotations

import functools
import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

from bookmaker import ROOT, BookMaker

from scoledger.editions import Edition, present_edition, write_edition
from scoledger.results import picture_bytes

ARTICLES = """
[kocamaz2019]
author = "An Author"
year = 2019
title = "An article"
journal = "A journal"
citation_key = "kocamaz2019"
information_until = 2018-12-31
"""
EDITION = "2026.1"
#: Everything that `add_results` makes and that can be cited.
IDS = ("trade-2014", "fall-1999", "alpha", "flows-table", "flows")


def add_results(maker: BookMaker) -> BookMaker:
    """Add what a paper cites, and what stands behind it."""
    shutil.copy(ROOT / "CITATION.cff", maker.project.root / "CITATION.cff")
    maker.write("data/claims/articles.toml", ARTICLES)
    maker.write("data/claims/methods.toml", 'every = ["simonsohn2020"]\npoint = ["yao1988"]\n')
    maker.add_result("trade-2014", low=27.14, high=45.0, n=1234, format=".1f", title="Trade in 2014")
    maker.add_result("fall-1999", value=-0.032, unit="share", text="-3.2 percent", title="Fall & rise, 100 % of R_1")
    maker.add_verdict("alpha", "mixed", run="run-a")
    columns = [{"name": "Country & year", "numeric": False}, {"name": "Value", "numeric": True}]
    rows = [["[A] one_two", "-1.5"], ["A sentence that is longer than a line of a table can be", "2"]]
    files = {"csv": "flows-table.csv"}
    maker.add_result("flows-table", "table", files=files, details={"columns": columns, "rows": rows})
    pictures = {suffix: f"flows.{suffix}" for suffix in ("csv", "pdf", "png", "svg")}
    maker.add_result("flows", "figure", alt="A line that rises", caption="Trade.", files=pictures)
    draw(maker.project.registry / "files" / "flows")
    return maker


def draw(stem: Path) -> None:
    """Write the pictures of the figure, so that LaTeX can include one."""
    for suffix, content in _pictures().items():
        stem.with_suffix(f".{suffix}").write_bytes(content)


@functools.cache
def _pictures() -> dict[str, bytes]:
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(3, 2))
    axes.plot([1, 2], [1, 45])
    return picture_bytes(figure, "flows", "Flows")


def change(maker: BookMaker, result_id: str, **keys: Any) -> None:
    """Let a result say something else from now on."""
    path = maker.project.registry / f"{result_id}.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | keys), encoding="utf-8")


def remove(maker: BookMaker, result_id: str) -> None:
    """Let no run make a result any more."""
    (maker.project.registry / f"{result_id}.json").unlink()
    del maker.manifest["results"][result_id]
    maker.write("_build/registry/manifest.json", json.dumps(maker.manifest))


def publish(maker: BookMaker, name: str = EDITION) -> Edition:
    """Keep the registry as an edition."""
    edition = replace(present_edition(maker.project), name=name)
    write_edition(maker.project, edition, is_replaced=True)
    return edition


def write_tex(folder: Path, body: str, preamble: str = "\\input{sco/results}") -> Path:
    """Write a paper; its body begins on the fifth line."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "paper.tex"
    head = f"\\documentclass{{article}}\n\\usepackage{{graphicx,booktabs}}\n{preamble}\n\\begin{{document}}\n"
    path.write_text(f"{head}{body}\n\\end{{document}}\n", encoding="utf-8")
    return path
