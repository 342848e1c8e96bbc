"""Learning a vendor's profile from one invoice that a person has put right (S2.171, S2.172).

Every rule is an idea that is tried on the very pages it comes from: only what brings the reading nearer to what is
right is taken, and what is certain (the order of a date that can be read one way only). So a learned profile never
reads its own document worse than no profile does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.domain.invoice import Invoice
from app.extraction.learning.columns import column_ideas, heading_idea
from app.extraction.learning.differences import HEADER_FIELDS, differences, weight_of
from app.extraction.learning.fields import field_ideas
from app.extraction.learning.ideas import Idea
from app.extraction.learning.layout_marks import layout_marks
from app.extraction.learning.lines import basis_idea, date_idea, ignore_ideas, line_ideas, mark_idea
from app.extraction.learning.messages import LearnedProfile
from app.extraction.learning.places import Located, in_page_order, locate
from app.extraction.learning.recognition import recognition_of
from app.extraction.learning.search import Rounds, Search, TrialDesk
from app.extraction.profiles.model import LayoutMark, Profile, Recognition
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.rows import Row, join_rows
from app.extraction.values.words import PageText

_COLUMNS_OF = {
    "quantity": ("quantity", "shipped", "ordered", "discount"),
    "unit_price": ("price", "discount"),
    "amount": ("amount", "discount"),
    "uom": ("uom",),
    "item_code": ("item_code", "buyer_code"),
    "description": ("description", "item_code", "buyer_code", "ordered"),
    "po_number": ("po_number",),
    "price_basis": ("price",),
}
_MOST_PAGES = 12  # values are looked for on so many pages; the trial readings are of all


def learn_profile(
    pages: Sequence[PageText],
    read: Invoice,
    corrected: Invoice,
    *,
    knowledge: Knowledge,
    existing: Profile | None,
    profile_id: str,
) -> LearnedProfile:
    """Propose a profile under which these pages are read as corrected.

    Args:
        pages: The pages of the document.
        read: How the desk read it.
        corrected: What is right.
        knowledge: The general vocabulary.
        existing: The vendor's profile so far; what it says is kept unless it stands in the way.
        profile_id: ``country/vendor`` of the profile.
    """
    rows = [row for page in pages[:_MOST_PAGES] for row in join_rows(page)]
    corrected = replace(corrected, lines=in_page_order(rows, corrected.lines, knowledge))
    desk = TrialDesk(pages, corrected, knowledge)
    known = existing.recognition if existing is not None else None
    printed = corrected.header.vendor_name
    name = printed.value.strip() if printed is not None else (existing.vendor_name if existing is not None else "")
    recognised = recognition_of(rows, corrected.header, known, name, knowledge)
    bare = Profile(profile_id, 1, name or profile_id, _findable(recognised.recognition, profile_id))
    start = bare if existing is None else replace(existing, id=profile_id, recognition=bare.recognition)
    located = locate(rows, corrected.lines, knowledge)
    if existing is not None:
        desk.accept_today(existing, differences(read, corrected))
    search = Search(desk, start)
    search.learn(_rounds(desk, rows, read, corrected, located, knowledge))
    if existing is not None and search.weight > weight_of(desk.plain_differences):
        # What was known stands in the way: begin anew.
        search = Search(desk, bare)
        search.learn(_rounds(desk, rows, read, corrected, located, knowledge))
    printed_marks = layout_marks(rows, pages, search.profile, knowledge)
    profile = _versioned(_with_layout(search.profile, printed_marks), existing)
    reasons = (*recognised.reasons, *_layout_reason(profile, existing), *search.reasons(existing or bare))
    return LearnedProfile(
        profile,
        reasons or ("Nothing had to be learned: the invoice is read as it should be.",),
        tuple(difference.sentence() for difference in search.left),
    )


def _findable(recognition: Recognition, profile_id: str) -> Recognition:
    """Return a recognition that a profile may have; where nothing speaks for a vendor, its id must do."""
    return recognition if recognition != Recognition() else Recognition(names=(f"vendor {profile_id}",))


def _with_layout(profile: Profile, marks: tuple[LayoutMark, ...]) -> Profile:
    """Return the profile with the print of this layout; one that it has stays, for the vendor's other invoices."""
    known = profile.recognition
    return profile if known.layout or not marks else replace(profile, recognition=replace(known, layout=marks))


def _layout_reason(profile: Profile, existing: Profile | None) -> tuple[str, ...]:
    marks = profile.recognition.layout
    if not marks or (existing is not None and existing.recognition.layout == marks):
        return ()
    some = ", ".join(f"“{mark.words}”" for mark in marks[:3])
    return (f"Where nothing names the vendor, its layout is known by {len(marks)} labels at their places: {some}, …",)


def _versioned(profile: Profile, existing: Profile | None) -> Profile:
    if existing is None:
        return replace(profile, version=1)
    changed = replace(profile, version=existing.version) != existing
    return replace(profile, version=existing.version + changed)


def _rounds(
    desk: TrialDesk, rows: Sequence[Row], read: Invoice, wanted: Invoice, located: Located, knowledge: Knowledge
) -> Rounds:
    sure = (date_idea(rows, wanted), mark_idea(located, wanted), basis_idea(wanted), heading_idea(located, knowledge))
    certain = tuple(idea for idea in sure if idea is not None)
    wrong = {d.field for d in (*desk.plain_differences, *differences(read, wanted))}
    header = field_ideas(rows, wanted.header, [name for name in HEADER_FIELDS if name in wrong], located.mark)
    # What a person changed shows in the desk's reading; what the page says shows in one without any profile.
    lines = [*line_ideas(desk.plain, wanted, located, knowledge), *line_ideas(read, wanted, located, knowledge)]
    # A row is only called no line where nothing else explains it: it may be a charge or a total.
    last = (*ignore_ideas(desk.plain, wanted, located), *ignore_ideas(read, wanted, located))

    def again(now: Invoice) -> tuple[Sequence[Idea], Sequence[Idea]]:
        return line_ideas(now, wanted, located, knowledge), ignore_ideas(now, wanted, located)

    return Rounds(certain, (*lines, *header, *_useful(column_ideas(located, knowledge), wrong)), last, again)


def _useful(ideas: Sequence[Idea], wrong: set[str]) -> list[Idea]:
    """Return the ideas for columns that have to do with what is wrong; where lines are missing, all have."""
    if "line" in wrong:
        return list(ideas)
    kinds = {f"columns.{kind}" for name in wrong for kind in _COLUMNS_OF.get(name, ())}
    return [idea for idea in ideas if kinds & set(idea.why)]
