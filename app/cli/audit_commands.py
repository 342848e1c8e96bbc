"""``tieout audit``: proving that the log is whole, taking that proof off the machine, and making decisions again."""

from __future__ import annotations

import argparse

from app.cli.console import print_json, say, table, whole
from app.cli.exit_codes import ExitCode
from app.cli.paths import given_path, new_file
from app.domain.audit import KeyPlace, Reperformed, Verification
from app.domain.record import to_record

KEPT = {
    KeyPlace.NOWHERE: "This machine has no key of its own for this folder yet: it begins one with the next entry.",
    KeyPlace.FILE: (
        "The key of this machine's seals lies in a plain file that only this account can read; “tieout audit keyring "
        "on --note WHY” seals it under the system's keyring where there is one."
    ),
    KeyPlace.KEYRING: "The key of this machine's seals lies in a file that is sealed under the system's keyring.",
}


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command ``audit`` with its verbs."""
    audit = commands.add_parser("audit", help="prove that the audit log is whole, and make decisions again")
    verbs = audit.add_subparsers(dest="verb", metavar="VERB", required=True)
    verify = verbs.add_parser("verify", help="re-read the log and the stored documents; name the first bad entry")
    verify.add_argument(
        "--anchor", type=given_path, action="append", default=[], metavar="FILE", help="an anchor kept elsewhere"
    )
    verify.add_argument(
        "--key", type=given_path, action="append", default=[], metavar="FILE", help="a seal key kept elsewhere"
    )
    verify.add_argument("--json", action="store_true")
    verify.set_defaults(run=run_verify)

    _add_proof(verbs)
    accept = verbs.add_parser("accept", help="answer for entries that are gone, as after a backup was put back")
    accept.add_argument("--note", required=True, help="why; auditors read it")
    accept.set_defaults(run=run_accept)

    exceptions = verbs.add_parser("exceptions", help="every exception to the division of duties that the log shows")
    exceptions.add_argument("--json", action="store_true")
    exceptions.set_defaults(run=run_exceptions)

    again = verbs.add_parser("reperform", help="make decisions again from what they were made from, and compare")
    which = again.add_mutually_exclusive_group(required=True)
    which.add_argument(
        "case", nargs="?", type=whole, metavar="CASE", help="the decisions about the document of this case"
    )
    which.add_argument("--document", type=whole, metavar="ID", help="the decisions about this document")
    which.add_argument("--all", action="store_true", help="every decision of the desk")
    again.add_argument("--json", action="store_true")
    again.set_defaults(run=run_reperform)


def _add_proof(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add what proves the log elsewhere: anchors, the key of the seals and where it is kept, proofs of a document."""
    anchor = verbs.add_parser("anchor", help="write a few lines that stand for the whole log, to keep elsewhere")
    anchor.add_argument("-o", "--output", type=new_file, metavar="FILE", help="default: the workspace's exports folder")
    anchor.set_defaults(run=run_anchor)

    key = verbs.add_parser("key", help="write the key that proves this machine's seals to a file")
    key.add_argument("-o", "--output", type=new_file, required=True, metavar="FILE")
    key.add_argument("--carry-away", action="store_true", help="remove it from this machine")
    key.set_defaults(run=run_key)

    keyring = verbs.add_parser("keyring", help="where the key of this machine's seals is kept, and moving it")
    keyring.add_argument(
        "do", choices=["status", "on", "off", "anew"], nargs="?", default="status",
        help="on, off: into the system's keyring, out of it; anew: the key is out of reach for good",
    )  # fmt: skip
    keyring.add_argument("--note", default="", help="why; required to change it")
    keyring.set_defaults(run=run_keyring)

    prove = verbs.add_parser("prove", help="write what proves the entries of one document without the rest of the log")
    prove.add_argument("--document", type=whole, required=True, metavar="ID")
    prove.add_argument(
        "--anchor", type=given_path, metavar="FILE", help="prove against this anchor instead of the newest"
    )
    prove.add_argument("-o", "--output", type=new_file, metavar="FILE", help="default: standard output")
    prove.set_defaults(run=run_prove)


def run_verify(args: argparse.Namespace) -> int:
    """Verify the audit log."""
    from app.bootstrap import open_services
    from app.workflow.anchoring import anchor_warning, verify_with

    with open_services(args.workspace) as services:
        found = verify_with(services, args.anchor, args.key)
        warning = anchor_warning(services)
        place = services.store.seal_keys.place()
    if args.json:
        print_json({**to_record(found), "unanchored": warning, "seal_key": place.value})
    else:
        _say_verified(found, len(args.anchor), warning)
        say(KEPT[place])
    return ExitCode.OK if found.whole else ExitCode.SOME_FAILED


def _say_verified(found: Verification, anchors: int, warning: str) -> None:
    if found.whole:
        say(f"The audit log is whole: {found.entries} entries, head {found.head}.")
        say(f"Seals: {found.sealed} entries have one, {found.proved} of them proved with a key. Anchors: {anchors}.")
    else:
        place = f"entry {found.first_bad}" if found.first_bad is not None else "the log"
        say(f"The audit log is NOT whole: {place}: {found.trouble}")
        if found.attack:
            say(f"It looks like: {found.attack}")
    for remark in found.remarks:
        say(f"Remark: {remark}.")
    if warning:
        say(f"{warning} Take one with “tieout audit anchor” and keep it elsewhere.")


