"""The directory of services as a CSV file, out and in. A file with one bad row changes nothing."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from content.problems import ContentError, Problem
from handoff.services.reading_row import COLUMNS, LISTS, read_row
from handoff.services.service import Service

MOST_BYTES = 2 * 1024 * 1024
MOST_ROWS = 5000
_NEEDED = tuple(name for name in COLUMNS if name != "withdrawn")
"""A file without one of these would empty it for every service."""
_A_FORMULA = ("=", "+", "-", "@", "\t")


def as_csv(services: Iterable[Service]) -> bytes:
    """The file that `from_csv` reads back; spreadsheets open it with every letter right."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    for service in services:
        writer.writerow({name: _harmless(cell) for name, cell in _cells(service).items()})
    return out.getvalue().encode("utf-8-sig")


def from_csv(data: bytes, where: str = "services.csv") -> list[Service]:
    """The services in a file; ContentError names every bad row, by its number in a spreadsheet."""
    rows = _rows(_text(data, where), where)
    header = [name.strip().casefold() for name in rows[0]]
    _refuse_header(header, where)
    problems: list[Problem] = []
    found: dict[str, Service] = {}
    for number, cells in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            what = f"The row has {len(cells)} cells and the header {len(header)}."
            mend = "Put text that holds a comma in double quotes, and leave empty cells in."
            problems.append(Problem(where, number, what, mend))
            continue
        named = {name: _plain(cell) for name, cell in zip(header, cells, strict=True)}
        try:
            service = read_row(named, where, number)
        except ContentError as error:
            problems += error.problems
            continue
        if service.key in found:
            what = f"The key {service.key} stands in an earlier row too."
            problems.append(Problem(where, number, what, "Give each service a key of its own."))
        found[service.key] = service
    if problems:
        raise ContentError(problems)
    return list(found.values())


def _text(data: bytes, where: str) -> str:
    if len(data) > MOST_BYTES:
        raise ContentError([Problem(where, 0, "The file is too large.", "2 MB is the most.")])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        what = "The file is not UTF-8 text, so its letters cannot be read for sure."
        mend = "In the spreadsheet choose Save as, CSV UTF-8."
        raise ContentError([Problem(where, 0, what, mend)]) from None


def _rows(text: str, where: str) -> list[list[str]]:
    first = text.partition("\n")[0]
    parted_by = ";" if first.count(";") > first.count(",") else ","
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=parted_by, strict=True))
    except csv.Error:
        what = "The file is not a CSV file: a quotation mark is not closed, or stands astray."
        mend = "Save it again as CSV from a spreadsheet."
        raise ContentError([Problem(where, 0, what, mend)]) from None
    if not rows or len(rows) > MOST_ROWS:
        what = "The file is empty." if not rows else f"The file has {len(rows)} rows."
        mend = f"It needs a header and up to {MOST_ROWS} rows."
        raise ContentError([Problem(where, 0, what, mend)])
    return rows


def _refuse_header(header: list[str], where: str) -> None:
    problems = [
        Problem(where, 1, f"There is no column {name}.", "Export the directory to see the columns.")
        for name in _NEEDED
        if name not in header
    ]
    problems += [
        Problem(where, 1, f"No column is called {name or 'nothing'}.", "Take it out, or mend it.")
        for name in header
        if name not in COLUMNS
    ]
    if len(set(header)) < len(header):
        what = "Two columns have the same name."
        problems.append(Problem(where, 1, what, "Keep one of them."))
    if problems:
        raise ContentError(problems)


def _cells(service: Service) -> dict[str, str]:
    return {name: _cell(name, getattr(service, name)) for name in COLUMNS}


def _cell(name: str, value: Any) -> str:
    if name in LISTS:
        return "; ".join(value)
    if name == "withdrawn":
        return "yes" if value else ""
    return "" if value is None else str(value)


def _harmless(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula is marked as text."""
    return f"'{cell}" if cell.startswith(_A_FORMULA) else cell


def _plain(cell: str) -> str:
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_A_FORMULA) else cell
