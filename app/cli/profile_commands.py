"""``tieout profiles``: the vendor extraction profiles, shipped and saved by this desk."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from app.cli import learning_commands
from app.cli.console import print_json, say, table, tell_error
from app.cli.exit_codes import ExitCode
from app.cli.paths import given_path

if TYPE_CHECKING:
    from app.workflow.profiles import ProfileTrial


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command ``profiles``."""
    parser = commands.add_parser("profiles", help="list, check, try and save vendor extraction profiles")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    listing = verbs.add_parser("list", help="every profile, shipped and saved here")
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(run=run_list)
    check = verbs.add_parser("check", help="name everything that is wrong with a profile file")
    check.add_argument("file", type=given_path, metavar="FILE")
    check.set_defaults(run=run_check)
    test = verbs.add_parser("test", help="read documents with and without a profile and show what differs")
    test.add_argument("id", metavar="ID")
    test.add_argument("files", nargs="+", type=given_path, metavar="FILE")
    test.set_defaults(run=run_test)
    save = verbs.add_parser("save", help="check a profile file and keep it in this desk's workspace")
    save.add_argument("file", type=given_path, metavar="FILE")
    save.set_defaults(run=run_save)
    learning_commands.add_to(verbs)


def run_list(args: argparse.Namespace) -> int:
    """List the profiles; a broken file is named on standard error and the others are listed."""
    from app.bootstrap import profile_folders
    from app.extraction.profiles.files import load_profiles

    folders = profile_folders(args.workspace)
    found, broken = load_profiles(folders)
    rows = [
        (
            file.profile.id,
            str(file.profile.version),
            file.profile.vendor_name,
            "shipped" if file.path.is_relative_to(folders[0]) else "this desk",
        )
        for file in found
    ]
    if args.json:
        keys = ("id", "version", "vendor", "origin")
        print_json({"profiles": [dict(zip(keys, row, strict=True)) for row in rows]})
    else:
        say(table(("profile", "version", "vendor", "from"), rows) if rows else "There are no profiles.")
    for error in broken:
        tell_error(error)
    return ExitCode.SOME_FAILED if broken else ExitCode.OK


def run_check(args: argparse.Namespace) -> int:
    """Check one profile file; every fault is named."""
    from app.extraction.profiles.files import check_profile_file

    file = check_profile_file(args.file)
    say(f"{args.file}: profile {file.profile.id}, version {file.profile.version}: nothing wrong with it.")
    return ExitCode.OK


def run_test(args: argparse.Namespace) -> int:
    """Read documents without and with a profile and show what the profile changes."""
    from app.bootstrap import open_readers, profile_folders
    from app.extraction.profiles.files import load_profiles
    from app.workflow.inbox import expand_paths
    from app.workflow.profiles import named_profile, try_profile

    found, _ = load_profiles(profile_folders(args.workspace))
    named_profile(args.id, found)
    failed = 0
    with open_readers(args.workspace) as readers:
        for path in expand_paths(args.files):
            trial = try_profile(readers, args.id, path)
            failed += bool(trial.error)
            say(_trial_text(trial, args.id))
    return ExitCode.SOME_FAILED if failed else ExitCode.OK


def _trial_text(trial: ProfileTrial, profile_id: str) -> str:
    if trial.error:
        return f"{trial.file}: {trial.error}"
    sums = f"{trial.holding_without} sums hold without the profile, {trial.holding_with} with it"
    kept = "" if trial.used else f"; the reading without {profile_id} adds up better and is kept"
    lines = [f"  {name}: {before or '–'} → {after or '–'}" for name, before, after in trial.differences]
    return "\n".join([f"{trial.file}: {sums}{kept}", *(lines or ["  nothing changes"])])


def run_save(args: argparse.Namespace) -> int:
    """Keep a profile in the workspace."""
    from app.bootstrap import open_services
    from app.workflow.profiles import keep_profile

    with open_services(args.workspace) as services:
        saved = keep_profile(services, args.file)
    say(f"Profile {saved.profile.id}, version {saved.profile.version}, saved to {saved.path}")
    return ExitCode.OK
