"""``tieout import``: master data, orders, receipts and policy."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.cli.console import ConsoleProgress, say, tell
from app.cli.exit_codes import ExitCode
from app.cli.paths import given_path
from app.domain.table_forms import EXAMPLES, DateForm, NumberForm
from app.workflow.ports import ImportKind, ImportResult

_NUMBERS = {EXAMPLES[form]: form for form in NumberForm}
_DATES = {EXAMPLES[form]: form for form in DateForm}


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command ``import``."""
    parser = commands.add_parser(
        "import",
        help="import master data, orders, receipts and policy",
        description="tieout import FOLDER imports every file it knows by name, in the right order; "
        "tieout import KIND FILE imports one. KIND: " + ", ".join(kind.value for kind in ImportKind) + ".",
    )
    parser.add_argument("what", metavar="FOLDER|KIND")
    parser.add_argument("file", nargs="?", type=given_path, metavar="FILE")
    parser.add_argument(
        "--mapping", type=given_path, metavar="MAP.toml", help="renames another system's columns to ours"
    )
    parser.add_argument("--numbers", choices=_NUMBERS, metavar="|".join(_NUMBERS), help="how numbers are written")
    parser.add_argument("--dates", choices=_DATES, metavar="|".join(_DATES), help="how dates are written")
    parser.set_defaults(run=run, parser=parser)


def run(args: argparse.Namespace) -> int:
    """Import a folder or one file; refused rows are named on standard error."""
    from app.bootstrap import open_services
    from app.workflow.import_data import import_folder, import_one, look_again_after

    kinds = {kind.value: kind for kind in ImportKind}
    if not args.what.strip():
        args.parser.error("the name of the folder is empty; for the current folder write .")
    if args.file is not None and args.what not in kinds:
        args.parser.error(f"{args.what!r} is no kind of file; use one of {', '.join(kinds)}")
    if args.file is None and args.mapping is not None:
        args.parser.error("--mapping goes with KIND FILE")
    said = (_NUMBERS.get(args.numbers), _DATES.get(args.dates))
    written = tuple(form for form in said if form is not None)
    with open_services(args.workspace) as services:
        if args.file is not None:
            results: tuple[ImportResult, ...] = (
                import_one(services, kinds[args.what], args.file, mapping=args.mapping, written=written),
            )
        else:
            results = import_folder(services, Path(args.what), written=written, progress=ConsoleProgress("Importing"))
        changed = look_again_after(services, results)
    for result in results:
        say(import_line(result))
        for note in result.notes:
            tell(f"  {result.file}: {note}")
        for problem in result.problems:
            tell(f"  {problem}")
    if changed:
        say(f"{len(changed)} waiting document{'s' if len(changed) != 1 else ''} decided again with the new data.")
    return ExitCode.SOME_FAILED if any(result.problems for result in results) else ExitCode.OK


def import_line(result: ImportResult) -> str:
    """Say in one line what an import came to."""
    if any(problem.line == 0 for problem in result.problems):
        return f"{result.file}: not imported"
    encoding = "" if result.encoding.lower() in ("", "utf-8", "utf8") else f" (read as {result.encoding})"
    from app.workflow.wording import counted

    rows = f"{counted(result.rows_in_file, 'row')} in file = {result.rows_taken} taken + {result.rows_refused} refused"
    return (
        f"{result.file}: {rows}; {result.added} new, {result.changed} changed, {result.unchanged} as before{encoding}"
    )
