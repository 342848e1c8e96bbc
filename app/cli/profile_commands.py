"""``tieout profiles``: the vendor extraction profiles, shipped and saved by this desk."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.cli.console import print_json, say, table, tell
from app.cli.exit_codes import ExitCode


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command ``profiles``."""
    parser = commands.add_parser("profiles", help="list, check, try and save vendor extraction profiles")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    listing = verbs.add_parser("list", help="every profile, shipped and saved here")
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(run=run_list)
    check = verbs.add_parser("check", help="name everything that is wrong with a profile file")
    check.add_argument("file", type=Path, metavar="FILE")
    check.set_defaults(run=run_check)
    test = verbs.add_parser("test", help="read documents with and without a profile and show what differs")
    test.add_argument("id", metavar="ID")
    test.add_argument("files", nargs="+", type=Path, metavar="FILE")
    test.set_defaults(run=run_test)
    save = verbs.add_parser("save", help="check a profile file and keep it in this desk's workspace")
    save.add_argument("file", type=Path, metavar="FILE")
    save.set_defaults(run=run_save)


def run_list(args: argparse.Namespace) -> int:
    """List the profiles; a broken file is named on standard error and the others are listed."""
    from app.bootstrap import load_profiles

    profiles, troubles = load_profiles(args.workspace)
    rows = [(p.profile.id, str(p.profile.version), p.profile.vendor_name, p.origin) for p in profiles]
    if args.json:
        keys = ("id", "version", "vendor", "origin")
        print_json({"profiles": [dict(zip(keys, row, strict=True)) for row in rows]})
    else:
        say(table(("profile", "version", "vendor", "from"), rows) if rows else "There are no profiles.")
    for trouble in troubles:
        tell(f"tieout: {trouble}")
    return ExitCode.SOME_FAILED if troubles else ExitCode.OK
