"""What helps to add something of one's own: is a claim ready, which tables know a state, what goes on a card."""

from scoledger.additions.cards import FILL_IN, check_filled, draft_card, take_draft
from scoledger.additions.claims import ClaimCheck, check_addition
from scoledger.additions.coverage import Coverage, list_coverage

__all__ = [
    "FILL_IN",
    "ClaimCheck",
    "Coverage",
    "check_addition",
    "check_filled",
    "draft_card",
    "list_coverage",
    "take_draft",
]
