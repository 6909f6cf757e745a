"""Other people's shapes of a posting become the contract's shape; the values stay as they are for `features.reading`.

The flow: `to_contract` looks at the names of the fields, picks one importer, and returns a new mapping for
`features.posting.read_posting`. Text copied from a job page has no names: call `page_text.read_page_text`.

- `flat`: the contract with dotted columns, as tables have it
- `scraper_csv`: the common scraper columns
- `graphql`: the marketplace's official search node
- `page_text`: what a person copies from a job page
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from features.importers import flat, graphql, scraper_csv

__all__ = ["to_contract"]


def to_contract(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row of any known shape in the shape of the contract.

    Parameters
    ----------
    row : mapping
        The contract, its flat form (``client.rating``), a row of a scraper CSV, or a GraphQL node.

    Examples
    --------
    >>> to_contract({"title": "Clean a sheet", "description": "", "pay.min": "15"})["pay"]
    {'min': '15'}
    """
    if graphql.fits(row):
        return graphql.to_contract(row)
    if flat.fits(row):
        return flat.to_contract(row)
    if scraper_csv.fits(row):
        return scraper_csv.to_contract(row)
    return dict(row)
