"""Languages: every text of the window is in every catalogue, and every catalogue keeps the figures."""

from __future__ import annotations

import ast
import errno
import os
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.extraction.sums.findings import _unread
from app.policy import handover
from app.policy.lanes import TABLE
from app.reports.whole_file import cannot_write
from app.ui import i18n
from app.ui.actions import ACTIONS
from app.ui.export_dialog import FORMS, KINDS
from app.ui.i18n import language_of, say, use_language
from app.ui.queue.pane import SORTS
from app.ui.settings import WindowSettings
from app.workflow import case_titles, wording
from app.workflow import catalogue as catalogues
from app.workflow.catalogue import Catalogue, load_catalogue, spoken
from app.workflow.queue import View
from app.workflow.sentence_patterns import FIGURE, SentencePatterns, sentence_pattern
from app.workflow.services import Services
from tests.ui.conftest import OpenWindow, settle

UI = Path(i18n.__file__).parent
_CALLS = {"tr", "_tr", "translate"}


def literal_of(call: ast.Call) -> ast.expr:
    named_translate = isinstance(call.func, ast.Attribute) and call.func.attr == "translate"
    return call.args[1] if named_translate else call.args[0]


def translated_calls() -> Iterator[tuple[str, ast.Call]]:
    for path in sorted(UI.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in _CALLS and not (name == "translate" and len(node.args) < 2):
                yield f"{path.relative_to(UI)}:{node.lineno}", node


def test_no_translated_text_is_put_together_before_it_is_looked_up() -> None:
    wrong = [where for where, call in translated_calls() if isinstance(literal_of(call), ast.JoinedStr)]
    assert wrong == []


@pytest.fixture
def restore_language(qapp: QApplication) -> Iterator[None]:
    """Give the program its language back: it is the application's, without which none can be set."""
    yield
    use_language("en")


def test_a_catalogue_answers_qt_and_counts(qtbot: QtBot, restore_language: None) -> None:
    assert QCoreApplication.translate("any", "no such text at all") == "no such text at all"
    use_language("en")
    one = QCoreApplication.translate("x", "The journal is whole: %n entries.", None, 1)
    many = QCoreApplication.translate("x", "The journal is whole: %n entries.", None, 7)
    assert (one, many) == ("The journal is whole: 1 entry.", "The journal is whole: 7 entries.")


def _small() -> Catalogue:
    sentences = {"Unit price {0} ({1})": "Stückpreis {0} ({1})", "Ask {0}? {1}": "{0} fragen? {1}"}
    ordered = SentencePatterns(sentence_pattern(source, target) for source, target in sentences.items())
    return Catalogue("de", {"the buyer": "den Einkauf", "Agrees": "Stimmt"}, {}, ordered)


def test_a_sentence_keeps_its_figures_and_its_parts_are_looked_up() -> None:
    small = _small()
    assert small.sentence("Unit price +0.95 (+10.0 %)") == "Stückpreis +0.95 (+10.0 %)"
    assert small.sentence("Ask the buyer? Agrees") == "den Einkauf fragen? Stimmt"
    assert small.sentence("Agrees · 7 boxes") == "Stimmt · 7 boxes"
    assert small.sentence("something else") is None


def test_the_language_chosen_wins_over_the_systems_and_english_is_the_last() -> None:
    german, polish = QLocale("de_DE"), QLocale("pl_PL")
    assert language_of("", german) == "de"
    assert language_of("en", german) == "en"
    assert language_of("", polish) == "en"
    assert language_of("xx", german) == "de"


@pytest.mark.parametrize("language", [code for code in i18n.LANGUAGES if catalogues.catalogue_files(code)])
def test_translations_keep_every_place_of_a_figure(language: str) -> None:
    catalogue = load_catalogue(language)
    place = re.compile(r"\{\d?\}|%n")
    for source, target in catalogue.texts.items():
        assert sorted(place.findall(source)) == sorted(place.findall(target)), source
    for source, forms in catalogue.counted.items():
        assert "%n" in source
        assert all(set(place.findall(form)) <= set(place.findall(source)) for form in forms), source


def test_english_says_the_rules_sentences_as_they_are(restore_language: None) -> None:
    use_language("en")
    assert say("Billed at 10.45 against the order's 9.50") == "Billed at 10.45 against the order's 9.50"


def static_texts() -> dict[str, str]:
    """Return every text that the code hands to Qt as a literal, and those of its tables, with where it stands."""
    found: dict[str, str] = {}
    for where, call in translated_calls():
        node = literal_of(call)
        choices = (node.body, node.orelse) if isinstance(node, ast.IfExp) else (node,)
        for one in choices:
            if isinstance(one, ast.Constant) and isinstance(one.value, str):
                found.setdefault(one.value, where)
    for spec in ACTIONS:
        found |= dict.fromkeys((spec.text, spec.help, spec.menu), f"actions: {spec.id}")
    for _, _, words in SORTS:
        found[words] = "queue orders"
    for _, words in (*KINDS, *FORMS):
        found[words] = "exports"
    found.pop("", None)
    return found


def table_texts() -> dict[str, str]:
    """Return the words of every table of codes."""
    found = dict.fromkeys(case_titles.TITLES.values(), "TITLES")
    for name, table in vars(wording).items():
        if name.isupper() and isinstance(table, dict):
            found |= {str(words): name for words in table.values() if name not in ("_TABLES",)}
        elif name.endswith("_REASONS"):
            found |= dict.fromkeys(table, name)
    return found


@pytest.mark.parametrize("language", [code for code in i18n.LANGUAGES if code != "en"])
def test_no_text_of_the_window_is_missing_in_a_language(language: str) -> None:
    catalogue = load_catalogue(language)
    missing = {
        text: where
        for text, where in {**static_texts(), **table_texts()}.items()
        if catalogue.text(text) is None and catalogue.text(text, 2) is None
    }
    assert missing == {}


def test_only_literals_are_handed_to_qt_or_named_tables() -> None:
    """What is looked up by a variable comes from a table that the test above reads."""
    allowed = {"text", "spec.text", "spec.help", "reason", "menu_name", "words", "_HEADS[0]", "room.title"}
    others = {
        where: ast.unparse(literal_of(call))
        for where, call in translated_calls()
        if not isinstance(literal_of(call), (ast.Constant, ast.IfExp)) and ast.unparse(literal_of(call)) not in allowed
    }
    assert others == {}


def test_the_window_speaks_german_from_end_to_end(
    open_window: OpenWindow, services: Services, qtbot: QtBot, tmp_path: Path, restore_language: None
) -> None:
    settings = WindowSettings(tmp_path / "german.ini")
    settings.set_text("language", "de")
    window = open_window(services, settings=settings)
    assert window.language == "de"
    assert window.top.tabs[View.MINE].text().startswith("Braucht mich")
    assert window.actions_by_id["accept"].text() == "Annehmen"
    assert "zu entscheiden" in window.case.summary.text()
    assert window.case.bar.buttons["note"].text().startswith("Notiz")
    titles = set()
    for row in range(window.queue.model.rowCount()):
        found = window.queue.model.row_at(row)
        assert found is not None
        window.queue.open_document(found.document_id)
        settle(qtbot, window)
        titles |= {frame.title for frame in window.case.comparison.comparison_model.frames}
    english = re.compile(r"\b(the|and|billed|ordered|invoice line|order line|price|quantity|agrees)\b", re.IGNORECASE)
    assert [title for title in titles if english.search(title)] == []


def test_the_language_is_changed_from_the_menu_and_the_window_opens_anew(
    open_window: OpenWindow, services: Services, tmp_path: Path, restore_language: None
) -> None:
    settings = WindowSettings(tmp_path / "changed.ini")
    settings.set_text("language", "en")
    window = open_window(services, settings=settings)
    window.actions_by_id["language"].trigger()
    assert window.reopen
    assert not window.isVisible()
    assert open_window(services, settings=settings).language == "de"


@pytest.mark.parametrize("language", [code for code in i18n.LANGUAGES if code != "en"])
def test_no_cause_and_no_next_step_is_missing_in_a_language(language: str) -> None:
    catalogue = load_catalogue(language)
    told = [*handover._CAUSES.values(), *(re.sub(r"\{\w+\}", "7", text) for text in handover._ACTIONS.values())]
    assert [text for text in told if catalogue.sentence(text) is None] == []


ROOMS_THAT_SPEAK = ("domain", "policy", "matching", "extraction", "workflow", "storage", "reports")
_SENTENCE = re.compile(r"[\"“({A-Z].*[.?]", re.DOTALL)
_NO_SENTENCE = re.compile(r"\(\?:|\b(?:SELECT|UPDATE|DELETE|INSERT)\b")


@cache
def spoken_sentences() -> Mapping[str, str]:
    """Return every whole sentence in the code outside of the window, its figures as {0}, {1}…, with where it stands."""
    found: dict[str, str] = {}
    for path in (path for room in ROOMS_THAT_SPEAK for path in sorted((UI.parent / room).rglob("*.py"))):
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        silent = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
        silent |= {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
        for node in nodes:
            text = _template(node) if id(node) not in silent else ""
            if _SENTENCE.fullmatch(text) and not _NO_SENTENCE.search(text) and len(_words_of(text)) > 1:
                found.setdefault(text, f"{path.relative_to(UI.parent)}:{getattr(node, 'lineno', 0)}")
    return found


def _template(node: ast.AST) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)  # type: ignore[misc]
    return ""


def _words_of(text: str) -> list[str]:
    return re.findall(r"[A-Za-z]{2,}", re.sub(r"\{\w*\}", "", text))


@pytest.mark.parametrize("language", [code for code in i18n.LANGUAGES if code != "en"])
def test_no_reason_no_finding_and_no_error_is_missing_in_a_language(language: str) -> None:
    catalogue = load_catalogue(language)
    reasons = {row.sentence: rule for rule, row in TABLE.items() if _words_of(row.sentence)}
    told = {**spoken_sentences(), **reasons}
    assert len(told) > len(reasons) > 80
    missing = {
        text: where for text, where in told.items() if catalogue.sentence(re.sub(r"\{[^}]*\}", "7", text)) is None
    }
    assert missing == {}


_ENGLISH = re.compile(r"\b(?:the|of|and|is|are|not|with|has|have|for|which|that|from|agree|their|our|its|it|than)\b")
_NOT_SAID_HERE = re.compile(r"“[^”]*”|„[^“]*“|tieout [\w -]+|--[\w-]+")
# Of these a place holds words, each of which makes another sentence in the catalogue.
_OF_WORDS = ("The electronic invoice says that no tax", "The electronic invoice of", "Two ways of reading page")


def test_no_sentence_is_german_in_one_half_and_english_in_the_other() -> None:
    german = load_catalogue("de")
    sentences = {**spoken_sentences(), **{row.sentence: rule for rule, row in TABLE.items()}}
    told = {text: german.sentence(re.sub(r"\{[^}]*\}", "7", text)) for text in sentences}
    halves = [
        (sentences[text], said)
        for text, said in told.items()
        if said and _ENGLISH.search(_NOT_SAID_HERE.sub("", said)) and not text.startswith(_OF_WORDS)
    ]
    assert halves == []


@pytest.mark.parametrize("what", ["is delivered on", "begins on"])
def test_what_is_billed_long_before_is_said_in_german(what: str) -> None:
    said = f"The electronic invoice of 2026-03-04 says that what it bills {what} 2026-09-01: ask the buyer whether"
    german = spoken(load_catalogue("de"), f"{said} it is to be paid so long before.")
    assert german.startswith("Die elektronische Rechnung vom 2026-03-04 sagt, dass das Berechnete am 2026-09-01 ")


def test_a_sentence_may_begin_with_what_the_catalogue_has_within_one() -> None:
    billed = sentence_pattern("billed at {0} against {1}", "berechnet zu {0} statt {1}")
    small = Catalogue("de", {}, {}, SentencePatterns([billed]))
    assert spoken(small, "Billed at 17.60 against 17.35") == "Berechnet zu 17.60 statt 17.35"


def test_parts_of_a_row_without_words_of_their_own_keep_the_others_apart() -> None:
    """The row of a credit memo was taken for the heading "… · credit memo 4711", and its day stayed English."""
    told = spoken(load_catalogue("de"), "CM-1187 · credit memo · due 25.11. · 2 to decide")
    assert told == "CM-1187 · Gutschrift · fällig 25.11. · 2 zu entscheiden"


@pytest.mark.parametrize("printed", ["Status: Cancelled", "Freight: 45.00", "Total"])
def test_words_of_a_page_are_quoted_as_they_are_printed(printed: str) -> None:
    told = spoken(load_catalogue("de"), f"The page says that it is no invoice to pay (“{printed}”).")
    assert told == f"Die Seite sagt, dass sie keine zu zahlende Rechnung ist („{printed}“)."
    shown = f"Page 1 shows “{printed}”, which stands in none of its rows. Look at the page."
    assert f"Seite 1 zeigt „{printed}“; das" in spoken(load_catalogue("de"), f"read without proof: total; {shown}")


def test_what_could_not_be_read_is_quoted_whatever_marks_it_has() -> None:
    line, drafted = SimpleNamespace(line_no=1), SimpleNamespace(draft=SimpleNamespace(unread=("2) Oi). 3a:",)))
    (found,) = _unread(line, drafted)  # type: ignore[arg-type]
    told = spoken(load_catalogue("de"), f"{found.message} Line 1 has no extended amount that could be read.")
    assert told.startswith("Zeile 1: „2) Oi). 3a:“ steht, wo Preis oder Betrag stehen sollte, und war nicht lesbar. ")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS, errno.ENOENT, errno.EIO])
