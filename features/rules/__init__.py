"""Rules: dangerous acts asked of the candidate, as records in versioned files, found in a text with their place.

The flow: the text is folded (`features.folding`), its words are read quickly, `prefilter` tells whether any sentence could
satisfy a pattern, and only such sentences go to spaCy (`matching`), which decides and looks for an excuse. Offsets are
those of the original text.

Files: ``words.toml`` holds lists of words, ``excuses.toml`` contexts, ``version.toml`` the version, every other one a family
of rules in the notation of `notation`.
"""

from __future__ import annotations

from features.rules.evidence import BAD_DEALS, RuleEvidence, rule_evidence
from features.rules.files import load_rules, ruleset
from features.rules.finder import Finder, finder
from features.rules.record import Excuse, Hit, Rule, Ruleset

__all__ = [
    "BAD_DEALS",
    "Excuse",
    "Finder",
    "Hit",
    "Rule",
    "RuleEvidence",
    "Ruleset",
    "finder",
    "load_rules",
    "rule_evidence",
    "ruleset",
]
