"""What a person's choice of an order line is worth: it says what a line is, and does not prove it.

Where codes, cross references or the description tie the line to the chosen order line by themselves, the choice adds
nothing that needs a second look. Everywhere else somebody other than who chose it confirms it (decision table:
authority). A code, description or order line that a person typed where the page has none is such a choice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from app.domain.invoice import InvoiceLine
from app.domain.match import ItemTie, Pattern
from app.domain.money import ZERO
from app.domain.provenance import GIVEN, Extracted
from app.policy.description_words import RELATED, likeness
from app.policy.facts import GroupFacts
from app.policy.identity import identity_faults
from app.policy.verdict import Verdict, verdict
from app.policy.wording import lines_text

T = TypeVar("T")


def choice_faults(facts: GroupFacts) -> Iterable[Verdict]:
    """Yield what a group rests on that only a person's choice, or what a person typed of an item, says."""
    ties = facts.group.evidence.ties
    chosen = {number for number, tie in ties.items() if tie is ItemTie.PERSON}
    typed = {line.line.line_no for line in facts.lines if _names_given(line.line)}
    if not (chosen | typed) or not facts.order_lines:
        return
    if len(facts.order_lines) > 1:
        # The sum may prove the amount; which of the sets that make it is meant, only the person said.
        yield _chosen(facts, "a person chose the set of order lines" if chosen else "a person typed what the line is")
        return
    if typed and facts.has(Pattern.SUBSTITUTION):
        yield _chosen(facts, "a person typed which item was delivered instead")
        return
    bare = {number: ItemTie.AMOUNT if number in chosen | typed else tie for number, tie in ties.items()}
    alone = replace(
        facts,
        group=replace(facts.group, evidence=replace(facts.group.evidence, ties=bare)),
        lines=tuple(replace(line, line=_as_printed(line.line)) for line in facts.lines),
    )
    for fault in identity_faults(alone):
        if fault.rule == "identity.new_code" and _agrees(facts):
            yield replace(fault, exposure=abs(facts.amount or ZERO))
        else:
            yield _chosen(facts, fault.sentence)


def _names_given(line: InvoiceLine) -> bool:
    """Tell whether a person typed or picked what names the item: its code, its description or its order line."""
    named = (line.item_code, line.description, line.po_line, line.po_number)
    return any(value is not None and value.method in GIVEN for value in named)


def _as_printed(line: InvoiceLine) -> InvoiceLine:
    """Return the line without what a person typed of its item; a typed word must not say what the page does not."""

    def kept(value: Extracted[T] | None) -> Extracted[T] | None:
        return None if value is not None and value.method in GIVEN else value

    description = kept(line.description) or replace(line.description, value="")
    return replace(
        line,
        item_code=kept(line.item_code),
        description=description,
        po_line=kept(line.po_line),
        po_number=kept(line.po_number),
    )


def _agrees(facts: GroupFacts) -> bool:
    return all(
        line.difference == ZERO and likeness(line.line.description.value, facts.order_line.description) >= RELATED
        for line in facts.lines
    )


def _chosen(facts: GroupFacts, otherwise: str) -> Verdict:
    return verdict(
        "identity.chosen",
        exposure=abs(facts.amount or ZERO),
        order_lines=lines_text(facts.order_lines),
        otherwise=otherwise,
    )