def test_what_the_system_says_of_a_file_is_said_in_german(number: int, tmp_path: Path) -> None:
    german, told = load_catalogue("de"), os.strerror(number)
    assert german.sentence(told)
    said = spoken(german, str(cannot_write(tmp_path / "cases.csv", OSError(number, told))))
    assert told not in said
    assert said.startswith(f"{tmp_path / 'cases.csv'} kann nicht geschrieben werden: ")


def test_what_is_said_of_a_stamp_is_said_in_german() -> None:
    said = "A stamp lies over print on page 2, and nothing usual could be read of it. Look at the page."
    assert spoken(load_catalogue("de"), said).startswith("Auf Seite 2 liegt ein Stempel über Gedrucktem")


def test_sentences_side_by_side_do_not_take_each_other_in() -> None:
    small = Catalogue(
        "de", {}, {}, SentencePatterns([sentence_pattern("price {0}, limit {1}", "Preis {0}, Grenze {1}")])
    )
    told = small.sentence("price 10 %, limit 2 %; price 3 %, limit 2 %")
    assert told == "Preis 10 %, Grenze 2 %; Preis 3 %, Grenze 2 %"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        # A whole sentence behind a head, its full stop that of both.
        (
            "Not read with certainty on invoice A-1: The page says that an order no longer holds or another took its "
            "place (“PO-16 is cancelled”).",
            "Nicht sicher gelesen auf Rechnung A-1: Die Seite sagt, dass eine Bestellung nicht mehr gilt oder eine "
            "andere an ihre Stelle getreten ist („PO-16 is cancelled“).",
        ),
        # The same statement twice with another between them.
        (
            "Page 1 shows “A”, which stands in none of its rows. Look at the page. The page says that its figures are "
            "not final (“x”). Page 1 shows “B”, which stands in none of its rows. Look at the page.",
            "Seite 1 zeigt „A“; das steht in keiner ihrer Zeilen. Sehen Sie auf die Seite. Die Seite sagt, dass ihre "
            "Zahlen nicht endgültig sind („x“). Seite 1 zeigt „B“; das steht in keiner ihrer Zeilen. Sehen Sie auf die "
            "Seite.",
        ),
        # Statements of one and of two sentences, one after the other; what is quoted is no end of a sentence.
        (
            "Not read with certainty on invoice A-1: Page 1 shows “PAID. Thanks”, which stands in none of its rows. "
            "Look at the page. The page says that its figures are not final (“draft; see below”).",
            "Nicht sicher gelesen auf Rechnung A-1: Seite 1 zeigt „PAID. Thanks“; das steht in keiner ihrer Zeilen. "
            "Sehen Sie auf die Seite. Die Seite sagt, dass ihre Zahlen nicht endgültig sind („draft; see below“).",
        ),
        # Semicolons within brackets part no statements.
        (
            "the invoice is made out to “Halden”, and that is none of the company's own names (Meridian; Kells); "
            "the invoice says that the goods went to Troy, which is none of the company's own addresses "
            "(Elm 5; Mill 12)",
            "die Rechnung ist an „Halden“ ausgestellt, und das ist keiner der eigenen Firmennamen (Meridian; Kells); "
            "laut Rechnung gingen die Waren an Troy, und das ist keine eigene Anschrift (Elm 5; Mill 12)",
        ),
        (
            "Line 1: the code is the ordered item's, the description is not: 40 where the order has 60.",
            "Zeile 1: die Nummer ist die des bestellten Artikels, die Beschreibung nicht: 40, "
            "wo die Bestellung 60 hat.",
        ),
        (
            "not printed or not read: invoice date, name and tax id of the sender, lines",
            "nicht gedruckt oder nicht gelesen: Rechnungsdatum, Name und Steuernummer des Absenders, Rechnungszeilen",
        ),
        (
            "The rules of the profile cannot be used: columns say that 'Qty' is both quantity and ordered; leave it "
            "out of one of them.",
            "Die Regeln des Profils können nicht verwendet werden: in den Spalten steht 'Qty' für Menge und für "
            "bestellt; nehmen Sie es bei einer der beiden heraus.",
        ),
        (
            "number, date, amount agree with 0196.pdf (number INV-2): it may be the same invoice",
            "Nummer, Datum, Betrag stimmen mit 0196.pdf überein (Nummer INV-2): es kann dieselbe Rechnung sein",
        ),
        (
            "more than one reading of the order fits: (no order line) or (PO-30 line 2)",
            "mehr als eine Lesart der Bestellung passt: (keine Bestellzeile) oder (PO-30 Zeile 2)",
        ),
        (
            "Send it to the buyer, who may release it.",
            "Geben Sie es weiter (Einkauf); dort darf es freigegeben werden.",
        ),
    ],
)
def test_a_sentence_is_not_said_half_in_english(said: str, told: str) -> None:
    assert spoken(load_catalogue("de"), said) == told


