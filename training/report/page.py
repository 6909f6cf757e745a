"""A page of a report: sections of text, tables and pictures in one HTML file that loads nothing from anywhere."""

from __future__ import annotations

import html
import io
from collections.abc import Sequence
from typing import Any

__all__ = ["page", "paragraph", "picture", "table"]

_STYLE = """
:root { color-scheme: light dark; --line: #8884; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 64rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2.5rem; }
table { border-collapse: collapse; margin: 1rem 0; font-variant-numeric: tabular-nums; }
th, td { border-bottom: 1px solid var(--line); padding: .25rem .8rem; text-align: right; }
th:first-child, td:first-child { text-align: left; }
.wide { overflow-x: auto; }
figure { margin: 1rem 0; background: #fff; color: #222; border-radius: 6px; padding: .5rem; }
figure svg { max-width: 100%; height: auto; display: block; }
"""


def page(title: str, sections: Sequence[tuple[str, str]]) -> str:
    """Return a page from titles and bodies, the bodies being HTML from the functions below."""
    body = "".join(f"<h2>{html.escape(name)}</h2>\n{content}\n" for name, content in sections)
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head>\n'
        f"<body><h1>{html.escape(title)}</h1>\n{body}</body></html>\n"
    )


def paragraph(text: str) -> str:
    """Return a paragraph of plain text."""
    return f"<p>{html.escape(text)}</p>"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table of plain texts."""

    def line(cells: Sequence[str], tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in cells) + "</tr>"

    body = "".join(line(row, "td") for row in rows)
    return f'<div class="wide"><table><thead>{line(head, "th")}</thead><tbody>{body}</tbody></table></div>'


def picture(figure: Any, caption: str) -> str:
    """Return a matplotlib figure as a drawing inside the page, always the same for the same figure."""
    import matplotlib as mpl

    drawing = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": "bidworthy", "svg.fonttype": "path"}):
        figure.savefig(drawing, format="svg", metadata={"Date": None, "Creator": None})
    svg = drawing.getvalue()
    return f"<figure>{svg[svg.index('<svg') :]}<figcaption>{html.escape(caption)}</figcaption></figure>"
