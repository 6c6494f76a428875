"""Plain words for dimensions and choices, as figures and sentences use them."""

from __future__ import annotations

from scoledger.claims.toml import Model, read_model
from scoledger.paths import Project


class Labels(Model):
    """Plain words by dimension and by choice, from ``data/claims/labels.toml``."""

    dimensions: dict[str, str]
    choices: dict[str, str]

    def dimension(self, name: str) -> str:
        """A dimension in plain words; its own name when there are none."""
        return self.dimensions.get(name, name.replace("_", " "))

    def choice(self, name: str) -> str:
        """A choice in plain words, also when it joins several; itself when there are none."""
        if name in self.choices:
            return self.choices[name]
        return " and ".join(self.choices.get(item, item) for item in name.split(" + "))


def read_labels(project: Project) -> Labels:
    """Read ``data/claims/labels.toml``.

    Raises
    ------
    ClaimError
        If the file is missing or is not what it should be.
    """
    return read_model(project.claims / "labels.toml", Labels)