def run_anchor(args: argparse.Namespace) -> int:
    """Take an anchor and write it to a file."""
    from app.bootstrap import open_services
    from app.workflow.anchoring import take_anchor

    with open_services(args.workspace) as services:
        anchor, path = take_anchor(services, args.output)
    say(anchor.printed().rstrip())
    say(f"\nWritten to {path}. Save it where this machine cannot reach it: mail it, print it, or copy it elsewhere.")
    return ExitCode.OK


def run_key(args: argparse.Namespace) -> int:
    """Write the key that proves the seals to a file."""
    from app.bootstrap import open_services
    from app.workflow.anchoring import save_seal_key

    with open_services(args.workspace) as services:
        key = save_seal_key(services, args.output, carry_away=args.carry_away)
    say(f"The key of seal stream {key.stream} is in {args.output}. Give it to whoever audits this desk.")
    if args.carry_away:
        say("It was removed from this machine: “tieout audit verify --key FILE” proves the seals from now on.")
    else:
        say(f"It still lies in {key.path}, too; --carry-away removes it there.")
    say(KEPT[key.place])
    return ExitCode.OK


def run_keyring(args: argparse.Namespace) -> int:
    """Say where the key of this machine's seals is kept, move it, or begin a new one."""
    from app.bootstrap import open_services
    from app.workflow.anchoring import begin_seal_key_anew, move_seal_key

    with open_services(args.workspace) as services:
        if args.do == "anew":
            entry = begin_seal_key_anew(services, args.note)
            say(f"A new key seals the audit log from entry {entry} on; every check of the log names that entry.")
        elif args.do != "status":
            moved = move_seal_key(services, KeyPlace.KEYRING if args.do == "on" else KeyPlace.FILE, args.note)
            say("The key was moved." if moved else "Nothing was changed.")
        say(KEPT[services.store.seal_keys.place()])
    return ExitCode.OK


def run_prove(args: argparse.Namespace) -> int:
    """Write what proves the entries of one document without the rest of the log."""
    from app.bootstrap import open_services
    from app.workflow.anchoring import read_anchor, save_proof

    anchor = read_anchor(args.anchor) if args.anchor else None
    with open_services(args.workspace) as services:
        proof, text = save_proof(services, args.document, anchor, args.output)
    if args.output is None:
        say(text)
    else:
        say(f"{len(proof.entries)} entries of document {args.document}, with their paths to the root: {args.output}")
        say(f"Root over {proof.size} entries: {proof.root}")
        moment = f"{proof.anchored[:19].replace('T', ' ')} UTC"
        need = f"the anchor of {moment}" if proof.anchored else "an anchor, and none stands for all of these yet"
        more = "" if proof.anchored else ": take one (“tieout audit anchor”), then prove again"
        say(f"To check it the verifier needs {need}{more}.")
    return ExitCode.OK


def run_accept(args: argparse.Namespace) -> int:
    """Log that a controller answers for entries that are gone."""
    from app.bootstrap import open_services
    from app.workflow.anchoring import answer_for_losses
    from app.workflow.wording import counted

    with open_services(args.workspace) as services:
        count = answer_for_losses(services, args.note)
    if count:
        say(f"{counted(count, 'loss', 'losses')} answered for.")
        say("Invoices dated up to today are held for a person from now on: each may have been settled in what is gone.")
    else:
        say("Nothing that this machine sealed is gone.")
    return ExitCode.OK


def run_exceptions(args: argparse.Namespace) -> int:
    """List every exception to the division of duties."""
    from app.bootstrap import open_services
    from app.reports.exceptions import find_exceptions

    with open_services(args.workspace) as services:
        found = find_exceptions(services.store.journal(), services.store.policies())
    if args.json:
        rows = [{"exception": one.kind, "what": one.sentence, "entry": one.entry.sequence} for one in found]
        print_json({"exceptions": rows})
    elif found:
        rows_shown = [(str(one.entry.sequence), one.entry.time[:16], one.kind, one.sentence) for one in found]
        say(table(("entry", "time (UTC)", "exception", "what happened"), rows_shown))
    else:
        say("The log shows no exception to the division of duties.")
    return ExitCode.OK


def run_reperform(args: argparse.Namespace) -> int:
    """Make decisions again and tell what differs."""
    from app.bootstrap import open_services
    from app.workflow.reperform import reperform_all

    with open_services(args.workspace) as services:
        document = services.store.case(args.case).document_id if args.case is not None else args.document
        if document is not None:
            services.store.document(document)  # says so where there is none
        found = list(reperform_all(services, None if document is None else (document,)))
    if args.json:
        print_json({"decisions": [to_record(one) | {"same": one.same} for one in found]})
    else:
        _say_reperformed(found)
    return ExitCode.OK if all(one.same for one in found) else ExitCode.SOME_FAILED


def _say_reperformed(found: list[Reperformed]) -> None:
    from app.workflow.wording import counted

    for one in found:
        if not one.same:
            failed = "DIFFERS" if one.possible else "cannot be made again"
            made = f"entry {one.entry} of {one.time[:10]}, program {one.program_version}"
            say(f"document {one.document_id}, {made}: {failed}")
            for difference in one.differences:
                say(f"  {difference}")
    for document_id, remark in {one.document_id: one.remark for one in found if one.remark}.items():
        say(f"document {document_id}: {remark}")
    same = sum(one.same for one in found)
    impossible = sum(not one.possible for one in found)
    say(
        f"{counted(len(found), 'decision')} made again: {same} the same, {len(found) - same - impossible} differ, "
        f"{impossible} cannot be made again."
    )
