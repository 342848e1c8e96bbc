"""Reading ``policy.toml``: exact decimals, every fault of the file at once, warnings apart.

Faults make the file unusable and are named together, each with its key and, for a key nobody knows, the nearest one
that exists. Warnings leave it usable: a line band wider than the header band, or wide enough to hide structure.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from enum import StrEnum
from typing import TypedDict, TypeVar

from app.domain.decision import Category
from app.domain.errors import InputError
from app.domain.invoice import ChargeKind
from app.domain.item import LineClass
from app.domain.keeping import FileKind
from app.domain.match import Pattern
from app.domain.policy import ESCALATE_DAYS, ROUTE_DAYS, ApprovalLimit, Band, HeaderBand, Policy, ReceiptRule, Role
from app.domain.toml_text import load_toml
from app.domain.vendor import Tier
from app.policy.company_names import name_words
from app.policy.policy_warnings import policy_warnings

_TOP_KEYS = (
    "version", "receipts", "escalate_exposure_over", "approval_limits", "header_tolerance", "line_tolerance",
    "vendors", "tiers", "gl_accounts", "automation", "recurrence", "tax", "review", "retention", "urgency", "company",
)  # fmt: skip
_BAND_KEYS = (
    "quantity_short_percent", "quantity_over_percent", "price_percent", "price_absolute", "hours_over_authorised",
)  # fmt: skip
# A case that may rest for longer than a year has no due date worth the name.
MOST_DAYS = 250

_MOST, _SHOWN = 1_000_000, 20  # of a whole number: a version, days, years; and its digits that are repeated

_CURRENCY = re.compile(r"[A-Z]{3}")
_FEWEST_FIGURES = 6  # of a tax id

_E = TypeVar("_E", bound=StrEnum)


def parse_policy(text: str, file: str = "policy.toml") -> tuple[Policy, tuple[str, ...]]:
    """Read a policy and return it with the warnings about it; what is wrong is said of the file of this name.

    Raises:
        InputError: ``bad_policy``; its context's ``faults`` lists everything wrong, one a line.
    """
    try:
        data = load_toml(text, Decimal)
    except ValueError as error:  # a number of thousands of digits is no fault of its grammar
        raise _refused(file, [f"not readable as TOML: {error}"]) from error
    reader = _Reader()
    policy = reader.policy(data, hashlib.sha256(text.encode("utf-8")).hexdigest())
    if reader.faults:
        raise _refused(file, reader.faults)
    return policy, tuple(policy_warnings(policy))


def may_be_currency(text: str) -> bool:
    """Tell whether a text is written as the code of a currency (ISO 4217): three capitals."""
    return _CURRENCY.fullmatch(text) is not None


def may_be_tax_id(text: str) -> bool:
    """Tell whether a text has the figures of a tax id, six at least, and no more words than a country's letters."""
    letters = sum(ch.isalpha() for ch in text)
    figures = sum(ch.isdecimal() for ch in text)
    return figures >= _FEWEST_FIGURES and letters <= figures


class _UrgencyKeys(TypedDict):
    escalate_days: int
    route_days: int
    high_exposure_over: Decimal | None


class _CompanyKeys(TypedDict):
    own_names: tuple[str, ...]
    own_addresses: tuple[str, ...]
    own_tax_ids: tuple[str, ...]
    own_currency: str | None


