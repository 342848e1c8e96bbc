"""The draft of a message to whoever acts next."""

import email
import email.policy
import re
from dataclasses import replace
from pathlib import Path
from string import Template

import pytest

from app.domain.decision import Category, Lane
from app.domain.errors import EnvironmentFault
from app.domain.match import Pattern
from app.domain.policy import Role
from app.policy.document_finding import document_finding
from app.policy.handover import recommended_action
from app.policy.lanes import TABLE
from app.shipped_files import resource_path
from app.workflow.drafts import Draft, draft_for, draft_values
from app.workflow.letter_kinds import request_of, template_name
from app.workflow.letter_templates import filled, load_templates
from app.workflow.mail import unsent_mail
from tests.helpers.policy import POLICY, VENDOR, World, bill, finding, group, read
from tests.unit.policy.test_group_rows import WORLDS, bundled, merged, quantity, substituted

TEMPLATES = load_templates(resource_path("message_templates"))

_ACCOUNT = "The page announces another bank account (“Ask the vendor. Now”)."


def draft(world: World, to: Role | None = None) -> Draft:
    return draft_for(world.invoice, world.first, VENDOR, TEMPLATES, to=to)


@pytest.mark.parametrize("rule", [rule for rule, world in WORLDS.items() if TABLE[rule].lane is not Lane.AUTO_RESOLVE])
def test_s1_77_every_route_has_a_draft_with_all_its_figures(rule: str) -> None:
    message = draft(WORLDS[rule])
    assert message.to_role is (Role.VENDOR if rule == "line_words.not_sold" else TABLE[rule].owner)
    assert "$" not in message.subject + message.body
    assert message.subject
    assert "INV-77" in message.subject + message.body


@pytest.mark.parametrize("rule", [rule for rule, row in TABLE.items() if row.owner is not None])
def test_every_row_has_a_template_of_its_own(rule: str) -> None:
    owner = TABLE[rule].owner
    assert owner is not None
    assert template_name(rule, owner, owner) in TEMPLATES


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("rule", WORLDS)
def test_no_letter_names_a_rule_by_its_code(rule: str, language: str) -> None:
    for to in (None, Role.BUYER, Role.AP_SUPERVISOR):
        message = draft_for(WORLDS[rule].invoice, WORLDS[rule].first, VENDOR, TEMPLATES, to=to, language=language)
        assert rule not in message.subject + message.body


def test_a_letter_says_in_words_what_was_found() -> None:
    world = WORLDS["price_variance.outside"]
    assert "What was found: price differs." in draft(world).body
    german = draft_for(world.invoice, world.first, VENDOR, TEMPLATES, language="de")
    assert "Befund: Preis weicht ab." in german.body


def test_the_vendor_is_asked_for_a_corrected_invoice() -> None:
    message = draft(merged(vendor=replace(VENDOR, merged_lines_permitted=False)))
    assert (message.to_role, message.to_address) == (Role.VENDOR, "ar@juniper.example")
    assert "one line for each line of our order" in message.body


def test_a_clerks_own_case_is_drafted_for_whom_its_next_step_asks() -> None:
    message = draft(WORLDS["line_words.not_sold"])
    assert "Ask the vendor" in recommended_action(WORLDS["line_words.not_sold"].first)
    assert (message.to_role, message.to_address) == (Role.VENDOR, "ar@juniper.example")
    assert "a question" in message.subject
    assert "one line for each line" not in message.body
    assert request_of("line_words.not_sold", Role.VENDOR, Role.AP_CLERK) == "explanation"


