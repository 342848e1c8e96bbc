"""Whether the invoice is to be paid where this vendor's invoices before it were (supplier_details; S1.10).

An invoice of somebody who pretends to be the vendor is right in everything but its account. The first account that a
vendor bills with has nothing to be compared with; one that an invoice was paid with after a person looked is known.
"""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.bank_accounts import PaidAccount, is_iban, is_same_account
from app.domain.decision import DocumentFinding
from app.domain.provenance import Extracted, Method
from app.policy.document_finding import document_finding
from app.policy.paper import Paper

_SHOWN = 3


def account_findings(paper: Paper) -> Iterable[DocumentFinding]:
    """Yield that the invoice names an account that no paid invoice of its vendor did, where any of them named one."""
    vendor = paper.vendor
    known = [account for account in paper.history.accounts if vendor and account.vendor_id == vendor.vendor_id]
    new = [account.value for account in paper.invoice.header.bank_accounts if not _is_known(account, known)]
    if vendor is None or not known or not new:
        return
    figures = {
        "printed": ", ".join(new),
        "vendor": f"{vendor.name} ({vendor.vendor_id})",
        "known": ", ".join(account.number for account in known[:_SHOWN]),
        "other": known[0].file,
        "other_document_id": str(known[0].document_id),
    }
    rule = "supplier_details.account"
    yield document_finding(paper.policy, rule, figures, exposure=paper.total, other_document=known[0].file)


def _is_known(account: Extracted[str], known: Iterable[PaidAccount]) -> bool:
    scanned = account.method is Method.OCR and not is_iban(account.value)
    return any(is_same_account(account.value, one.number, doubtful=scanned or one.doubtful) for one in known)
