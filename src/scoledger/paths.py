"""Where things stand in a checkout: the only place that knows a folder's name."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from scoledger.errors import ProjectNotFoundError

ROOT_VARIABLE = "SCOLEDGER_ROOT"


@dataclass(frozen=True)
class Project:
    """One checkout.

    Parameters
    ----------
    root : pathlib.Path
        The folder that holds ``_config.yml``, ``data`` and ``notebooks``.
    """

    root: Path

    @classmethod
    def find(cls, start: Path | None = None) -> Project:
        """Find the checkout around a folder.

        The variable ``SCOLEDGER_ROOT`` decides when it is set; otherwise the nearest folder upwards from
        `start` (default: the working folder) that has ``data/cards`` and ``notebooks``; otherwise, the checkout
        that the package is installed from.

        Raises
        ------
        ProjectNotFoundError
            If there is no such folder.
        """
        named = os.environ.get(ROOT_VARIABLE)
        here = (start or Path.cwd()).resolve()
        package = Path(__file__).resolve().parents[2]
        candidates = [Path(named).resolve()] if named else [here, *here.parents, package]
        for folder in candidates:
            if (folder / "data" / "cards").is_dir() and (folder / "notebooks").is_dir():
                return cls(folder)
        raise ProjectNotFoundError(
            f"no checkout of the ledger at {candidates[0]} or above it.\n"
            "Expected a folder with data/cards and notebooks.\n"
            f"Change into the checkout, or set {ROOT_VARIABLE} to it."
        )

    @property
    def data(self) -> Path:
        """Tables, cards, claims, records and corrections."""
        return self.root / "data"

    @property
    def cards(self) -> Path:
        """One TOML file per table."""
        return self.data / "cards"

    @property
    def corrections(self) -> Path:
        """Corrections to producers' values."""
        return self.data / "corrections.toml"

    @property
    def claims(self) -> Path:
        """One TOML file per claim, the rules, the articles and the lock."""
        return self.data / "claims"

    @property
    def records(self) -> Path:
        """One TOML file of dated records per claim that only a record can judge."""
        return self.data / "records"

    @property
    def chapters(self) -> Path:
        """One TOML file per chapter: its question, its claims and what a person says about them."""
        return self.data / "chapters"

    @property
    def editions(self) -> Path:
        """One folder per edition, with what every id was worth in it, and the ids that were withdrawn."""
        return self.data / "editions"

    @property
    def notebooks(self) -> Path:
        """Parameterised notebooks and the plan of the book's runs."""
        return self.root / "notebooks"

    @property
    def lock(self) -> Path:
        """The hash-locked requirements."""
        return self.root / "requirements.lock"

    @property
    def book(self) -> Path:
        """The pages of the book, written and generated."""
        return self.root / "book"

    @property
    def build(self) -> Path:
        """Everything that a command makes and `make clean` removes."""
        return self.root / "_build"

    @property
    def runs(self) -> Path:
        """The store of finished runs."""
        return self.build / "runs"

    @property
    def registry(self) -> Path:
        """One small JSON file per result id, and the files of figures and tables."""
        return self.build / "registry"

    @property
    def result_pages(self) -> Path:
        """One page per result that can be cited; they become ``r/`` in the built book."""
        return self.build / "r"

    @property
    def html(self) -> Path:
        """The built book."""
        return self.build / "html"

    @property
    def exports(self) -> Path:
        """What citers take: ledger.json, and the files of every figure."""
        return self.root / "exports"
