"""Judge what two articles claim with open statistics, and keep the results citable."""

__version__ = "2026.1"
