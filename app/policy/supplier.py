"""Whether the invoice comes from the vendor of its order (decision table: supplier_details)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher

from app.domain.decision import DocumentFinding
from app.domain.identifiers import code_key, differs_by_one_character, look_alike_key
from app.domain.invoice import Invoice
from app.domain.match import Desk, Match
from app.domain.money import ZERO
from app.domain.policy import Policy
from app.domain.provenance import Certainty, Method
from app.domain.vendor import Vendor, VendorStatus
from app.policy.found import document_finding

# How alike two names must be: alone, or beside a tax id that is the vendor's (a trading name, a misread letter).
ALONE = 0.9
BESIDE_TAX_ID = 0.5
# A scan that came this near is a misread name rather than another company's.
MISREAD = 0.6
_LEGAL_FORMS = frozenset({
    "inc", "incorporated", "llc", "llp", "lp", "ltd", "limited", "plc", "corp", "corporation", "co", "company", "gmbh",
    "ag", "kg", "ohg", "ug", "se", "mbh", "sa", "sas", "sarl", "srl", "spa", "bv", "nv", "oy", "ab", "as", "aps", "sl",
    "slu", "the", "and", "und", "et",
})  # fmt: skip


def supplier_findings(invoice: Invoice, match: Match, desk: Desk, policy: Policy) -> Iterable[DocumentFinding]:
    """Yield what is wrong about who sent the invoice; nothing where no order says who should have."""
    total = abs(invoice.header.total.value) if invoice.header.total else ZERO
    numbers = {*match.orders, *(ref.po_number for group in match.groups for ref in group.po_lines)}
    orders = [order for order in desk.orders if order.po_number in numbers]
    vendor_ids = list(dict.fromkeys(order.vendor_id for order in orders))
    if not vendor_ids and match.vendor_id:
        vendor_ids = [match.vendor_id]

    def finding(rule: str, **figures: str) -> DocumentFinding:
        return document_finding(policy, rule, figures, exposure=total)

    for vendor_id in vendor_ids:
        vendor = desk.vendor(vendor_id)
        if vendor is None:
            yield finding("supplier_details.unknown_vendor", vendor_id=vendor_id)
            continue
        shown = f"{vendor.name} ({vendor.vendor_id})"
        if vendor.status is VendorStatus.BLOCKED:
            yield finding("supplier_details.blocked", vendor=shown)
        if orders:
            yield from _identity(invoice, vendor, desk, policy)
    elsewhere = _orders_of_others(invoice, match, desk, vendor_ids)
    if elsewhere:
        yield finding("supplier_details.other_vendors_order", orders=", ".join(elsewhere))


def name_likeness(printed: str, on_file: str) -> float:
    """Return how alike two company names are, from 0 to 1; legal forms and letters scans confuse are set aside.

    A share of characters, never a figure of the invoice.
    """
    a, b = name_words(printed), name_words(on_file)
    if not a or not b:
        return 1.0 if look_alike_key(printed) == look_alike_key(on_file) != "" else 0.0
    if set(a) == set(b):
        return 1.0
    first, second = look_alike_key("".join(a)), look_alike_key("".join(b))
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def name_words(name: str) -> list[str]:
    """Return the words that make a company's name, without its legal form."""
    folded = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    bare = "".join(ch for ch in folded if not unicodedata.combining(ch)).replace(".", "")
    return [word for word in re.findall(r"[a-z0-9]+", bare) if word not in _LEGAL_FORMS]


def sender_is_named(invoice: Invoice) -> bool:
    """Tell whether the invoice says who sent it, by name or tax id; a legal form alone is no name."""
    header = invoice.header
    named = header.vendor_name is not None and bool(name_words(header.vendor_name.value))
    return named or (header.vendor_tax_id is not None and bool(code_key(header.vendor_tax_id.value)))


def _identity(invoice: Invoice, vendor: Vendor, desk: Desk, policy: Policy) -> Iterable[DocumentFinding]:
    total = abs(invoice.header.total.value) if invoice.header.total else ZERO
    printed = invoice.header.vendor_tax_id
    shown = f"{vendor.name} ({vendor.vendor_id})"
    tax_agrees = False
    if printed is not None and vendor.tax_id and code_key(printed.value):
        tax_agrees = _same_tax_id(printed.value, vendor.tax_id, scanned=printed.method is Method.OCR)
        if not tax_agrees:
            figures = {"printed": printed.value, "vendor": shown, "on_file": vendor.tax_id}
            unsure = printed.method is Method.OCR and printed.certainty is not Certainty.PROVEN
            if unsure and differs_by_one_character(printed.value, vendor.tax_id):
                yield document_finding(policy, "data_quality.tax_id", figures)
            else:
                yield document_finding(policy, "supplier_details.tax_id", figures, exposure=total)
    name = invoice.header.vendor_name
    if name is None or not name_words(name.value):
        return
    alike = name_likeness(name.value, vendor.name)
    # Twin companies have twin names: one that fits another vendor of the desk better is that one's.
    twin = any(name_likeness(name.value, other.name) > alike for other in desk.vendors)
    if alike >= (BESIDE_TAX_ID if tax_agrees else ALONE) and not twin:
        return
    figures = {"printed": name.value, "vendor": shown}
    if name.method is Method.OCR and (tax_agrees or alike >= MISREAD) and not twin:
        yield document_finding(policy, "data_quality.name", figures)
    else:
        yield document_finding(policy, "supplier_details.name", figures, exposure=total)


def _same_tax_id(printed: str, on_file: str, *, scanned: bool) -> bool:
    a, b = code_key(printed), code_key(on_file)
    if a == b:
        return True
    # A country's letters before the number are sometimes left out ("DE123456789" and "123456789").
    if re.sub(r"^[A-Z]{2}", "", a) == re.sub(r"^[A-Z]{2}", "", b):
        return a[:2].isdigit() or b[:2].isdigit()
    return scanned and look_alike_key(printed) == look_alike_key(on_file)


def _orders_of_others(invoice: Invoice, match: Match, desk: Desk, vendor_ids: list[str]) -> list[str]:
    named = [value.value for value in invoice.header.po_numbers]
    named += [line.po_number.value for line in invoice.lines if line.po_number is not None]
    keys = {code_key(number) for number in named}
    others = [o for o in desk.orders if code_key(o.po_number) in keys and o.vendor_id not in vendor_ids]
    return [order.po_number for order in others] if vendor_ids and match.vendor_id else []
