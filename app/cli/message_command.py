"""``tieout case message``: the message of a case, printed or written as a draft for a mail program."""

from __future__ import annotations

import argparse

from app.cli.console import say, whole
from app.cli.exit_codes import ExitCode
from app.cli.paths import new_file
from app.domain.policy import Role

_WHOM = ("owner", "vendor")
_LANGUAGES = ("en", "de")


def add_verb(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verb to ``tieout case``."""
    message = verbs.add_parser("message", help="the message about a case; nothing is sent")
    message.add_argument("id", type=whole, metavar="ID")
    message.add_argument("--to", choices=_WHOM, default="owner", help="whom the case waits for, or the vendor")
    message.add_argument("--language", choices=_LANGUAGES, default="en", help="in which the letter is written")
    message.add_argument("--eml", type=new_file, metavar="FILE", help="write it as a draft for a mail program")
    message.set_defaults(run=run_message)


def run_message(args: argparse.Namespace) -> int:
    """Print the message of a case, or write it to a file."""
    from app.bootstrap import open_services
    from app.reports.whole_file import write_whole
    from app.workflow.case_message import message_of
    from app.workflow.mail import unsent_mail

    with open_services(args.workspace) as services:
        case = services.store.case(args.id)
        document = services.store.document(case.document_id)
        to = Role.VENDOR if args.to == "vendor" else None
        draft = message_of(document, case, services.templates, language=args.language, to=to)
    if args.eml:
        mail = unsent_mail(draft.subject, draft.body, draft.to_address)
        write_whole(args.eml, lambda partial: partial.write_bytes(mail))
        say(f"Written to {args.eml}; it was not sent.")
    else:
        say(f"To: {draft.to_address or draft.to_role.value}\nSubject: {draft.subject}\n\n{draft.body}")
    return ExitCode.OK