@pytest.mark.parametrize(
    ("code", "message", "asked"),
    [
        ("other_account", f"{_ACCOUNT} Ask the vendor, by a way known before, whether that is so.", "what that means"),
        ("picture_shows_more", f"{_ACCOUNT} Look at the page. {_ACCOUNT} Look at the page.", "what that means"),
        ("object_twice", f"{_ACCOUNT} Ask the vendor for a whole one", "plain PDF"),
    ],
)
def test_a_letter_about_what_was_found_asks_for_what_helps_and_tells_the_clerk_nothing(
    code: str, message: str, asked: str
) -> None:
    world = WORLDS["exact.agrees"]
    held = document_finding(POLICY, "data_quality.finding", {"finding": message, "code": code})
    letter = draft_for(world.invoice, held, VENDOR, TEMPLATES)
    assert letter.to_role is Role.VENDOR
    assert _ACCOUNT in letter.body
    assert asked in letter.body
    assert not re.search(" (?:Ask the vendor|Look at the page)", letter.body)
    german = draft_for(world.invoice, held, VENDOR, TEMPLATES, language="de")
    assert "andere Bankverbindung an („Ask the vendor. Now“)" in german.body


def test_the_vendor_is_asked_to_itemise_with_both_amounts() -> None:
    body = draft(bundled()).body
    assert "1000.00 USD are goods" in body
    assert "80.00 USD are a charge" in body


def test_trap_4_the_buyer_gets_a_debit_memo_in_figures_and_the_vendor_a_request_for_credit() -> None:
    world = quantity("100", "80")
    body = draft(world).body
    assert "DEBIT MEMO (draft)" in body
    assert "pay the 80 EA that were received (800.00 USD)" in body
    request = draft(world, to=Role.VENDOR)
    assert "credit memo" in request.body
    assert request.to_address == "ar@juniper.example"


def test_s2_85_a_notice_of_substitution_can_be_asked_for() -> None:
    world = substituted(substitutions=())
    assert draft(world).to_role is Role.BUYER
    assert "7YG00 where we ordered 47821" in draft(world, to=Role.VENDOR).body


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("rule", [rule for rule in TABLE if rule.startswith("supplier_details.")])
def test_a_letter_about_the_vendors_details_asks_for_them_and_gives_away_none_on_file(rule: str, language: str) -> None:
    figures = dict.fromkeys(("vendor", "known", "on_file", "other", "orders", "rival"), "ON-FILE")
    found = document_finding(POLICY, rule, {**figures, "printed": "PRINTED", "vendor_id": "ON-FILE"})
    letter = draft_for(World().invoice, found, VENDOR, TEMPLATES, to=Role.VENDOR, language=language)
    assert "ON-FILE" not in letter.body
    assert ("PRINTED" in letter.body) is (rule == "supplier_details.account")
    assert "one line for each line" not in letter.body
    assert ("confirm" if language == "en" else "bestätigen") in letter.subject


def test_a_wrong_total_is_written_out() -> None:
    world = World(total="990.00")
    found = finding(world.decided, "header_total")
    message = draft_for(world.invoice, found, VENDOR, TEMPLATES)
    assert "lines 1000.00, charges 0.00 and tax 0.00" in message.body
    assert "make 1000.00, while the total says 990.00 (a difference of -10.00 USD)" in message.body


def test_internal_messages_have_no_address_and_a_bad_one_is_not_used() -> None:
    assert draft(quantity("100", "80")).to_address is None
    for address in ("ar@juniper.example\nBcc: x@y.example", "not an address", ""):
        message = draft_for(bundled().invoice, bundled().first, replace(VENDOR, email=address), TEMPLATES)
        assert message.to_address is None


@pytest.mark.parametrize("text", ["${reason} $exposure {0.__class__}", "%s %(x)s", "$(rm -rf)", "\r\nBcc: x@y.example"])
def test_what_stands_on_an_invoice_is_never_read_as_a_template(text: str) -> None:
    hostile = bill(description=read(text), code=None)
    world = World(lines=(hostile,), groups=(group((Pattern.NOT_ON_PO,), po_lines=()),)).with_header(
        invoice_number=read(text)
    )
    message = draft_for(world.invoice, world.first, VENDOR, TEMPLATES)
    shown = " ".join(text.split())
    assert shown in message.body
    assert "\n" not in message.subject
    assert "\nBcc" not in message.body


