"""The sums of an electronic invoice by the business rules of EN 16931 (BR-CO-10 to BR-CO-17) and Peppol's R120."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, localcontext

from app.domain.finding import Finding
from app.domain.invoice import Check
from app.domain.money import EXACT, HUNDRED, ZERO, half_step, minor_unit, plain
from app.domain.provenance import Certainty
from app.extraction.einvoice.model import Amount, EInvoice, StatedLine, StatedSums
from app.extraction.values.arithmetic import multiplies

# R120: how far a line may be from quantity × price, in minor units.
_LINE_SLACK = 2


@dataclass(frozen=True, slots=True)
class Sums:
    """How the sums came out: None where something they need is not stated.

    Attributes:
        lines: The lines add up to BT-106 (or, without it, with charges and tax to the total).
        total: Lines, allowances, charges and tax add up to BT-112, every step of the way.
        tax: The VAT breakdown adds up to BT-110.
        checks: The equations that were tried.
        findings: What does not add up.
    """

    lines: bool | None
    total: bool | None
    tax: bool | None
    checks: tuple[Check, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Equation:
    rules: str
    name: str
    computed: Decimal
    stated: Decimal
    field: str
    slack: Decimal

    @property
    def holds(self) -> bool:
        return abs(self.computed - self.stated) <= self.slack


def check_sums(invoice: EInvoice) -> Sums:
    """Try every equation whose figures are stated."""
    with localcontext(EXACT):
        tried = list(_equations(invoice))
    closing = {equation.rules: equation.holds for equation in tried}
    return Sums(
        lines=closing.get("BR-CO-10"),
        total=_all(closing, "BR-CO-11", "BR-CO-12", "BR-CO-13", "BR-CO-15", needed="BR-CO-15"),
        tax=_all(closing, "BR-CO-14", "BR-CO-17", needed="BR-CO-14"),
        checks=tuple(
            Check(f"{e.name} ({e.rules})", e.holds, f"{plain(e.computed)}; stated {plain(e.stated)}") for e in tried
        ),
        findings=tuple(_finding(equation) for equation in tried if not equation.holds),
    )


def _all(closing: dict[str, bool], *rules: str, needed: str) -> bool | None:
    if needed not in closing:
        return None
    return all(closing.get(rule, True) for rule in rules)


def _finding(equation: _Equation) -> Finding:
    message = (
        f"The electronic invoice does not add up ({equation.rules}): {equation.name} gives "
        f"{plain(equation.computed)}, but {plain(equation.stated)} is stated."
    )
    return Finding("einvoice_sums", message, field=equation.field)


def _equations(invoice: EInvoice) -> Iterator[_Equation]:
    sums = invoice.sums
    slack = minor_unit(invoice.currency) / 2
    amounts = [line.amount for line in invoice.lines]
    if sums.lines and amounts and all(amounts):
        total = sum((amount.value for amount in amounts if amount), ZERO)
        yield _Equation("BR-CO-10", "the sum of the lines", total, sums.lines.value, "subtotal", slack)
    allowances = -sum((c.signed for c in invoice.charges if not c.is_charge), ZERO)
    charges = sum((c.signed for c in invoice.charges if c.is_charge), ZERO)
    for rules, name, computed, stated in (
        ("BR-CO-11", "the sum of the allowances", allowances, sums.allowances),
        ("BR-CO-12", "the sum of the charges", charges, sums.charges),
    ):
        # Header-only profiles state these sums without their parts.
        if (invoice.lines or invoice.charges) and (stated is not None or computed):
            yield _Equation(rules, name, computed, stated.value if stated else ZERO, "total", slack)
    yield from _total_equations(sums, slack)
    yield from _tax_equations(invoice, slack)


def _total_equations(sums: StatedSums, slack: Decimal) -> Iterator[_Equation]:
    if sums.lines and sums.without_tax:
        net = sums.lines.value - _value(sums.allowances) + _value(sums.charges)
        name = "lines less allowances plus charges"
        yield _Equation("BR-CO-13", name, net, sums.without_tax.value, "subtotal", slack)
    if sums.without_tax and sums.total:
        gross = sums.without_tax.value + _value(sums.tax)
        yield _Equation("BR-CO-15", "the total without tax plus tax", gross, sums.total.value, "total", slack)
    if sums.total and sums.payable:
        due = sums.total.value - _value(sums.prepaid) + _value(sums.rounding)
        yield _Equation("BR-CO-16", "the total less what is paid", due, sums.payable.value, "total", slack)


def _tax_equations(invoice: EInvoice, slack: Decimal) -> Iterator[_Equation]:
    rows = [tax for tax in invoice.taxes if tax.amount is not None]
    if not rows or invoice.sums.tax is None:
        return
    taxes = sum((tax.amount.value for tax in rows if tax.amount), ZERO)
    yield _Equation("BR-CO-14", "the sum of the taxes", taxes, invoice.sums.tax.value, "tax_total", slack)
    for tax in rows:
        if tax.amount and tax.basis and tax.rate is not None:
            computed = tax.basis.value * tax.rate / HUNDRED
            name = f"{plain(tax.rate)} % of {plain(tax.basis.value)}"
            # Taxes added up line by line may be off by a minor unit.
            yield _Equation("BR-CO-17", name, computed, tax.amount.value, "tax_total", slack * 3)


def _value(amount: Amount | None) -> Decimal:
    return amount.value if amount else ZERO


def line_discount(line: StatedLine) -> Decimal:
    """Return what a line's allowances less its charges take off its amount; negative where they add to it."""
    return -sum((charge.signed for charge in line.charges), ZERO)


def basis_of(line: StatedLine) -> Decimal:
    """Return the quantity that the price is for; 1 where none is stated or it cannot be one."""
    return line.base.value if line.base is not None and line.base.value > 0 else Decimal(1)


def line_certainty(line: StatedLine, sums: Sums, currency: str) -> Certainty:
    """Judge a line by its own equation and the sum it is part of (the marks of proof.py)."""
    if line.quantity is None or line.price is None or line.amount is None:
        return Certainty.CONSISTENT if line.amount is not None and sums.lines else Certainty.UNVERIFIED
    quantity, price, amount = line.quantity.value, line.price.value, line.amount.value
    basis, discount = basis_of(line), line_discount(line)
    with localcontext(EXACT):
        if multiplies(quantity, price, amount, basis, discount):
            return Certainty.PROVEN if sums.lines and amount else Certainty.CONSISTENT
        apart = abs(quantity * price / basis - discount - amount)
        # The price may be stated in fewer digits than it was reckoned with; the quantity is what it is.
        rounding = abs(quantity) * half_step(_as_stated(line.price)) / basis
        rounding = min(rounding, abs(amount) / HUNDRED)
    if apart <= max(rounding, _LINE_SLACK * minor_unit(currency)):
        return Certainty.CONSISTENT if sums.lines else Certainty.UNVERIFIED
    return Certainty.CONTRADICTED


def _as_stated(amount: Amount) -> Decimal:
    """Return a figure with all the zeros it was stated with: they say how exact it is."""
    return Decimal(amount.raw) if amount.raw else amount.value


def sum_certainty(*closing: bool | None) -> Certainty:
    """Judge a sum by the equations it is part of; two that close prove it, none that fails may speak against it."""
    tried: Iterable[bool] = [closes for closes in closing if closes is not None]
    if not all(tried):
        return Certainty.UNVERIFIED if any(tried) else Certainty.CONTRADICTED
    return (Certainty.UNVERIFIED, Certainty.CONSISTENT, Certainty.PROVEN)[min(2, len(list(tried)))]
