"""Reports as JSON: what it covers, then the rows by heading; decimals are texts, so that no figure is rounded."""

from __future__ import annotations

import json
from pathlib import Path

from app.domain.record import to_record
from app.reports.table import Report, Totals, Value


def write_json(report: Report, target: Path, totals: Totals, about: tuple[tuple[str, Value], ...]) -> None:
    """Write a report; the rows come first, so that counts and totals can follow them."""
    with target.open("w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(f'{{"schema": "tieout.{report.kind}/1",\n "rows": [')
        for position, row in enumerate(report.rows):
            totals.count(row)
            record = {name: to_record(value) for name, value in zip(report.headings, row, strict=True)}
            file.write(("," if position else "") + "\n  " + json.dumps(record, ensure_ascii=False))
        facts = {name: to_record(value) for name, value in (*about, *totals.lines())}
        file.write(f'\n ],\n "about": {json.dumps(facts, ensure_ascii=False)}}}\n')