def test_a_short_sentence_takes_in_neither_the_head_nor_the_end_of_another() -> None:
    german = load_catalogue("de")
    said = "cut.pdf is damaged: its structure cannot be read."
    told = "cut.pdf ist beschädigt: ihr Aufbau ist nicht lesbar."
    assert spoken(german, said) == told
    assert spoken(german, f"cut.pdf could not be read: {said}") == f"cut.pdf konnte nicht gelesen werden: {told}"
    assert spoken(german, f"{said} Fetch the file again.") == f"{told} Holen Sie die Datei noch einmal."
    assert spoken(german, "File: cut.pdf") == "Datei: cut.pdf"


def test_german_has_the_titles_and_first_steps_that_cases_take_from_the_guides() -> None:
    german = load_catalogue("de")
    assert german.sentence("Put both documents side by side.") == "Beide Belege nebeneinanderlegen."


def test_a_figures_place_takes_nothing_but_figures() -> None:
    small = Catalogue("de", {}, {}, SentencePatterns([sentence_pattern("{0} lines", "{0} Zeilen", FIGURE)]))
    assert small.sentence("1,250 lines") == "1,250 Zeilen"
    assert small.sentence("nobody said how many lines") is None


def test_a_no_that_answers_is_not_the_no_that_counts() -> None:
    german = load_catalogue("de")
    assert (german.text("Yes"), german.text("No")) == ("Ja", "Nein")
    assert german.text("no") == "kein"


