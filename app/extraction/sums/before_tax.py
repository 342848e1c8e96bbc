"""A total that its own label calls one before tax, on a page with no tax: the sum that is owed may be cut off.

English, German, French, Spanish, Italian, Dutch; over folded text. "Net amount due" is what is to be paid, and what is
net in English is so of discounts as well: it tells of tax only where the vendor is registered for a value added one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.domain.finding import Finding, Severity
from app.domain.invoice import Invoice
from app.domain.money import plain
from app.extraction.sums.totals_choice import Totals
from app.extraction.values.text_keys import fold_line

TOTAL_BEFORE_TAX = "total_before_tax"  # the code of what is said of it
_TAX = (
    r"(?:(?:sales |value added )?tax(?:es)?|v\.?a\.?t\.?|g\.?s\.?t\.?|mwst\.?|mehrwertsteuer|ust\.?|umsatzsteuer"
    r"|steuern?|t\.?v\.?a\.?|i\.?v\.?a\.?|impuestos?|imposte|b\.?t\.?w\.?)"
)
_WITHOUT = (
    r"(?:excl?|excluding|exclusive|exclusief|excluido|exkl|exklusive|escluso|before|without|net of|ohne|vor|zzgl"
    r"|hors|sans|avant|sin|antes de|mas|senza|oltre|al netto di|piu|zonder|vermeerderd met|plus)"
)
_BEFORE_TAX = re.compile(
    rf"(?<![\w.])(?:{_WITHOUT}\.? (?:of |de |la |l'|the |\d{{1,2}}(?:[.,]\d+)? ?% )*{_TAX}"
    rf"|{_TAX} (?:excl?|excluded|esclus[ao]|no incluid[oa]|excluid[oa]|non comprise|niet inbegrepen|exclusief)\.?"
    r"|h\.? ?t|h\.?t\.?v\.?a|hors taxes?|excl|base imponible|(?:totale )?imponibile|taxable|(?:taxable|tax) base"
    r"|net ht|ht net)(?!\w)"
)
# In these languages what is net, and no more is said of it, is so of tax.
_NET = re.compile(r"(?<![\w.-])(?:netto\w*|neto|netta|\w+netto|(?:summe|betrag|gesamt)-netto)(?!\w)")
_ENGLISH_NET = re.compile(r"(?<![\w.-])nett?(?!\w)")
_TO_PAY = re.compile(r"pay|due|zahl|fallig|pag(?:ar|are|o)|dovut|percib|betal|voldoen|discount|skonto|certified")
_REGISTERED = re.compile(r"[A-Z]{2}[0-9A-Z .-]{7,}")


def before_tax_findings(totals: Totals, tax_id: str) -> Iterator[Finding]:
    """Yield a note on a total without tax whose label says that it is one before tax; ``tax_id`` is the vendor's."""
    if totals.total is None or totals.taxes:
        return
    label = totals.total.label
    if _is_before_tax(fold_line(label), registered=_REGISTERED.fullmatch(tax_id.upper()) is not None):
        message = f"The total {plain(totals.total.figure.value)} is one before tax (“{label}”), and no tax is printed."
        yield Finding(TOTAL_BEFORE_TAX, message, Severity.NOTE, "total")


def unexplained_before_tax(invoice: Invoice) -> Iterator[Finding]:
    """Yield what holds such a total where no page says why no tax is owed."""
    total = invoice.header.total
    if total is not None and any(finding.code == TOTAL_BEFORE_TAX for finding in invoice.findings):
        message = (
            f"The only total, {plain(total.value)}, is one before tax, and nothing says why no tax is owed: see "
            "whether a part of the sums is missing."
        )
        yield Finding(TOTAL_BEFORE_TAX, message, field="total")


def _is_before_tax(label: str, *, registered: bool) -> bool:
    if _TO_PAY.search(label):
        return False
    if _BEFORE_TAX.search(label) or _NET.search(label):
        return True
    return registered and _ENGLISH_NET.search(label) is not None
