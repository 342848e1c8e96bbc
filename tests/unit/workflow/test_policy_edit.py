"""Changing the policy: three states of a limit (S2.140), authority, switches; saving names before, after and why."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from app.domain.case import Action, Command, DocumentState, QueueFilter
from app.domain.decision import Lane
from app.domain.errors import ConflictError, InputError, RuleError
from app.domain.policy import Band, Policy, ReceiptRule, Role
from app.workflow.batch import process_files
from app.workflow.import_data import import_folder
from app.workflow.policy_differences import policy_differences
from app.workflow.policy_edit import (
    NEW,
    authority_text,
    band_of,
    limit_from_text,
    save_policy,
    with_authority,
    with_general,
    with_limit,
    with_switch,
    without_vendor,
)
from app.workflow.resolve_case import apply
from app.workflow.services import Services
from app.workflow.what_if import Against, Effect, what_if
from tests.helpers.expected_readings import INVOICES, SAMPLE, sample_services


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk") / "w"
    with sample_services(folder) as services:
        import_folder(services, SAMPLE)
        process_files(services, [INVOICES])
    return folder


@pytest.fixture
def desk(finished: Path, tmp_path: Path) -> Iterator[Services]:
    import shutil

    shutil.copytree(finished, tmp_path / "w")
    with sample_services(tmp_path / "w") as services:
        yield services


def in_force(desk: Services) -> Policy:
    policy = desk.store.policy()
    assert policy is not None
    return policy


@pytest.mark.parametrize(
    ("text", "point", "value"),
    [
        ("", ".", None), ("-", ".", None), ("not checked", ".", None), ("0", ".", Decimal(0)),
        ("2.5 %", ".", Decimal("2.5")),
        ("2,5", ",", Decimal("2.5")), ("2.5", ",", Decimal("2.5")),
    ],
)  # fmt: skip
def test_a_limit_is_not_checked_zero_or_a_value(text: str, point: str, value: Decimal | None) -> None:
    assert limit_from_text(text, point) == value


@pytest.mark.parametrize("text", ["two", "-1", "NaN", "Infinity", "1,5", "1 2"])
def test_what_is_no_limit_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        limit_from_text(text)


def test_bands_are_set_by_place_and_a_class_with_nothing_set_is_left_out() -> None:
    one = with_limit(NEW, "commodity", "price_percent", Decimal(2))
    assert band_of(one, "commodity") == Band(price_percent=Decimal(2))
    assert with_limit(one, "commodity", "price_percent", None) == NEW
    vendor = with_limit(NEW, "vendors.V1", "price_absolute", Decimal(0))
    assert vendor.vendors["V1"].price_absolute == 0
    assert without_vendor(vendor, "V1") == NEW
    assert with_limit(NEW, "default", "price_percent", Decimal(1)).default.price_percent == 1


def test_authority_is_none_an_amount_or_any_and_stands_in_its_order() -> None:
    policy = with_authority(NEW, Role.CONTROLLER, "any")
    policy = with_authority(policy, Role.BUYER, "2500")
    policy = with_authority(policy, Role.AP_CLERK, "100")
    assert [limit.role for limit in policy.approval_limits] == [Role.AP_CLERK, Role.BUYER, Role.CONTROLLER]
    assert authority_text(policy, Role.BUYER) == "2500"
    assert authority_text(with_authority(policy, Role.BUYER, ""), Role.BUYER) == "no authority"
    with pytest.raises(InputError):
        with_authority(policy, Role.BUYER, "much")


def test_switches_and_other_settings() -> None:
    off = with_switch(NEW, "split", off=True)
    assert off.automation_off == {"split"}
    assert with_switch(off, "split", off=False) == NEW
    assert with_general(NEW, "receipts", "required").receipts is ReceiptRule.REQUIRED
    assert with_general(NEW, "header_tolerance.percent", "2").header.percent == 2
    assert with_general(NEW, "tiers.watch", "0.5").tiers
    assert with_general(NEW, "recurrence.count", "4").recurrence_count == 4
    for name, text in (("recurrence.days", "0"), ("review.last", "soon"), ("no.such", "1")):
        with pytest.raises(InputError):
            with_general(NEW, name, text)


def test_own_names_are_typed_with_semicolons_between_them_and_nothing_is_not_checked() -> None:
    policy = with_general(NEW, "company.names", "Meridian Mfg, Inc.;  Blue   Anchor ")
    assert policy.own_names == ("Meridian Mfg, Inc.", "Blue Anchor")
    assert with_general(policy, "company.names", "not checked").own_names == ()
    assert with_general(NEW, "company.addresses", "500 Elm, Dayton").own_addresses == ("500 Elm, Dayton",)
    taxed = with_general(NEW, "company.tax_ids", "DE811234567; 90-1000001")
    assert taxed.own_tax_ids == ("DE811234567", "90-1000001")
    priced = with_general(NEW, "company.currency", " eur ")
    assert policy_differences(NEW, priced) == (("company.currency", "none", "EUR"),)
    assert with_general(priced, "company.currency", "").own_currency is None
    with pytest.raises(InputError, match="no code of a currency"):
        with_general(NEW, "company.currency", "euro")
    assert policy_differences(NEW, taxed) == (("company.tax_ids", "not checked", "DE811234567; 90-1000001"),)
    differences = policy_differences(NEW, policy)
    assert ("company.names", "not checked", "Meridian Mfg, Inc.; Blue Anchor") in differences


def test_saving_is_logged_with_every_setting_before_and_after_and_the_reason(desk: Services) -> None:
    before = in_force(desk)
    proposed = with_limit(before, "commodity", "price_percent", Decimal("7.5"))
    saved = save_policy(desk, proposed, before, "prices move this year")
    assert saved.version == before.version + 1
    assert saved.classes == proposed.classes
    entry = desk.store.journal()[-1]
    assert entry.reason == "prices move this year"
    assert json.loads(entry.before)["line_tolerance.commodity.price_percent"] == "2"
    assert json.loads(entry.after)["line_tolerance.commodity.price_percent"] == "7.5"
    assert "line_tolerance.commodity.quantity_short_percent" not in json.loads(entry.after)
    assert desk.store.verify().whole
    assert in_force(desk).sha256 == saved.sha256


def test_a_policy_is_not_saved_without_a_reason_a_change_or_over_somebody_elses(desk: Services) -> None:
    before = in_force(desk)
    proposed = with_limit(before, "spot", "price_percent", Decimal(1))
    count = len(desk.store.journal())
    with pytest.raises(RuleError):
        save_policy(desk, proposed, before, "  ")
    with pytest.raises(InputError):
        save_policy(desk, before, before, "because")
    with pytest.raises(ConflictError):
        save_policy(desk, proposed, replace(before, sha256="other"), "because")
    assert len(desk.store.journal()) == count
    assert in_force(desk) == before


def test_the_first_policy_of_a_desk_is_version_one(tmp_path: Path) -> None:
    with sample_services(tmp_path / "w") as services:
        saved = save_policy(services, with_general(NEW, "header_tolerance.percent", "1"), None, "first bands")
        assert saved.version == 1
        assert saved.header.percent == 1


def test_the_same_policy_changes_nothing_and_what_if_writes_nothing(desk: Services) -> None:
    head = desk.store.head()
    same = what_if(desk, in_force(desk))
    assert same.rows == ()
    assert same.looked_at == sum(1 for row in desk.store.queue(QueueFilter()) if row.lane is not None)
    assert desk.store.head() == head


def test_a_tighter_policy_holds_and_a_wider_one_clears(desk: Services) -> None:
    before = in_force(desk)
    cleared = [row for row in desk.store.queue(QueueFilter()) if row.state is DocumentState.CLEARED]
    everything_off = with_switch(before, "*", off=True)
    tight = what_if(desk, everything_off)
    assert tight.count(Effect.HELD) == len(cleared)
    assert {row.then for row in tight.rows} <= {Lane.DRAFT_AND_ROUTE, Lane.ESCALATE}
    wide = with_limit(before, "commodity", "price_percent", Decimal(30))
    loose = what_if(desk, wide)
    clears = [row for row in loose.rows if row.effect is Effect.CLEARS]
    assert clears
    assert all(row.exposure > 0 and row.reason for row in clears)
    assert sum(loose.exposure(Effect.CLEARS).values()) == sum(row.exposure for row in clears)
    assert loose.against == ()


def test_what_people_decided_otherwise_counts_against_a_wider_policy(desk: Services) -> None:
    wide = with_limit(in_force(desk), "commodity", "price_percent", Decimal(30))
    (row, *_) = [row for row in what_if(desk, wide).rows if row.effect is Effect.CLEARS]
    document = desk.store.document(row.document_id)
    case = next(case for case in document.cases if case.lane is not None)
    apply(desk, case.case_id, Command(Action.REJECT, case.version, note="wrong price"))
    again = what_if(desk, wide)
    assert [found.document_id for found in again.against] == [row.document_id]
    assert again.against[0].against is Against.REJECTED


def test_what_if_can_be_stopped_and_says_so(desk: Services) -> None:
    class Stop:
        cancelled = True

    found = what_if(desk, in_force(desk), cancel=Stop())
    assert not found.complete
    assert found.looked_at == 0
