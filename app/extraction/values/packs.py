"""What a line's text says of its packs: "24/CS", "box of 100", "12er Pack", "boîte de 50", "6x500ml" (S2.168).

A stated pack is a fact of the text and no conversion: nothing is computed from it here, and where two sayings differ
none of them counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from app.domain.measure import Dimension, Pack, dimension_of
from app.extraction.values.units import Units

_LARGEST = Decimal(100_000)
_MOST = 4  # packs of one line: each in a box, boxes in a case, cases on a pallet
_UNIT = r"[^\W\d_]{1,12}\.?"
_COUNT = r"(?<![\w.,/×*$€£-])(?P<n>[1-9]\d{0,5})"
_OF = r"(?:of|à|a|zu|mit|de|d'|da|di|van|met|con|von|per|je|w/|@)"
_FORMS = tuple(
    re.compile(text, re.IGNORECASE)
    for text in (
        # 24/CS, 24 EA/CS, 24 pcs per case, 100/bx
        rf"{_COUNT}\s?(?P<inner>{_UNIT})?\s?(?:/|(?<=\s)(?:per|pro|je|par|por|a)\s)\s?(?P<outer>{_UNIT})(?![\w/])",
        # box of 100, Karton à 24 Stück, boîte de 50, caja de 12 uds, doos van 12
        rf"(?<!\w)(?P<outer>{_UNIT})\s{_OF}\s?(?P<n>[1-9]\d{{0,5}})(?:\s?(?P<inner>{_UNIT}))?(?![\w.,]\d|\s?(?:mm|cm|%))",
        # 12er Pack, 6er-Karton
        rf"{_COUNT}(?:er|ER)[\s-]?(?P<outer>{_UNIT})(?!\w)",
        # 12-pack, 6 pack, 12pk
        rf"{_COUNT}\s?-?\s?(?P<outer>packs?|pk|pck|stück-packung)(?!\w|\s?(?:size|qty|count))",
    )
)
_SIZED = re.compile(
    rf"(?<![\w.,/])(?P<n>[1-9]\d{{0,3}})\s?[x×]\s?(?P<size>\d{{1,5}}(?:[.,]\d{{1,3}})?)\s?(?P<unit>{_UNIT})(?!\w)",
    re.IGNORECASE,
)
# Pack size: 12, Units per case: 24, VPE 10, Conditionnement : 6, Pezzi per confezione: 12
_PACK_SIZE = re.compile(
    r"(?<!\w)(?:(?:pack|case|box|carton|inner)[ -]?(?:size|qty|quantity|count|pack)"
    r"|(?:units?|pieces|pcs|qty|quantity)\s(?:per|/)\s?(?:pack|case|box|carton|unit)"
    r"|packungsgr(?:ö|oe)(?:ß|ss)e|packungsinhalt|gebindegr(?:ö|oe)(?:ß|ss)e|verpackungseinheit|v\.?p\.?e\.?"
    r"|st(?:ü|ue)ck (?:pro|je) (?:packung|karton|ve)"
    r"|conditionnement|colisage|(?:unités|pièces) par (?:carton|colis|boîte)"
    r"|(?:unidades|uds\.?|piezas) por (?:caja|paquete|envase)"
    r"|(?:pezzi|pz\.?) per (?:confezione|cartone|scatola)"
    r"|verpakkingseenheid|(?:stuks|aantal) per (?:doos|verpakking|pak))"
    r"\s?(?::|=|\sof\s|\s)\s?(?P<n>[1-9]\d{0,4})(?![\w.,/]*\d|\s?(?:mm|cm|ml|l|g|kg|m|x|×|%)(?!\w))",
    re.IGNORECASE,
)
_MEASURED = frozenset({Dimension.WEIGHT, Dimension.VOLUME})


def packs_in(texts: Sequence[str], units: Units, *, line_unit: str | None = None) -> tuple[Pack, ...]:
    """Return the packs that these texts state, the smallest first.

    Args:
        texts: A line's unit as printed, and its description.
        units: The units that are known.
        line_unit: The canonical code that the line is billed in; a size such as 6x500ml is of that container.
    """
    found: dict[str, set[Pack]] = {}
    for text in texts:
        for pack in (*_containers(text, units), *_sized(text, line_unit), *_pack_sizes(text, line_unit)):
            found.setdefault(pack.unit, set()).add(pack)
    # One container of two contents says nothing sure, whatever was meant.
    sure = [packs.pop() for packs in map(set, found.values()) if len({(p.holds, p.of) for p in packs}) == 1]
    return tuple(sorted(sure, key=lambda pack: (pack.holds, pack.unit)))[:_MOST]


def _containers(text: str, units: Units) -> Iterator[Pack]:
    for form in _FORMS:
        for match in form.finditer(text):
            outer = units.table.canonical(match["outer"])
            inner = _inner(match, units)
            holds = Decimal(match["n"])
            if outer is None or inner is None or not _is_container(outer) or inner == outer:
                continue
            if 1 < holds <= _LARGEST and dimension_of(inner) is Dimension.COUNT:
                yield Pack(outer, holds, inner, " ".join(match.group().split()))


def _inner(match: re.Match[str], units: Units) -> str | None:
    """Return what is counted inside: pieces where nothing is said; None where the word is no unit of count."""
    said = match.groupdict().get("inner")
    if not said:
        return "EA"
    return units.table.canonical(said)


def _is_container(code: str) -> bool:
    return dimension_of(code) is Dimension.COUNT and code not in {"EA", "PR", "DZ", "GR", "PG"}


def _sized(text: str, line_unit: str | None) -> Iterator[Pack]:
    """Yield the pieces in the container a line is billed in, of a text such as "6x500ml"."""
    if line_unit is None or not _is_container(line_unit):
        return
    for match in _SIZED.finditer(text):
        code = match["unit"].upper().rstrip(".")
        if dimension_of(code) in _MEASURED and int(match["n"]) > 1:
            yield Pack(line_unit, Decimal(match["n"]), "EA", " ".join(match.group().split()))


def _pack_sizes(text: str, line_unit: str | None) -> Iterator[Pack]:
    """Yield the pieces in the container a line is billed in, of a text such as "Pack size: 12"."""
    if line_unit is None or not _is_container(line_unit):
        return
    for match in _PACK_SIZE.finditer(text):
        if int(match["n"]) > 1:
            yield Pack(line_unit, Decimal(match["n"]), "EA", " ".join(match.group().split()))
