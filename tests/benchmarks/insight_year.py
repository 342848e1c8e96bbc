"""How well and how fast insight reads a year: 50,000 made-up invoices, habits planted, every report timed.

    .venv/bin/python -m tests.benchmarks.insight_year [FOLDER] [--invoices 50000] [--vendors 250] [--seed 1]

Prints for every planted habit whether it was found and since when, whether anybody innocent was named, and the
processor seconds of each report, reading included.
"""

from __future__ import annotations

import argparse
import gc
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from app.domain.insight import InsightLog
from app.domain.insight_facts import Part
from app.reports.insight.bands import hugging, rounding
from app.reports.insight.cards import vendor_cards
from app.reports.insight.quality import quality
from app.reports.insight.recurrence import recurrence
from app.reports.insight.reviews import review_calendar
from app.reports.insight.unbilled import goods_unbilled
from app.storage.store import SqliteStore
from tests.helpers.insight_year import Year, make_year, wanted_habits
from tests.helpers.stores import new_store


def tell(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    """Make the year, look for what was planted, and time the reports."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--invoices", type=int, default=50_000)
    parser.add_argument("--vendors", type=int, default=250)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = args.folder or Path(scratch)
        year = make_year(folder / "desk", invoices=args.invoices, vendors=args.vendors, seed=args.seed)
        store = new_store(folder / "desk")
        _found(store, year)
        _timed(store)
        store.close()


def _found(store: SqliteStore, year: Year) -> None:
    facts = store.insight_facts()
    found = {habit.key: habit for habit in recurrence(facts).habits}
    for key, planted in wanted_habits(year).items():
        habit = found.pop(key, None)
        told = f"{habit.rate.part} of {habit.rate.whole}, since {habit.since}" if habit else "NOT FOUND"
        tell(f"{key}: planted {planted.strength:.0%} since {planted.since}; {told}")
    tell(f"named without a habit: {sorted(found) or 'nobody'}")
    hugs = [one.vendor_id for one in hugging(facts) if one.proved]
    packs = [(one.vendor_id, one.item, int(one.pack)) for one in rounding(facts) if one.proved]
    tell(f"hugging {hugs}, planted {year.huggers}; packs {packs}, planted {year.rounders}")


def _timed(store: SqliteStore) -> None:
    # What the year was made of would be looked through at every collection of garbage; a desk of its own has none.
    gc.collect()
    gc.freeze()
    today = date(2026, 1, 15)
    card_parts = (Part.GROUPS, Part.DELIVERIES, Part.STANDINGS)
    reports: dict[str, Callable[[], object]] = {
        "scorecards": lambda: vendor_cards(store.insight_facts(parts=card_parts)),
        "recurrence": lambda: recurrence(store.insight_facts(parts=(Part.ITEMS,))),
        "quality": lambda: quality(store.insight_facts(parts=(Part.STANDINGS,)), InsightLog()),
        "reviews": lambda: review_calendar(None, store.insight_facts(parts=()), InsightLog(), today),
        "unbilled": lambda: goods_unbilled(store.unbilled_lines(today), {}, today),
    }
    for name, report in reports.items():
        begin = time.process_time()
        report()
        tell(f"{name}: {time.process_time() - begin:.2f} s of processor")


if __name__ == "__main__":
    main()
