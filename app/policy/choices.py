"""What a person's choice of an order line is worth: it says what a line is, and does not prove it.

Where codes, cross references or the description tie the line to the chosen order line by themselves, the choice adds
nothing that needs a second look. Everywhere else somebody other than who chose it confirms it (decision table:
authority).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from app.domain.match import ItemTie
from app.domain.money import ZERO
from app.policy.facts import GroupFacts
from app.policy.identity import RELATED, identity_faults, likeness
from app.policy.verdict import Verdict, verdict
from app.policy.wording import lines_text


def choice_faults(facts: GroupFacts) -> Iterable[Verdict]:
    """Yield what a group rests on that only a person's choice says."""
    ties = facts.group.evidence.ties
    chosen = [number for number, tie in ties.items() if tie is ItemTie.PERSON]
    if not chosen or not facts.order_lines:
        return
    if len(facts.order_lines) > 1:
        # The sum may prove the amount; which of the sets that make it is meant, only the person said.
        yield _chosen(facts, "a person chose the set of order lines")
        return
    bare = {number: ItemTie.AMOUNT if tie is ItemTie.PERSON else tie for number, tie in ties.items()}
    alone = replace(facts, group=replace(facts.group, evidence=replace(facts.group.evidence, ties=bare)))
    for fault in identity_faults(alone):
        if fault.rule == "identity.new_code" and _agrees(facts):
            yield replace(fault, exposure=abs(facts.amount or ZERO))
        else:
            yield _chosen(facts, fault.sentence)


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
