"""A message as a file that a mail program opens as a draft; nothing is ever sent."""

from __future__ import annotations

import re
from email.message import EmailMessage
from email.policy import SMTP

_ONE_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,255}")
_UNPRINTED = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


def unsent_mail(subject: str, text: str, to_address: str | None) -> bytes:
    """Return a mail that a mail program opens as a draft; no text can become a header of its own."""
    mail = EmailMessage(policy=SMTP)
    # "=?" begins an encoded word, which could hold a line end and then a header of its own.
    mail["Subject"] = " ".join(_UNPRINTED.sub(" ", subject).replace("=?", "= ?").split())
    if to_address and _ONE_ADDRESS.fullmatch(to_address):  # nothing else may become a header of the mail
        mail["To"] = to_address
    mail["X-Unsent"] = "1"
    mail.set_content(text.encode(errors="replace").decode())
    return mail.as_bytes()
