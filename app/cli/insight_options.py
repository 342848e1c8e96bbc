"""What the verbs of ``tieout insight`` share: their options, and the files a report is written to."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from app.cli.console import day, say
from app.cli.paths import new_file
from app.domain.money import decimal_from_text

if TYPE_CHECKING:
    from app.reports.insight.recurrence import Recurrence
    from app.reports.table import Report
    from app.workflow.services import Services

_FILES = ("csv", "xlsx", "pdf")


def figure(text: str) -> Decimal:
    """Read a figure of at least nothing."""
    try:
        value = decimal_from_text(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no figure such as 2.5") from None
    if value < 0:
        raise argparse.ArgumentTypeError(f"{text} is no figure of at least 0")
    return value


def period_of(args: argparse.Namespace) -> str:
    """Say which invoice days are covered."""
    return f"{args.since or 'the first'} to {args.until or 'the last'}"


def written_to(services: Services, args: argparse.Namespace, make: Callable[[], Report]) -> bool:
    """Write the report to every file asked for, each logged; tell whether there was one."""
    from app.reports.insight.written import write_report
    from app.workflow.insight.overturned import log_export

    asked = [(form, getattr(args, form)) for form in _FILES if getattr(args, form) is not None]
    for form, path in asked:
        report = make()
        result = write_report(services.store, report, form, path)
        log_export(services, report.kind, form, result)
        say(f"{result.rows} rows written to {result.path}; SHA-256 {result.sha256}")
    return bool(asked)


def add_verb(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    words: str,
    run: Callable[[argparse.Namespace], int],
    *,
    period: bool = True,
) -> argparse.ArgumentParser:
    """Add a verb with the options that all of them have."""
    parser = verbs.add_parser(name, help=words)
    if period:
        parser.add_argument("--since", type=day, metavar="DAY", help="invoices from this day on")
        parser.add_argument("--until", type=day, metavar="DAY", help="invoices up to this day")
    parser.add_argument("--json", action="store_true", help="everything, with the ids behind each figure")
    for form in _FILES:
        parser.add_argument(f"--{form}", type=new_file, metavar="FILE")
    parser.set_defaults(run=run, parser=parser)
    return parser


def habits_of(services: Services, args: argparse.Namespace) -> Recurrence:
    """Return the habits of the period asked for."""
    from app.domain.insight_facts import Part
    from app.reports.insight.recurrence import recurrence

    return recurrence(services.store.insight_facts(args.since, args.until, parts=(Part.ITEMS,)))
