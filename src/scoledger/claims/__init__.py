"""Claims, rules, articles, contradictions and records: what the files of ``data/claims`` and ``data/records`` say."""

from scoledger.claims.articles import Article, read_articles
from scoledger.claims.chapters import ChapterText, read_chapter
from scoledger.claims.claim import (
    Claim,
    Measurement,
    Part,
    Prune,
    Reading,
    read_claim,
    read_claims,
    title_reading,
)
from scoledger.claims.contradictions import Contradiction, read_contradictions
from scoledger.claims.lock import (
    LockChange,
    LockEntry,
    changed_since_lock,
    lock_path,
    read_family,
    read_lock,
    read_locked,
    tell_changes,
    tell_claim,
    write_lock,
)
from scoledger.claims.locked import contents_path
from scoledger.claims.records import Record, RecordFile, read_records
from scoledger.claims.relock import relock
from scoledger.claims.rules import Rule, read_rules
from scoledger.claims.theses import Link, Thesis, read_theses, read_thesis

__all__ = [
    "Article",
    "ChapterText",
    "Claim",
    "Contradiction",
    "Link",
    "LockChange",
    "LockEntry",
    "Measurement",
    "Part",
    "Prune",
    "Reading",
    "Record",
    "RecordFile",
    "Rule",
    "Thesis",
    "changed_since_lock",
    "contents_path",
    "lock_path",
    "read_articles",
    "read_chapter",
    "read_claim",
    "read_claims",
    "read_contradictions",
    "read_family",
    "read_lock",
    "read_locked",
    "read_records",
    "read_rules",
    "read_theses",
    "read_thesis",
    "relock",
    "tell_changes",
    "tell_claim",
    "title_reading",
    "write_lock",
]
