"""A report as one HTML file that needs nothing else: to be read, printed and sent on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;color:#1a1a1a;background:#fff;max-width:60rem;margin:2rem auto;
padding:0 1rem}
h1{font-size:1.7rem;line-height:1.2}h2{font-size:1.25rem;margin:2.5rem 0 .5rem}
svg{width:100%;max-width:47rem;height:auto;font:13px system-ui,sans-serif}
table{border-collapse:collapse;margin:.5rem 0 1rem;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:600;padding:.3rem 0}
th,td{border-bottom:1px solid #c9ccd1;padding:.25rem .75rem .25rem 0;text-align:left;vertical-align:top}
thead th{border-bottom:2px solid #1a1a1a}tbody th{font-weight:400;overflow-wrap:anywhere}
td.number,th.number{text-align:right;white-space:nowrap}td{overflow-wrap:anywhere}
.wide{overflow-x:auto}
@media print{body{margin:0;max-width:none;font-size:11pt}h2{break-after:avoid}
svg,tr{break-inside:avoid}}
"""


@dataclass(frozen=True)
class Section:
    """A heading with what stands under it, as HTML."""

    heading: str
    body: str


def page(title: str, about: Sequence[str], sections: Iterable[Section]) -> str:
    """The whole file. `about` is what is said before the first section, a paragraph each."""
    said = "".join(f"<p>{escape(words)}</p>" for words in about)
    body = "".join(f"<h2>{escape(each.heading)}</h2>{each.body}" for each in sections)
    return (
        '<!doctype html><html lang="en-GB"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{escape(title)}</h1>{said}{body}</main></body></html>\n"
    )


def table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose first column names the rows; a column of numbers is set to the right."""
    every = [list(row) for row in rows]
    numbers = [
        bool(every) and all(_is_number(row[place]) for row in every) for place in range(len(heads))
    ]
    top = "".join(
        f'<th scope="col"{_side(right)}>{escape(head)}</th>'
        for head, right in zip(heads, numbers, strict=True)
    )
    lines = "".join(_line(row, numbers) for row in every)
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{escape(caption)}"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{top}</tr></thead>"
        f"<tbody>{lines}</tbody></table></div>"
    )


def _line(row: Sequence[str], numbers: Sequence[bool]) -> str:
    cells = "".join(
        f"<td{_side(right)}>{escape(cell)}</td>"
        for cell, right in zip(row[1:], numbers[1:], strict=True)
    )
    return f'<tr><th scope="row">{escape(row[0])}</th>{cells}</tr>'


def _side(right: bool) -> str:
    return ' class="number"' if right else ""


def _is_number(cell: str) -> bool:
    return cell.strip(" %+-.,0123456789") == "" and cell.strip() != ""
