"""A small hand-made project for tests of pages and exports: cards, runs, results, and pages that cite them."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat

from scoledger.paths import Project

ROOT = Path(__file__).resolve().parents[1]
#: Day of the small book's edition.
RELEASED = "2026-11-21"

CARD = """
id = "{table}"
title = "Trade of the tests"
producer = "Test Statistics Office"
citation = "Test Statistics Office, Trade of the tests | 2024 edition"
vintage = "2024-05"
topic = "trade"
rule = "ship"
redistributable = true
obtained = "Made up for the tests."
known_limits = ["Imports are valued c.i.f.; {{curly}} and *stars* are shown as they are."]
key = ["year"]
[licence]
name = "CC BY 4.0"
url = "https://creativecommons.org/licenses/by/4.0/"
verified = true
[carrier]
repository = "example/repository"
commit = "0123456789abcdef"
[file]
path = "tables/{stem}.parquet"
sha256 = "{sha256}"
rows = 12345
[columns.year]
type = "int"
unit = "year"
minimum = 1990
maximum = 2030
description = "Calendar year"
[columns.value_musd]
type = "float"
unit = "million current US dollars"
minimum = 0
maximum = 1e7
description = "Value | of trade"
"""

RULES = """
[PF10]
kind = "point"
text = "Supported when the measured figure is within 10 percent of the claimed one."
within = 0.10
beyond = 0.25
"""

PARAMETERS = """
[claim]
title = "Verdict on one claim"
summary = "Judges one claim."
slug = "{claim_id}"
page = "claims/{claim_id}"
[claim.parameters.claim_id]
type = "text"
default = "alpha"
help = "Claim"
[trade_dependence]
title = "Trade dependence"
summary = "Share of one partner."
slug = "dependence-{country}"
page = "dependence/{country}"
[trade_dependence.parameters.country]
type = "text"
default = "KGZ"
help = "State"
[country_profile]
title = "Country profile"
summary = "One state."
slug = "profile-{country}"
page = "profiles/{country}"
[country_profile.parameters.country]
type = "text"
default = "KGZ"
help = "State"
"""

#: Folders whose index the small project generates.
GENERATED = ("claims", "topics", "countries", "articles", "dependence", "profiles", "data")

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200" width="400" height="200">'
    '<path d="M20 180L380 30" stroke="#1f5f8b" stroke-width="3" fill="none"/></svg>'
)


@dataclass
class BookMaker:
    """Writes what the runner would have written."""

    project: Project
    manifest: dict[str, Any] = field(default_factory=lambda: {"edition": "2026.1", "runs": [], "results": {}})

    @classmethod
    def begin(cls, root: Path) -> BookMaker:
        """Begin with the real configuration, one card, one rule, and prose pages without a result."""
        maker = cls(Project(root))
        for folder in ("data/cards", "data/claims", "data/tables", "notebooks", "book"):
            (root / folder).mkdir(parents=True, exist_ok=True)
        for name in ("_config.yml", "_toc.yml"):
            shutil.copy(ROOT / name, root / name)
        cited = (ROOT / "CITATION.cff").read_text("utf-8")
        maker.write("CITATION.cff", re.sub(r'released: ".*"', f'released: "{RELEASED}"', cited))
        shutil.copytree(ROOT / "book" / "_static", root / "book" / "_static")
        shutil.copy(ROOT / "book" / "references.bib", root / "book" / "references.bib")
        maker.write("notebooks/parameters.toml", PARAMETERS)
        maker.write("data/claims/rules.toml", RULES)
        maker.write("data/corrections.toml", "")
        maker.add_card("test-trade")
        for name in re.findall(r"(?:file|root): book/([\w/-]+)$", (ROOT / "_toc.yml").read_text("utf-8"), re.MULTILINE):
            if name.partition("/")[0] not in GENERATED:
                maker.write(f"book/{name}.md", f"# {name.capitalize()}\n\nWords.\n")
        return maker

    def write(self, name: str, text: str) -> Path:
        """Write a text file below the root."""
        path = self.project.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def add_card(self, table: str) -> None:
        """Describe a table (its Parquet file is never read here)."""
        text = CARD.format(table=table, stem=table.replace("-", "_"), sha256="ab" * 32)
        self.write(f"data/cards/{table}.toml", text)

    def add_run(
        self, run: str, page: str, cells: list[Any], heading: str = "A heading", notebook: str = "claim"
    ) -> None:
        """Store an executed notebook as a current run."""
        entry = {"notebook": notebook, "slug": page.rsplit("/", 1)[1], "page": page, "heading": heading}
        entry |= {"parameters": {"claim_id": entry["slug"]}, "seconds": 1.5}
        node = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "P"}})
        self.write(f"_build/runs/{run}/notebook.ipynb", nbformat.writes(node))
        stored = {**entry, "run": run, "started": "2026-01-02T03:04:05", "versions": {"python": "3.11"}}
        stored |= {"code_files": {"units.py": "c" * 64}, "lock_digest": "d" * 64}
        self.write(f"_build/runs/{run}/run.json", json.dumps(stored))
        self._list_run({**entry, "run": run})

    def add_result(self, result_id: str, kind: str = "number", run: str = "run-a", **keys: Any) -> Path:
        """Put a result into the registry."""
        result = {
            "id": result_id,
            "kind": kind,
            "title": f"Title of {result_id}",
            "run": run,
            "page": "book/index",
            "notebook": "claim",
            "inputs": [{"kind": "table", "id": "test-trade", "digest": "e" * 64, "vintage": "2024-05"}],
            "code_digest": "c" * 64,
            "edition": "2026.1",
            **({"value": 45.0, "unit": "billion USD", "text": "45.0 billion USD"} if kind == "number" else {}),
            **keys,
        }
        if run not in {entry["run"] for entry in self.manifest["runs"]}:
            entry = {"run": run, "notebook": "claim", "slug": run, "page": "book/index", "heading": "", "seconds": 0.0}
            self._list_run(entry)
        self.manifest["results"][result_id] = run
        self._write_manifest()
        for suffix, name in result.get("files", {}).items():
            content = SVG if suffix == "svg" else "year,value\n2014,45\n"
            self.write(f"_build/registry/files/{name}", content)
        return self.write(f"_build/registry/{result_id}.json", json.dumps(result, indent=1))

    def add_figure(self, result_id: str, **keys: Any) -> Path:
        """Put a figure with an SVG and a CSV file into the registry."""
        files = {"svg": f"{result_id}.svg", "csv": f"{result_id}.csv"}
        alt = "A line that rises from 1 to 45"
        return self.add_result(result_id, "figure", alt=alt, caption="Trade, 2002-2014.", files=files, **keys)

    def add_wide_table(self, result_id: str, **keys: Any) -> Path:
        """Put a table into the registry that is wider than a page: one state, twenty years."""
        names = ["State", *(f"Imports in {year}" for year in range(2000, 2020))]
        columns = [{"name": name, "numeric": name != "State"} for name in names]
        details = {"columns": columns, "rows": [["Kyrgyz Republic", *["1.3"] * 20]]}
        return self.add_result(result_id, "table", details=details, files={"csv": f"{result_id}.csv"}, **keys)

    def add_verdict(self, claim: str, verdict: str = "supported", source: str = "kocamaz2019", **keys: Any) -> Path:
        """Put a verdict with one reading into the registry; `about` overrides what is known of its claim."""
        reading = {
            "name": "literal",
            "verdict": verdict,
            "share_supporting": 0.75,
            "share_contradicting": 0.25,
            "specifications": 24,
            "decisive_dimension": "whose books are read",
            "meaning": "both years in current dollars",
            "finding": "the lowest value is 27.1",
            "flip": "It turns on whose books are read.",
            "rule": "PF10",
            "rule_text": "Within 10 percent.",
            "not_computable": 2,
            "figures": [
                {"id": f"{claim}-2014", "name": "Trade", "claimed": 45.0, "value": 44.97, "unit": "billion USD",
                 "low": 27.1, "high": 45.0, "years": "2014", "sources": ["test-trade"]}
            ],
        }  # fmt: skip
        details = {
            "verdict": verdict,
            "sentence": f"The data <say> something about {claim}.",
            "claim": {"id": claim, "source": source, "paraphrase": f"Paraphrase of {claim}.", "quote": "a few words",
                      "kind": "point-figure", "topic": "trade", "testability": "trade-energy-stats",
                      "locator": {"section": "China", "footnote": 25}},
            "readings": [reading],
            "records": [{"publisher": "Office", "title": "A charter", "url": "https://example.org/charter",
                         "date": None, "level": "primary", "checked": "primary document seen", "supports": "core"}],
        }  # fmt: skip
        details["claim"] |= keys.pop("about", {})
        keys = {"page": f"book/claims/{claim}", "run": f"run-{claim}", **keys}
        return self.add_result(claim, "verdict", text=verdict, caption=details["sentence"], details=details, **keys)

    def add_claim_page(self, claim: str, verdict: str = "supported", **about: Any) -> None:
        """A claim with its verdict, run and page."""
        self.add_run(f"run-{claim}", f"book/claims/{claim}", claim_cells(claim), heading=f"Claim {claim}")
        self.add_verdict(claim, verdict, about=about)

    def _list_run(self, entry: dict[str, Any]) -> None:
        others = [other for other in self.manifest["runs"] if other["run"] != entry["run"]]
        self.manifest["runs"] = [*others, entry]
        self._write_manifest()

    def _write_manifest(self) -> None:
        self.write("_build/registry/manifest.json", json.dumps(self.manifest))


def claim_cells(claim: str) -> list[Any]:
    """Cells of an executed notebook as the runner leaves them."""
    shown = {
        "text/plain": "plain",
        "text/html": "<p>not in the book</p>",
        "text/markdown": f"```{{verdict}} {claim}\n```",
    }
    output = nbformat.v4.new_output("execute_result", shown, execution_count=3)
    return [
        nbformat.v4.new_markdown_cell("# Verdict on one claim\n\nWhat the page shows.", id="title"),
        nbformat.v4.new_code_cell('claim_id = "default"', metadata={"tags": ["parameters"]}, id="defaults"),
        nbformat.v4.new_code_cell(f'claim_id = "{claim}"', metadata={"tags": ["injected-parameters"]}, id="given"),
        nbformat.v4.new_code_cell("run.verdict(verdict)", outputs=[output], execution_count=3, id="verdict"),
    ]
