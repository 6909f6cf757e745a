"""How readers judged the stated pay of postings, read one by one after a guideline."""

from __future__ import annotations

from training.sources.folder import DataFolder, as_described, read_lines

__all__ = ["PAY_LABELS", "load_pay_labels"]

#: From under about half of a fair price to above it; "unknown" is none of them.
PAY_LABELS = ("far_below", "below", "fair", "above")


def load_pay_labels(folder: DataFolder) -> dict[str, str]:
    """Return the label of each posting, by its key, where readers gave one."""
    path = folder.path / ("labels.jsonl" if folder.is_sample else "risk_labels.jsonl")
    with as_described(path):
        labels = {str(label.get("posting_key", label.get("id"))): label.get("pay") for label in read_lines(path)}
    return {key: label for key, label in labels.items() if label in PAY_LABELS}
