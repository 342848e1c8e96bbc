"""``tieout insight`` as it is called: what it prints, writes and logs (S1.84, S2.158, S2.176, S2.184, S2.188)."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pypdfium2
import pytest
from openpyxl import load_workbook

from app.cli.main import main
from tests.helpers.insight_year import make_year


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_year(tmp_path_factory.mktemp("year") / "desk", invoices=900, vendors=16, seed=5).folder


def run(workspace: Path, *words: object) -> int:
    return main(["--workspace", str(workspace), "insight", *map(str, words)])


def test_s2_188_scorecards_are_written_as_csv_xlsx_and_pdf_and_each_is_logged(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [tmp_path / f"cards.{form}" for form in ("csv", "xlsx", "pdf")]
    assert run(workspace, "scorecard", "--csv", files[0], "--xlsx", files[1], "--pdf", files[2]) == 0
    assert capsys.readouterr().out.count("SHA-256") == 3
    rows = list(csv.DictReader(files[0].read_text(encoding="utf-8").splitlines()))
    assert len(rows) == 16
    sheet = load_workbook(files[1])["Vendor scorecard"]
    rate = [cell.value for cell in sheet[1]].index("exception_rate_percent")
    assert sheet[2][rate].data_type == "n"
    text = "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(files[2]))
    assert all(f"Vendor V{number:03}" in text for number in range(1, 17))
    assert run(workspace, "scorecard", "--vendor", "V001", "--json") == 0
    (card,) = json.loads(capsys.readouterr().out)
    assert card["exceptions"]["part"] == int(rows[0]["with_exceptions"])
    assert len(card["exceptions"]["documents"]) == card["exceptions"]["part"]


def test_s2_183_habits_are_named_with_the_rule(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(workspace, "recurring", "--no-fixes") == 0
    told = capsys.readouterr().out
    assert "V001/*/uom_conversion" in told
    assert "Fisher's exact test" in told


def test_s1_84_a_sample_is_drawn_and_judged_on_the_command_line(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(workspace, "sample", "--draw", "--share", "1", "--seed", "s", "--json") == 0
    (drawn,) = json.loads(capsys.readouterr().out)
    assert drawn["sample"]["seed"] == "s"
    assert run(workspace, "sample", "--share", "0") == 0
    assert run(workspace, "sample", "--draw", "--share", "0") == 1
    assert run(workspace, "sample", "--wrong", "999999", "--note", "no such thing") == 1


@pytest.mark.parametrize("verb", ["quality", "review", "grni", "outreach"])
def test_every_report_prints_and_has_its_figures_as_json(
    workspace: Path, verb: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(workspace, verb) == 0
    assert run(workspace, verb, "--json") == 0
    assert capsys.readouterr().out.rstrip().endswith(("}", "]"))


def test_s2_158_a_review_is_stamped_with_its_reason(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(workspace, "review", "--done", "V001") == 1
    assert run(workspace, "review", "--done", "V001", "--note", "bands fit") == 0
    assert run(workspace, "review", "--json") == 0
    told = json.loads(capsys.readouterr().out.split("\n", 1)[1])
    assert {one["subject"]: one["last"] is not None for one in told["due"]}["V001"]


def test_s2_176_the_onboarding_sheet_is_written_in_three_forms(workspace: Path, tmp_path: Path) -> None:
    files = [tmp_path / f"sheet.{form}" for form in ("md", "pdf", "eml")]
    words = [word for path in files for word in (f"--{path.suffix[1:]}", path)]
    assert run(workspace, "onboarding", "V001", *words) == 0
    assert files[0].read_text(encoding="utf-8").startswith("# How to bill us")
    assert "How to bill us" in pypdfium2.PdfDocument(files[1])[0].get_textpage().get_text_bounded()
    assert b"To: ar@v001.example" in files[2].read_bytes()
    assert run(workspace, "onboarding", "V999") == 1


def test_s2_184_a_habit_nobody_has_is_no_letter(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(workspace, "outreach", "V002/*/nothing") == 1
    assert "is no habit of this desk" in capsys.readouterr().err
