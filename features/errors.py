"""Every error a person can cause, in one tree.

::

    BidworthyError
    ├── InputError          a posting or a profile cannot be read; names the field
    ├── CallError           the command or the setting is wrong; exit status 2
    │   └── BadInput            what a file holds cannot be read on
    ├── BrokenOff           a run was broken off from outside; what it did is kept
    ├── DataError           the training data is missing or not as described
    ├── RuleError           a rule file cannot be read; names the file and the rule
    ├── HistoryError        the local store of what was seen cannot be used; names the file
    ├── ServiceError        the service cannot go on
    └── BundleError         a model bundle cannot be trusted
        ├── BundleMissing       there is no bundle at that place
        ├── BundleCorrupt       a file's bytes differ from the manifest's digest
        ├── BundleTruncated     a file is shorter than the manifest says
        ├── BundleForeign       it is not a Bidworthy bundle
        ├── BundleOutdated      its format number is not the one this version reads
        └── BundleMismatch      its feature list is not this version's

Each message names the thing, its value and the next step.
"""

from __future__ import annotations

__all__ = [
    "BadInput",
    "BidworthyError",
    "BrokenOff",
    "BundleCorrupt",
    "BundleError",
    "BundleForeign",
    "BundleMismatch",
    "BundleMissing",
    "BundleOutdated",
    "BundleTruncated",
    "CallError",
    "DataError",
    "HistoryError",
    "InputError",
    "RuleError",
    "ServiceError",
    "ToldOtherwise",
    "shown",
]


def shown(value: object, limit: int = 80) -> str:
    """Return a value as it may stand in a message: on one line, escaped, and short.

    Parameters
    ----------
    value : object
        Anything, hostile text included.
    limit : int
        The longest text that is shown, in characters.
    """
    if isinstance(value, str):
        # Slice first: the repr of 10 MB of text would cost as much as the attack wants.
        text = ascii(value[:limit])
        return f"{text} … ({len(value):,} characters)" if len(value) > limit else text
    if isinstance(value, (list, tuple, dict, set)):
        return f"a {type(value).__name__} of {len(value):,}"
    if isinstance(value, int) and value.bit_length() > 256:
        # Turning a huge integer into digits is quadratic, and Python refuses it over 4,300 digits.
        return f"a whole number of {value.bit_length():,} bits"
    return ascii(value)[:limit]


class BidworthyError(Exception):
    """The root: anything a user can cause."""


class InputError(BidworthyError):
    """A posting or a profile cannot be read.

    Parameters
    ----------
    field : str
        Dotted name as in the contract, for example ``client.total_spent_usd``; ``""`` is the whole.
    problem : str
        What is wrong with it, its value included, and what to do.
    """

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}" if field else problem)
        self.field = field
        self.problem = problem


class CallError(BidworthyError):
    """The command or a setting is wrong."""


class BadInput(CallError):
    """What a file holds cannot be read, or not to its end."""


class BrokenOff(BidworthyError):
    """A run was broken off from outside, and can go on: what it did is kept."""


class DataError(BidworthyError):
    """The training data is missing or not as described."""


class RuleError(BidworthyError):
    """A rule file cannot be read or contradicts itself."""


class HistoryError(BidworthyError):
    """The local store of what was seen cannot be opened, read or written."""


class ToldOtherwise(BidworthyError):
    """What is told has the name of something else that was told before."""


class ServiceError(BidworthyError):
    """The service cannot go on."""


class BundleError(BidworthyError):
    """A model bundle cannot be trusted."""


class BundleMissing(BundleError):
    """There is no bundle at that place."""


class BundleCorrupt(BundleError):
    """A file's bytes differ from the digest in the manifest."""


class BundleTruncated(BundleError):
    """A file is shorter than the manifest says."""


class BundleForeign(BundleError):
    """The folder holds something that is not a Bidworthy bundle."""


class BundleOutdated(BundleError):
    """The bundle's format number is not the one this version reads."""


class BundleMismatch(BundleError):
    """The bundle was made for another feature list."""