class _Reader:
    """Collects faults while it turns tables into values; a faulty value is left out, never guessed."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def policy(self, data: Mapping[str, object], digest: str) -> Policy:
        self._known(data, _TOP_KEYS, "")
        header = self._table(data, "header_tolerance")
        self._known(header, ("percent", "absolute"), "header_tolerance.")
        recurrence = self._table(data, "recurrence")
        self._known(recurrence, ("count", "days"), "recurrence.")
        tax, review = self._table(data, "tax"), self._table(data, "review")
        self._known(tax, ("highest_percent", "vendors"), "tax.")
        self._known(review, ("last", "days"), "review.")
        classes = self._table(data, "line_tolerance")
        bands = {name: self._band(classes, name, "line_tolerance.") for name in classes}
        return Policy(
            version=self._version(data),
            receipts=self._word(data.get("receipts", "optional"), ReceiptRule, "receipts") or ReceiptRule.OPTIONAL,
            escalate_exposure_over=self._number(data, "escalate_exposure_over", ""),
            approval_limits=self._limits(data.get("approval_limits", [])),
            header=HeaderBand(
                self._number(header, "percent", "header_tolerance."),
                self._number(header, "absolute", "header_tolerance."),
            ),
            default=bands.pop("default", Band()),
            classes=self._by_word(bands, LineClass, "line_tolerance.", also=("default",)),
            vendors={name: self._band(table, name, "vendors.") for table in [self._table(data, "vendors")]
                     for name in table},
            tiers=self._by_word(self._numbers(data, "tiers"), Tier, "tiers."),
            gl_accounts=self._accounts(data),
            automation_off=self._automation(data),
            recurrence_count=self._whole(recurrence, "count", 3, "recurrence."),
            recurrence_days=self._whole(recurrence, "days", 90, "recurrence."),
            tax_percent=self._number(tax, "highest_percent", "tax."),
            tax_vendors=self._numbers(tax, "vendors", "tax."),
            reviewed=self._day(review, "last", "review."),
            review_days=self._whole(review, "days", 365, "review."),
            retention=self._retention(data),
            **self._urgency(data),
            **self._company(data),
            sha256=digest,
        )  # fmt: skip

    def _version(self, data: Mapping[str, object]) -> int:
        if "version" not in data:
            self.faults.append("version is missing")
        return self._whole(data, "version", 0, "")

    def _band(self, parent: Mapping[str, object], name: str, prefix: str) -> Band:
        table = self._table(parent, name, prefix)
        place = f"{prefix}{name}."
        self._known(table, _BAND_KEYS, place)
        return Band(**{key: self._number(table, key, place) for key in _BAND_KEYS})

    def _limits(self, value: object) -> tuple[ApprovalLimit, ...]:
        if not isinstance(value, list):
            self.faults.append("approval_limits must be a list of tables with role and up_to")
            return ()
        limits: list[ApprovalLimit] = []
        for number, entry in enumerate(value, start=1):
            place = f"approval_limits[{number}]."
            if not isinstance(entry, dict):
                self.faults.append(f"approval_limits[{number}] must be a table with role and up_to")
                continue
            self._known(entry, ("role", "up_to"), place)
            role = self._word(entry.get("role", ""), Role, f"{place}role")
            limit = ApprovalLimit(role, self._number(entry, "up_to", place)) if role else None
            if limit is not None and any(other.role == limit.role for other in limits):
                self.faults.append(f"{place}role: {limit.role} has a limit already")
            elif limit is not None:
                limits.append(limit)
        return tuple(limits)

    def _retention(self, data: Mapping[str, object]) -> dict[str, int]:
        table = self._table(data, "retention")
        self._known(table, tuple(f"{kind}_years" for kind in FileKind), "retention.")
        kinds = [kind.value for kind in FileKind if f"{kind}_years" in table]
        return {kind: self._whole(table, f"{kind}_years", 1, "retention.") for kind in kinds}

    def _urgency(self, data: Mapping[str, object]) -> _UrgencyKeys:
        table = self._table(data, "urgency")
        self._known(table, ("escalate_days", "draft_and_route_days", "high_exposure_over"), "urgency.")
        escalate = self._whole(table, "escalate_days", ESCALATE_DAYS, "urgency.")
        route = self._whole(table, "draft_and_route_days", max(ROUTE_DAYS, escalate), "urgency.")
        self.faults += [
            f"urgency.{name} must be {MOST_DAYS} working days at most, not {days}"
            for name, days in (("escalate_days", escalate), ("draft_and_route_days", route))
            if days > MOST_DAYS
        ]
        if escalate > route:
            self.faults.append("urgency.escalate_days must not be more than urgency.draft_and_route_days")
        over = self._number(table, "high_exposure_over", "urgency.")
        return {"escalate_days": escalate, "route_days": route, "high_exposure_over": over}

    def _company(self, data: Mapping[str, object]) -> _CompanyKeys:
        table = self._table(data, "company")
        self._known(table, ("names", "addresses", "tax_ids", "currency"), "company.")
        names = self._texts(table, "names", "company.")
        self.faults += [f"company.names: {name!r} names no company" for name in names if not name_words(name)]
        tax_ids = self._texts(table, "tax_ids", "company.")
        self.faults += [
            f'company.tax_ids: {number!r} is no tax id; write it as it is printed, such as "DE811234567"'
            for number in tax_ids
            if not may_be_tax_id(number)
        ]
        addresses = self._texts(table, "addresses", "company.")
        currency = table.get("currency")
        if currency is not None and not (isinstance(currency, str) and may_be_currency(currency)):
            self.faults.append('company.currency must be a code of three capitals, such as "EUR"')
            currency = None
        return {
            "own_names": names,
            "own_addresses": addresses,
            "own_tax_ids": tax_ids,
            "own_currency": currency if isinstance(currency, str) else None,
        }

    def _texts(self, table: Mapping[str, object], key: str, prefix: str) -> tuple[str, ...]:
        value = table.get(key, [])
        texts = [" ".join(text.split()) for text in value if isinstance(text, str)] if isinstance(value, list) else []
        # Where they are typed in the window, a semicolon parts them.
        if not isinstance(value, list) or len(texts) < len(value) or any(not text or ";" in text for text in texts):
            self.faults.append(f"{prefix}{key} must be a list of texts without semicolons, none of them empty")
            return ()
        return tuple(texts)

    def _accounts(self, data: Mapping[str, object]) -> dict[str, str]:
        accounts: dict[str, str] = {}
        table = self._table(data, "gl_accounts")
        self._known(table, tuple(kind.value for kind in ChargeKind), "gl_accounts.")
        for name, value in table.items():
            if isinstance(value, str) and value.strip():
                accounts[name] = value.strip()
            else:
                self.faults.append(f'gl_accounts.{name} must be an account number in quotes, such as "5100"')
        return accounts

    def _automation(self, data: Mapping[str, object]) -> frozenset[str]:
        table = self._table(data, "automation")
        self._known(table, ("off",), "automation.")
        value = table.get("off", [])
        if not isinstance(value, list):
            self.faults.append('automation.off must be a list such as ["merged", "V1003:split"]')
            return frozenset()
        known = [*(pattern.value for pattern in Pattern), Category.LATE_SHIPMENT.value, "*"]
        switches: set[str] = set()
        for entry in value:
            pattern = entry.rpartition(":")[2] if isinstance(entry, str) else ""
            if pattern in known and not str(entry).startswith(":"):
                switches.add(str(entry))
            else:
                self.faults.append(f"automation.off: {entry!r} names no pattern{_near(pattern, known)}")
        return frozenset(switches)

    def _numbers(self, data: Mapping[str, object], name: str, prefix: str = "") -> dict[str, Decimal]:
        table = self._table(data, name, prefix)
        found = {key: self._number(table, key, f"{prefix}{name}.") for key in table}
        return {key: value for key, value in found.items() if value is not None}

    def _number(self, table: Mapping[str, object], key: str, prefix: str) -> Decimal | None:
        if key not in table:
            return None
        value = table[key]
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            self.faults.append(f"{prefix}{key} must be a number, not {value!r}")
            return None
        number = Decimal(value)
        if not number.is_finite() or number < 0:
            self.faults.append(f"{prefix}{key} must be zero or more, not {value}")
            return None
        return number

    def _day(self, table: Mapping[str, object], key: str, prefix: str) -> date | None:
        value = table.get(key)
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        self.faults.append(f"{prefix}{key} must be a day such as 2026-01-31, without quotes, not {value!r}")
        return None

    def _whole(self, table: Mapping[str, object], key: str, default: int, prefix: str) -> int:
        value = table.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or (key in table and not 1 <= value <= _MOST):
            self.faults.append(f"{prefix}{key} must be a whole number from 1 to {_MOST:,}, not {str(value)[:_SHOWN]}")
            return default
        return value

    def _table(self, parent: Mapping[str, object], name: str, prefix: str = "") -> Mapping[str, object]:
        value = parent.get(name, {})
        if not isinstance(value, dict):
            self.faults.append(f"{prefix}{name} must be a table")
            return {}
        return value

    def _known(self, table: Mapping[str, object], known: tuple[str, ...], prefix: str) -> None:
        self.faults += [f"{prefix}{key} is not known{_near(key, known)}" for key in table if key not in known]

    def _word(self, value: object, kind: type[_E], place: str) -> _E | None:
        words = [member.value for member in kind]
        if isinstance(value, str) and value in words:
            return kind(value)
        self.faults.append(f"{place} must be one of {', '.join(words)}, not {value!r}{_near(str(value), words)}")
        return None

    def _by_word(
        self, table: Mapping[str, _T], kind: type[_E], prefix: str, also: tuple[str, ...] = ()
    ) -> dict[_E, _T]:
        words = [member.value for member in kind]
        for key in table:
            if key not in words:
                self.faults.append(f"{prefix}{key} is not known{_near(key, [*words, *also])}")
        return {kind(key): value for key, value in table.items() if key in words}


_T = TypeVar("_T")


def _near(word: str, known: Iterable[str]) -> str:
    close = get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f"; did you mean {close[0]!r}?" if close else ""


def _refused(file: str, faults: list[str]) -> InputError:
    return InputError(
        "bad_policy",
        f"The policy {file} cannot be used: {'; '.join(faults)}.",
        next_step="Correct what is named and import the file again; the policy in force was not changed.",
        context={"faults": "\n".join(faults)},
    )
