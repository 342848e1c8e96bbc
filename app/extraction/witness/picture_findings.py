"""What is said of a claim that the picture of its page, or a second engine, does not bear out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.domain.finding import Finding
from app.extraction.witness.claims import Claim

DIFFERS = "picture_differs"
LESS = "picture_shows_less"
SECOND_ENGINE = "text_engines_differ"
_SHOWN = 60  # characters of a text that are repeated
_NAMES: Mapping[str, str] = {
    "invoice_number": "invoice number",
    "po_numbers": "order number",
    "tax_total": "tax",
    "unit_price": "unit price",
    "invoice_date": "invoice date",
    "due_date": "due date",
    "vendor_name": "vendor's name",
    "vendor_tax_id": "vendor's tax id",
    "item_code": "item code",
    "uom": "unit",
}


def _place(claim: Claim) -> str:
    name = _NAMES.get(claim.field, claim.field)
    return f"{name} of line {claim.line_no}" if claim.line_no is not None else name


def differs(claim: Claim, seen: str) -> Finding:
    """Say that the picture shows something else than a claim."""
    shown = f"“{seen}”" if seen.strip() else "nothing that can be read"
    return Finding(
        DIFFERS,
        f"The file's text gives the {_place(claim)} as “{claim.text}”; its picture shows {shown}. Look at the page.",
        field=claim.field,
        line_no=claim.line_no,
    )


def many(page: int) -> Finding:
    """Say that a page differs in so many places that the rest of it was not compared."""
    return Finding(
        DIFFERS, f"Page {page} differs from the file's text in many places; the others were not compared any more."
    )


def engines_differ(claim: Claim, other: str) -> Finding:
    """Say that a second engine reads something else than a claim."""
    read = f"“{other}”" if other else "nothing"
    return Finding(
        SECOND_ENGINE,
        f"Two ways of reading the file differ on the {_place(claim)}: “{claim.text}” and {read}. Look at the page.",
        field=claim.field,
        line_no=claim.line_no,
    )


def more_by_second(page: int, words: Sequence[str]) -> Finding:
    """Say that a second engine finds figures on a page that the first one does not."""
    named = f"“{' '.join(words)}”" if words else "figures"
    return Finding(
        SECOND_ENGINE,
        f"Two ways of reading page {page} differ: one of them has {named} besides. Ask the vendor for a plain PDF.",
    )


def unread(claim: Claim, page: int) -> Finding:
    """Say that no second engine can read the page of a claim."""
    return Finding(
        SECOND_ENGINE, f"Page {page} cannot be read a second way, so its {_place(claim)} has one witness only."
    )


def unseen_amount(page: int, hidden: str, total: str) -> Finding:
    """Say that a page holds an amount or account that it does not show; ``total`` is the one it shows, if any."""
    said = hidden if len(hidden) <= _SHOWN else hidden[: _SHOWN - 1] + "…"
    if total:
        return Finding(
            LESS,
            f"Page {page} holds “{said}” where nobody sees it; what it shows as the total is “{total}”. "
            "Look at the page.",
        )
    return Finding(
        LESS, f"Page {page} holds “{said}” where nobody sees it, and that figure is shown nowhere. Look at the page."
    )