@pytest.mark.parametrize("pattern", [*Pattern, *Category])
def test_s2_184_a_letter_to_the_vendor_asks_for_one_change_and_names_the_dates(pattern: str) -> None:
    figures = {"pattern": str(pattern), "count": "3", "days": "90", "dates": "2026-01-05, this invoice", "amounts": "9"}
    found = document_finding(POLICY, "vendor_compliance.recurrence", figures)
    letter = draft_for(World().invoice, found, VENDOR, TEMPLATES, to=Role.VENDOR)
    assert letter.to_address == VENDOR.email
    assert "3 of your invoices within 90 days" in letter.body
    assert "2026-01-05, this invoice" in letter.body
    assert letter.body.count("We ask for one change: please ") == 1
    assert "$" not in letter.subject + letter.body
    assert "_" not in letter.subject + letter.body
    internal = draft_for(World().invoice, found, VENDOR, TEMPLATES)
    assert internal.to_role is Role.VENDOR_MANAGEMENT
    assert "> We ask for one change: please " in internal.body


def test_long_texts_are_cut() -> None:
    world = World(lines=(bill(description=read("x" * 5000)),), groups=(group((Pattern.NOT_ON_PO,), po_lines=()),))
    values = draft_values(world.invoice, world.first, VENDOR)
    assert max(map(len, values.values())) <= 400


def test_a_paragraph_of_a_letter_is_one_line_and_a_list_keeps_its_lines() -> None:
    told = (
        "Subject: x\n\nDear vendor,\n\n"
        f"{'a word ' * 15}and the last one\nthat had no room. Goodbye.\nKind regards\nAccounts payable\n\n"
        f"> {'quoted ' * 16}\n> and more\n    indented {'far ' * 30}\n1. first {'item ' * 25}\n2. second\n"
    )
    _, body = filled(told, {}, {})
    lines = [line.strip() for line in body.splitlines()]
    assert f"{'a word ' * 15}and the last one that had no room. Goodbye." in lines
    assert {"Kind regards", "Accounts payable", "> and more", "2. second"} <= set(lines)
    for template in TEMPLATES.values():
        paragraphs = [line for line in filled(template, {}, {})[1].splitlines() if line[:1].isalpha()]
        assert [line for line in paragraphs if line.endswith((" or", " the", " that", " we"))] == []


def test_an_unknown_name_stays_as_written() -> None:
    message = draft_for(
        bundled().invoice, bundled().first, None, {"vendor_itemised_invoice": "Subject: $nobody\n$reason"}
    )
    assert message.subject == "$nobody"


def test_a_missing_template_falls_back_to_plain_words() -> None:
    message = draft_for(bundled().invoice, bundled().first, None, {})
    assert "INV-77" in message.subject
    assert "rolled into this line" in message.body


def test_templates_name_only_what_decisions_have() -> None:
    for name, text in TEMPLATES.items():
        assert Template(text).is_valid(), name


def test_a_folder_without_templates_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match="No message templates"):
        load_templates(tmp_path)


# --- every route as a mail, in each language ------------------------------------------------------------------------
ROUTES = [rule for rule, world in WORLDS.items() if TABLE[rule].lane is not Lane.AUTO_RESOLVE]
GERMAN = [name.removeprefix("de/") for name in TEMPLATES if name.startswith("de/")]
# What insight writes to vendors, and no case.
_OF_INSIGHT = {"vendor_habit", "vendor_onboarding", "vendor_onboarding_clauses"}
_HEADERS = {"subject", "to", "x-unsent", "content-type", "content-transfer-encoding", "mime-version"}
_ENGLISH_WORDS = re.compile(r"\b(?:the|of|and|is not|please|billed|order|invoice|received)\b", re.IGNORECASE)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("to", [None, Role.VENDOR])
@pytest.mark.parametrize("rule", ROUTES)
def test_s1_77_every_routes_message_is_a_mail_that_a_mail_program_opens(
    rule: str, to: Role | None, language: str
) -> None:
    world = WORLDS[rule]
    message = draft_for(world.invoice, world.first, VENDOR, TEMPLATES, to=to, language=language)
    mail = email.message_from_bytes(
        unsent_mail(message.subject, message.body, message.to_address), policy=email.policy.default
    )
    assert {name.lower() for name in mail} <= _HEADERS
    assert mail["X-Unsent"] == "1"
    assert mail["Subject"].strip() == message.subject
    assert mail.get_content().replace("\r\n", "\n").strip() == message.body.strip()
    assert (mail["To"] is not None) == (message.to_address is not None)


