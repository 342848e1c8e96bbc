"""Whom the invoice is made out to and where its goods went, against the desk's own company and the order's ship-to.

All are read only where a label says so ("Bill to", "Ship to", "Your VAT no"). What cannot be read, or cannot be
compared, is no finding; ``company.names`` and ``company.tax_ids`` empty switch the checks of the buyer off (data
quality, AP clerk: the decision table has no row for it, and who may bill whom is asked where readings are checked).
"""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.decision import DocumentFinding
from app.domain.identifiers import code_key, differs_by_one_character
from app.domain.provenance import Extracted, Method
from app.policy.document_finding import document_finding
from app.policy.own_company import (
    Own,
    another_company,
    at_own_address,
    place_words,
    share_a_place,
    states_a_place,
)
from app.policy.paper import Paper
from app.policy.supplier import same_tax_id


def addressee_findings(paper: Paper) -> Iterable[DocumentFinding]:
    """Yield what is wrong about the buyer the invoice names, and about where it says that the goods went."""
    own = Own(paper.policy.own_names, paper.policy.own_addresses)
    yield from _made_out(paper, own)
    yield from _registered(paper)
    yield from _delivered(paper, own)


def _made_out(paper: Paper, own: Own) -> Iterable[DocumentFinding]:
    if not own.names:
        return
    for block in paper.invoice.header.bill_to:
        name = another_company(block.value, own, scanned=_scanned(block))
        figures = {"printed": name, "own": "; ".join(own.names)}
        if name:
            yield document_finding(paper.policy, "data_quality.bill_to", figures, exposure=paper.total)
            return
        if _elsewhere(block.value, own):
            figures = {"printed": _one_line(block.value), "own": "; ".join(own.addresses)}
            yield document_finding(paper.policy, "data_quality.bill_to_address", figures, exposure=paper.total)
            return


def _registered(paper: Paper) -> Iterable[DocumentFinding]:
    """Hold an invoice that gives tax ids for the buyer, and none of the company's own among them."""
    own = paper.policy.own_tax_ids
    theirs = (paper.vendor.tax_id,) if paper.vendor is not None and paper.vendor.tax_id else ()
    printed = [number for number in paper.invoice.header.buyer_tax_ids if not _is_one_of(number, theirs)]
    if own and printed and not any(_is_one_of(number, own) for number in printed):
        figures = {"printed": ", ".join(number.value for number in printed), "own": ", ".join(own)}
        yield document_finding(paper.policy, "data_quality.bill_to_tax_id", figures, exposure=paper.total)


def _is_one_of(printed: Extracted[str], numbers: Iterable[str]) -> bool:
    scanned = _scanned(printed)
    return any(
        same_tax_id(printed.value, number, scanned=scanned)
        or (scanned and differs_by_one_character(code_key(printed.value), code_key(number)))
        for number in numbers
    )


def _delivered(paper: Paper, own: Own) -> Iterable[DocumentFinding]:
    wanted = {line.ship_to for facts in paper.facts for line in facts.order_lines if line.ship_to}
    known = {line.ship_to for order in paper.desk.orders for line in order.lines if line.ship_to}
    for block in paper.invoice.header.ship_to:
        told = _another_place(block.value, wanted, known)
        if told:
            figures = {"printed": _one_line(block.value), "ship_to": ", ".join(sorted(wanted))}
            yield document_finding(paper.policy, "data_quality.ship_to", figures, exposure=paper.total)
            return
        if _elsewhere(block.value, own) and not any(share_a_place(block.value, place) for place in wanted):
            figures = {"printed": _one_line(block.value), "own": "; ".join(own.addresses)}
            yield document_finding(paper.policy, "data_quality.ship_to_address", figures, exposure=paper.total)
            return


def _another_place(block: str, wanted: Iterable[str], known: Iterable[str]) -> bool:
    """Tell whether a block is certainly another place than those ordered to.

    Only a block that has nothing of what tells those apart can be: it is where it has all that tells another ship-to
    of the desk's orders, or where it and those ordered to state an address each.
    """
    wanted = set(wanted)
    others = [place for place in known if place not in wanted]
    common = frozenset.intersection(*map(place_words, (*wanted, *others))) if wanted else frozenset()
    here = place_words(block)
    if not wanted or any((place_words(place) - common) & here or not place_words(place) - common for place in wanted):
        return False
    if any((telling := place_words(place) - common) and telling <= here for place in others):
        return True
    return states_a_place(block) and all(states_a_place(place) for place in wanted)


def _elsewhere(block: str, own: Own) -> bool:
    return bool(own.addresses) and states_a_place(block) and not at_own_address(block, own)


def _one_line(block: str) -> str:
    return ", ".join(block.split("\n"))


def _scanned(value: Extracted[str]) -> bool:
    return value.method is Method.OCR