def test_a_sentence_of_its_own_comes_before_one_with_a_place() -> None:
    assert load_catalogue("de").sentence("one invoice line") == "eine Rechnungszeile"


def test_a_seam_is_put_over_only_where_all_of_its_parts_are() -> None:
    small = Catalogue("de", {"the buyer": "der Einkauf"}, {}, seams={" or ": " oder "})
    assert small.sentence("the buyer or PO-1001") == "der Einkauf oder PO-1001"
    assert small.sentence("the buyer or somebody else") is None


def test_no_half_sentence_is_put_over() -> None:
    small = _small()
    assert small.sentence("Agrees, but nobody knows why") is None
    assert small.sentence("Agrees · nobody knows why") == "Stimmt · nobody knows why"


@pytest.mark.parametrize("done", ["Rejected: ", "On hold until 2026-11-30: ", "Handed over to vendor: ", "Note on: "])
def test_what_was_done_about_a_finding_on_a_page_is_german_to_its_end(done: str) -> None:
    told = spoken(
        load_catalogue("de"),
        f"{done}Not read with certainty on invoice 7: The page says that somebody else is to be paid (“OUR FACTOR”)."
        " Ask the vendor, by a way known before, whether that is so.",
    )
    assert "Die Seite sagt, dass jemand anderes zu bezahlen ist („OUR FACTOR“). Fragen Sie" in told
