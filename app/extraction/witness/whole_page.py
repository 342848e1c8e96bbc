"""A whole page accounted for: all that is seen on it is in its text, and all that its text says is seen.

What the claims of an invoice are compared with one by one (picture_witness) is a part of a page. Here it is the rest:
a sign drawn beside a figure, a line struck through, a title or a sentence drawn as paths, words that nobody sees.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.domain.finding import SHOWS_MORE, Finding
from app.domain.overlap import overlap
from app.domain.provenance import Box
from app.extraction.pages.content import read_content
from app.extraction.pages.document import Document, open_page
from app.extraction.pages.kind import PageKind, garbled, page_kind
from app.extraction.pages.page_words import text_layer
from app.extraction.statements.beside_text import said_of_the_whole
from app.extraction.values.words import Word
from app.extraction.witness.claims import Claim
from app.extraction.witness.ink import PageInk, page_ink
from app.extraction.witness.lettering import Lettering, lettering_on
from app.extraction.witness.marks import Mark, beside, drawn_over, marks_of, struck_words, unseen_words
from app.extraction.witness.overlaid import overlaid_figures, unpainted_alone
from app.extraction.witness.painted_over import painted_over
from app.extraction.witness.picture_findings import LESS, unseen_amount
from app.extraction.witness.straight_lines import struck_aslant
from app.extraction.witness.telling import PageFacts, Telling

STRUCK = "picture_struck_out"
UNACCOUNTED = "picture_not_accounted_for"
_SHOWN = 60  # characters of a text that are repeated in a finding


def account_for(
    document: Document, number: int, claims: Sequence[Claim], telling: Telling, doubted: Sequence[Claim] = ()
) -> Iterator[Finding]:
    """Yield what a page shows and its text does not say, and the other way round.

    A page that was read from its picture hides nothing behind a text. ``claims`` are those of this page; what is to be
    said of the ``doubted`` ones among them was said.
    """
    with open_page(document, number) as page:
        content = read_content(page, number, document.limits.page_characters)
        kind = page_kind(content) if content is not None and not garbled(content) else PageKind.SCAN
        if content is None or kind is PageKind.SCAN:
            return
        layer = text_layer(content)
        words = layer.page.words
        ink = page_ink(page, words, layer.turn)
        if ink is None:
            yield _too_crowded(number)
            return
        laid_over = overlaid_figures(words)
        alone = unpainted_alone(page, laid_over, ink.scale, layer.turn) if laid_over else []
        covered = painted_over(page, words, ink, layer.turn)
    said = [one.box for one in doubted if one.box is not None]
    left = [word for word in words if not _touches(word.box, said)]
    if content.mirrored:
        yield Finding(
            SHOWS_MORE,
            f"Page {number} has words written as in a mirror, which show others than its text has. Look at the page.",
        )
    hidden = unseen_words(ink, left)
    if hidden:
        text = " ".join(word.text for word in hidden)
        shown = _total_shown(claims, doubted, hidden) if telling.states_money(text) else ""
        yield unseen_amount(number, text, shown) if shown else _unseen(number, hidden)
    yield from (_in_its_place(number, word, laid_over[word]) for word in alone[:1] if word in left)
    yield from _covered(number, [word for word in covered if word in left and word not in hidden])
    yield from _struck(ink, number, left)
    marks = marks_of(ink, number)
    yield from _signs(marks, number, [one for one in claims if one not in doubted])
    yield from _drawn_over(marks, number, left, claims)
    if kind is not PageKind.MIXED:  # there the pictures were read as well, and what they say is part of what was read
        figures = tuple(one.box for one in claims if one.box is not None and one.value is not None)
        facts = PageFacts(words, figures, layer.page.height)
        seen = [one for one in lettering_on(ink, number) if not _touches(one.box, said)]
        told = [one.text for one in seen if telling.matters(one, facts)]
        yield from _lettering(number, told or _objections(seen))


def _touches(box: Box, places: Sequence[Box]) -> bool:
    return any(overlap(box, one) for one in places)


def _total_shown(claims: Sequence[Claim], doubted: Sequence[Claim], hidden: Sequence[Word]) -> str:
    """Return the total as it was borne out on this page, nothing where it is not sure to be seen."""
    totals = (one for one in claims if one.field == "total" and one.box is not None and one not in doubted)
    places = [word.box for word in hidden]
    return next((one.text for one in totals if one.box is not None and not _touches(one.box, places)), "")


def _unseen(number: int, hidden: Sequence[Word]) -> Finding:
    return Finding(
        LESS,
        f"The file's text has words on page {number} that its picture does not show: “{_short(hidden)}”. "
        "Look at the page.",
        box=hidden[0].box,
    )


def _in_its_place(number: int, word: Word, seen: Word) -> Finding:
    return Finding(
        LESS,
        f"Page {number} holds “{word.text}” where it shows “{seen.text}”, and nobody sees it. Look at the page.",
        box=word.box,
    )


def _covered(number: int, words: Sequence[Word]) -> Iterator[Finding]:
    if words:
        yield Finding(
            LESS,
            f"Something is painted over “{_short(words)}” on page {number} and hides a part of it: another digit is "
            "left, perhaps. Look at the page.",
            box=words[0].box,
        )


def _struck(ink: PageInk, number: int, words: Sequence[Word]) -> Iterator[Finding]:
    struck = struck_words(ink, words) or struck_aslant(ink, words)
    if struck:
        yield Finding(
            STRUCK,
            f"Page {number} shows words struck through or drawn over: “{_short(struck)}”. Look at the page.",
            box=struck[0].box,
        )


def _signs(marks: Sequence[Mark], number: int, claims: Sequence[Claim]) -> Iterator[Finding]:
    for claim in claims:
        if claim.box is not None and not claim.words and any(True for _ in beside(claim.box, marks)):
            yield Finding(
                SHOWS_MORE,
                f"Something is drawn beside “{claim.text}” on page {number} that is no part of its text: a sign or a "
                "digit, perhaps. Look at the page.",
                field=claim.field,
                line_no=claim.line_no,
            )


def _drawn_over(
    marks: Sequence[Mark], number: int, words: Sequence[Word], claims: Sequence[Claim]
) -> Iterator[Finding]:
    """Yield what changes digits outside the figures, whose signs are told one by one: of an account, of a rate."""
    figures = [one.box for one in claims if one.box is not None and not one.words]
    changed = [word for word in drawn_over(words, marks) if not _touches(word.box, figures)]
    if changed:
        yield Finding(
            SHOWS_MORE,
            f"Something is drawn over “{_short(changed)}” on page {number} that is no part of its text: a stroke that "
            "makes another digit, perhaps. Look at the page.",
            box=changed[0].box,
        )


def _objections(seen: Sequence[Lettering]) -> list[str]:
    """Return what lettering says in sentences against paying, whatever else a logo or seal may say where it stands."""
    objection = said_of_the_whole([one.text for one in seen if not one.faint])
    return [objection] if objection else []


def _lettering(number: int, told: Sequence[str]) -> Iterator[Finding]:
    if told:
        text = " … ".join(told)[:_SHOWN]
        yield Finding(
            SHOWS_MORE, f"Page {number} shows “{text}”, which is drawn and not in its text. Look at the page."
        )


def _too_crowded(number: int) -> Finding:
    return Finding(
        UNACCOUNTED, f"Page {number} is made of more pieces than can be compared with its text. Look at the page."
    )


def _short(words: Sequence[Word]) -> str:
    text = " ".join(word.text for word in words)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
