"""``tieout case message``: printed or as a mail, to the owner or the vendor, in English or German (S1.77, TRAP-4)."""

from __future__ import annotations

import email
import email.policy
from pathlib import Path

import pytest

from app.cli.main import main
from tests.helpers.small_desk import line, paper, small_desk

DEAR = line(1, "10001", "Work gloves leather large", "100", "PR", "4.40", "440.00")


def test_a_message_is_printed_and_written_as_a_mail_in_either_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = small_desk(tmp_path)
    desk.take(paper("INV-9", [DEAR], "440.00"))
    desk.services.close()
    start = ["--workspace", str(tmp_path / "workspace"), "case", "message", "1"]
    assert main(start) == 0
    assert "Subject: Your decision, please: invoice INV-9" in capsys.readouterr().out
    target = tmp_path / "letter.eml"
    assert main([*start, "--to", "vendor", "--language", "de", "--eml", str(target)]) == 0
    mail = email.message_from_bytes(target.read_bytes(), policy=email.policy.default)
    assert (mail["To"], mail["X-Unsent"]) == ("ar@amberley.example", "1")
    assert mail["Subject"].strip() == "Rechnung INV-9: bitte schreiben Sie die Differenz gut"
    assert "40.00 USD" in mail.get_content()
    assert main([*start[:-1], "99"]) == 1