def test_every_template_of_a_case_has_a_german_one_with_the_same_figures() -> None:
    ours = {name for name in TEMPLATES if "/" not in name} - _OF_INSIGHT
    assert set(GERMAN) == ours
    for name in ours:
        figures = [set(Template(TEMPLATES[one]).get_identifiers()) for one in (name, f"de/{name}")]
        assert figures[0] == figures[1], name


@pytest.mark.parametrize("rule", ROUTES)
def test_a_german_letter_has_the_same_figures_and_no_english_sentence(rule: str) -> None:
    world = WORLDS[rule]
    english = draft_for(world.invoice, world.first, VENDOR, TEMPLATES)
    german = draft_for(world.invoice, world.first, VENDOR, TEMPLATES, language="de")
    assert (german.to_role, german.to_address) == (english.to_role, english.to_address)
    assert "$" not in german.subject + german.body
    amounts = re.compile(r"\d+\.\d\d")
    assert set(amounts.findall(german.body)) == set(amounts.findall(english.body))
    told = german.body.replace(VENDOR.name, "")
    for line in world.invoice.lines:
        told = told.replace(line.description.value, "")
    told = re.sub(r"Klausel: .*", "", told)
    assert _ENGLISH_WORDS.findall(told) == [], told


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(
    "text", ["=?utf-8?q?=0ABcc:_x@example.com?=", "a\r\nBcc: x@y.example", "a\u2028Bcc: x@y.example"]
)
def test_nothing_on_an_invoice_becomes_a_header_of_the_mail(text: str, language: str) -> None:
    world = World(lines=(bill(description=read(text), code=None),)).with_header(invoice_number=read(text))
    vendor = replace(VENDOR, name=text, email=f"ar@juniper.example\nBcc: {text}")
    for to in (None, Role.VENDOR):
        found = quantity("100", "80").first
        message = draft_for(world.invoice, found, vendor, TEMPLATES, to=to, language=language)
        raw = unsent_mail(message.subject, message.body, message.to_address)
        assert {name.lower() for name in email.message_from_bytes(raw)} <= _HEADERS - {"to"}


@pytest.mark.parametrize("language", ["en", "de"])
def test_s1_77_no_gap_is_left_where_the_invoice_prints_no_currency(language: str) -> None:
    world = merged(vendor=replace(VENDOR, merged_lines_permitted=False))
    unnamed = replace(world.invoice, header=replace(world.invoice.header, currency=None))
    message = draft_for(unnamed, world.first, VENDOR, TEMPLATES, language=language)
    total = unnamed.header.total
    assert total is not None
    assert f"{total.value}" in message.body
    assert not re.search(r"\( | \)| [,.;]|\S  ", message.body)


def test_a_space_goes_only_with_a_figure_there_is_none_of() -> None:
    template = "Subject: $a $b.\n\n    $b\n($a $b, $a ${b}) $c $$b\n"
    assert filled(template, {"a": "1", "b": ""}, {}) == ("1.", "(1, 1) $c $b\n")
    assert filled(template, {"a": "1", "b": "EUR"}, {})[1] == "EUR\n(1 EUR, 1 EUR) $c $b\n"


def test_what_somebody_else_decides_is_drafted_to_them_whatever_its_next_step_asks() -> None:
    world = WORLDS["line_words.not_sold"]
    escalated = replace(world.first, owner=Role.APPROVER)
    assert draft_for(world.invoice, escalated, VENDOR, TEMPLATES).to_role is Role.APPROVER
