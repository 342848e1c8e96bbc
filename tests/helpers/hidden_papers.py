"""Invoices that show the right figures and hold others that nobody sees, each hidden in another way; raw PDF.

The other way round from tests.helpers.lying_papers: there what would clear is hidden, here what is shown would clear.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from functools import partial

from tests.helpers.hostile_files import page, pdf, stream
from tests.helpers.lying_papers import put, sheet

HIDDEN_TOTAL = "2,400.00"
TOTAL = f"Total USD {HIDDEN_TOTAL}"
_FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]"
_FREE = (330, 470)


def _paper(
    number: str, content: str, resources: bytes = b"", first: bytes = b"", more: bytes = b"", **o: bytes
) -> bytes:
    return pdf(page(first + (sheet(number) + content).encode("latin-1"), more, resources, **o))


def _by(said: str, number: str, *, before: str = "", size: float = 11, place: tuple[float, float] = _FREE) -> bytes:
    return _paper(number, put(*place, said, before, size))


def _coloured(said: str, number: str, *, spaces: bytes, set_it: str, **objects: bytes) -> bytes:
    return _paper(number, put(*_FREE, said, set_it), b"/ColorSpace<<%s>>" % spaces, **objects)


def _clipped(said: str, number: str) -> bytes:
    return _paper(number, "q 0 0 1 1 re W n " + put(*_FREE, said) + "Q\n")


def _clipped_by_nothing(said: str, number: str) -> bytes:
    return _paper(number, "q 330 460 0 0 re W n " + put(*_FREE, said) + "Q\n")


def _covered(said: str, number: str) -> bytes:
    return _paper(number, put(*_FREE, said) + "q 1 g 320 460 200 30 re f Q\n")


def _under_picture(said: str, number: str) -> bytes:
    image = stream(
        b"\xff" * 4, b"/Type/XObject/Subtype/Image/Width 2/Height 2/BitsPerComponent 8/ColorSpace/DeviceGray"
    )
    return _paper(number, put(*_FREE, said) + "q 200 0 0 30 320 460 cm /I Do Q\n", b"/XObject<</I 6 0 R>>", o6=image)


def _under_inline_picture(said: str, number: str) -> bytes:
    picture = "q 200 0 0 30 320 460 cm BI /W 1 /H 1 /BPC 8 /CS /G /F /AHx ID FF> EI Q\n"
    return _paper(number, put(*_FREE, said) + picture)


def _under_ground(said: str, number: str) -> bytes:
    return _paper(number, "", first=(put(*_FREE, said) + "q 1 g 0 0 612 792 re f Q\n").encode("latin-1"))


def _under_shading(said: str, number: str) -> bytes:
    shade = b"/Shading<</S<</ShadingType 2/ColorSpace/DeviceGray/Coords[0 0 1 0]/Extend[true true]/Function<<" \
            b"/FunctionType 2/Domain[0 1]/C0[1]/C1[1]/N 1>>>>>>"  # fmt: skip
    return _paper(number, put(*_FREE, said) + "q 320 460 200 30 re W n /S sh Q\n", shade)


def _dark_on_dark(said: str, number: str) -> bytes:
    return _paper(number, "q 0.2 0.3 0.5 rg 320 460 200 30 re f Q\n" + put(*_FREE, said, "0.2 0.3 0.5 rg"))


def _state(said: str, number: str, *, entries: bytes, **objects: bytes) -> bytes:
    return _paper(number, "q /G gs " + put(*_FREE, said) + "Q\n", b"/ExtGState<</G<<%s>>>>" % entries, **objects)


def _black_mask(said: str, number: str) -> bytes:
    black = stream(b"0 g 0 0 612 792 re f", _FORM + b"/Group<</S/Transparency/CS/DeviceGray>>")
    return _state(said, number, entries=b"/SMask<</Type/Mask/S/Luminosity/G 6 0 R>>", o6=black)


def _form(said: str, number: str, *, entries: bytes = b"", before: str = "", how: str = "/X Do\n") -> bytes:
    form = stream(put(*_FREE, said, before).encode(), _FORM + entries + b"/Resources<</Font<</F1 5 0 R>>>>")
    return _paper(number, how, b"/XObject<</X 6 0 R>>", o6=form)


def layered(number: str, content: str, configuration: bytes, more: str = "", groups: bytes = b"") -> bytes:
    """Return the invoice with a content in a layer; ``configuration`` says what is shown of the group 6."""
    objects = page(
        (sheet(number) + f"/OC /L BDC {content} EMC\n" + more).encode(),
        resources=b"/Properties<</L 8 0 R>>" if groups else b"/Properties<</L 6 0 R>>",
        o6=b"<</Type/OCG/Name(a)>>",
        **({"o8": groups} if groups else {}),
    )
    objects[1] = b"<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[6 0 R]/D<<%s/Order[6 0 R]>>>>>>" % configuration
    return pdf(objects)


def _layer(said: str, number: str, configuration: bytes = b"/OFF[6 0 R]", groups: bytes = b"") -> bytes:
    return layered(number, put(*_FREE, said), configuration, groups=groups)


def _layer_of_form(said: str, number: str) -> bytes:
    form = stream(put(*_FREE, said).encode(), _FORM + b"/OC 7 0 R/Resources<</Font<</F1 5 0 R>>>>")
    objects = page(
        (sheet(number) + "/X Do\n").encode(), resources=b"/XObject<</X 6 0 R>>", o6=form, o7=b"<</Type/OCG/Name(a)>>"
    )
    objects[1] = b"<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[7 0 R]/D<</OFF[7 0 R]/Order[7 0 R]>>>>>>"
    return pdf(objects)


def _layer_over_the_total(said: str, number: str) -> bytes:
    """The total stands in a layer that is shown, another in its place in one that is not."""
    return layered(number, put(500, 520, said.rsplit(maxsplit=1)[-1]), b"/OFF[6 0 R]")


def _over_words(said: str, number: str, *, how: str) -> bytes:
    """Where other words are seen, so that their ink is taken for its own: in a layer, or under them in white."""
    place, digits = (120, 618), said.rsplit(maxsplit=1)[-1]
    if how == "layer":
        return layered(number, put(*place, said), b"/OFF[6 0 R]")
    if how == "digits in a layer":
        return layered(number, put(200, 618, digits), b"/OFF[6 0 R]")
    if how == "white first":
        return _paper(number, "", first=put(*place, said, "1 g").encode("latin-1"))
    return _paper(number, put(*place, said, before=how))


def _cropped(said: str, number: str) -> bytes:
    return _paper(number, put(330, 30, said), more=b"/CropBox[0 60 612 792]")


def _font(said: str, number: str, *, font: bytes, **objects: bytes) -> bytes:
    made = _paper(number, put(*_FREE, said, font="F2"), o6=font, **objects)
    return made.replace(b"/F1 5 0 R", b"/F1 5 0 R/F2 6 0 R")


_BLANKS = b"<</Type/Encoding/Differences[32" + b"/space" * 95 + b"]>>"
_MAPS = stream(
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <00><FF> endcodespacerange "
    b"1 beginbfrange <20><7E><0020> endbfrange endcmap end end"
)
_INKLESS = (
    b"<</Type/Font/Subtype/Type3/FontBBox[0 0 700 800]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 32/LastChar 126/Widths["
    + b"600 " * 95
    + b"]/CharProcs<</g 7 0 R>>/Encoding<</Type/Encoding/Differences[32"
    + b"/g" * 95
    + b"]>>/ToUnicode 8 0 R/Resources<<>>>>"
)


def _type3(said: str, number: str, drawn: bytes = b"600 0 d0") -> bytes:
    return _font(said, number, font=_INKLESS, o7=stream(drawn), o8=_MAPS)


def _no_widths(said: str, number: str) -> bytes:
    """Glyphs that go on by nothing, so that all of them are painted into one spot."""
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/FirstChar 32/LastChar 126/Widths[" + b"0 " * 95 + b"]>>"
    return _font(said, number, font=font)


def _given_for_nothing(said: str, number: str) -> bytes:
    return _paper(number, f"/Span <</ActualText({said})>> BDC " + put(*_FREE, " ") + "EMC\n")


def _note(said: str, number: str, flags: bytes) -> bytes:
    look = stream(put(*_FREE, said).encode(), _FORM + b"/Resources<</Font<</F1 5 0 R>>>>")
    note = b"<</Type/Annot/Subtype/Stamp/Rect[0 0 612 792]/F %s/AP<</N 7 0 R>>>>" % flags
    return _paper(number, "", more=b"/Annots[6 0 R]", o6=note, o7=look)


def _field(said: str, number: str) -> bytes:
    field = b"<</Type/Annot/Subtype/Widget/FT/Tx/T(total)/V(%s)/DA(/F1 11 Tf 0 g)/Rect[330 470 530 490]/F 2>>"
    objects = page(sheet(number).encode(), more=b"/Annots[6 0 R]", o6=field % said.encode())
    objects[1] = b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R]/DR<</Font<</F1 5 0 R>>>>>>>>"
    return pdf(objects)


def _packed(made: Callable[[str, str], bytes]) -> Callable[[str, str], bytes]:
    """Return the same with its content packed, so that a search of the bytes finds nothing."""

    def packed(said: str, number: str) -> bytes:
        data = made(said, number)
        start = data.index(b"4 0 obj")
        begin, end = data.index(b"stream\n", start) + 7, data.index(b"\nendstream", start)
        body = stream(zlib.compress(data[begin:end]), b"/Filter/FlateDecode")
        whole = data[: start + 7] + body + data[end + len(b"\nendstream") :]
        return whole.replace(b"startxref\n", b"startxref\n9")  # no table: engines look for the objects

    return packed


_TINT = b"<</FunctionType 2/Domain[0 1]/C0[1]/C1[0]/N 1>>"
_PATTERN = b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep 9/YStep 9/Resources<<>>"

HIDDEN: Mapping[str, Callable[[str, str], bytes]] = {
    "mode_3": partial(_by, before="3 Tr"),
    "mode_7": partial(_by, before="7 Tr"),
    "mode_3_in_a_form": partial(_form, before="3 Tr"),
    "white": partial(_by, before="1 g"),
    "white_rgb": partial(_by, before="1 1 1 rg"),
    "nearly_white": partial(_by, before="0.99 g"),
    "white_in_cmyk": partial(_by, before="0 0 0 0 k"),
    "white_calibrated": partial(_coloured, spaces=b"/C[/CalGray<</WhitePoint[.95 1 1.09]>>]", set_it="/C cs 1 sc"),
    "white_lab": partial(_coloured, spaces=b"/C[/Lab<</WhitePoint[.95 1 1.09]>>]", set_it="/C cs 100 0 0 sc"),
    "white_spot": partial(_coloured, spaces=b"/C[/Separation/Spot/DeviceGray " + _TINT + b"]", set_it="/C cs 0 scn"),
    "white_indexed": partial(_coloured, spaces=b"/C[/Indexed/DeviceGray 1<00FF>]", set_it="/C cs 1 sc"),
    "no_ink": partial(_coloured, spaces=b"/C[/Separation/None/DeviceGray " + _TINT + b"]", set_it="/C cs 1 scn"),
    "white_pattern": lambda said, number: _paper(
        number, put(*_FREE, said, "/Pattern cs /P scn"), b"/Pattern<</P 6 0 R>>",
        o6=stream(b"1 g 0 0 9 9 re f", _PATTERN)),
    "white_stroke": partial(_by, before="1 Tr 1 G"),
    "dark_on_dark": _dark_on_dark,
    "a_tenth_of_a_point": partial(_by, size=0.1),
    "half_a_point": partial(_by, size=0.5),
    "no_width": partial(_by, before="0 Tz"),
    "no_widths": _no_widths,
    "raised_off_the_page": partial(_by, before="900 Ts"),
    "right_of_the_page": partial(_by, place=(700, 520)),
    "left_of_the_page": partial(_by, place=(-300, 520)),
    "above_the_page": partial(_by, place=(330, 900)),
    "below_the_page": partial(_by, place=(330, -40)),
    "far_off": partial(_by, place=(330, 200_000)),
    "outside_the_crop_box": _cropped,
    "clipped_away": _clipped,
    "clipped_by_nothing": _clipped_by_nothing,
    "under_a_white_box": _covered,
    "under_a_picture": _under_picture,
    "under_an_inline_picture": _under_inline_picture,
    "under_the_ground": _under_ground,
    "under_a_shading": _under_shading,
    "no_opacity": partial(_state, entries=b"/ca 0/CA 0"),
    "hardly_any_opacity": partial(_state, entries=b"/ca 0.01"),
    "soft_mask": _black_mask,
    "lighten": lambda said, number: _paper(
        number, put(*_FREE, said) + "q /G gs 1 g 320 460 200 30 re f Q\n", b"/ExtGState<</G<</BM/Lighten>>>>"),
    "layer_off": _layer,
    "layer_off_by_default": partial(_layer, configuration=b"/BaseState/OFF"),
    "layer_by_policy": partial(_layer, groups=b"<</Type/OCMD/OCGs[6 0 R]/P/AllOff>>", configuration=b""),
    "layer_by_expression": partial(_layer, groups=b"<</Type/OCMD/VE[/Not 6 0 R]>>", configuration=b""),
    "layer_of_form": _layer_of_form,
    "layer_over_the_total": _layer_over_the_total,
    "layer_packed": _packed(_layer),
    "layer_over_words": partial(_over_words, how="layer"),
    "layer_figure_over_words": partial(_over_words, how="digits in a layer"),
    "white_under_words": partial(_over_words, how="white first"),
    "mode_3_over_words": partial(_over_words, how="3 Tr"),
    "no_opacity_over_words": lambda said, number: _paper(
        number, "q /G gs " + put(120, 618, said) + "Q\n", b"/ExtGState<</G<</ca 0>>>>"),
    "layer_over_the_name": lambda said, number: layered(number, put(54, 730, said), b"/OFF[6 0 R]"),
    "layer_turned_over_words": lambda said, number: layered(
        number, f"q BT /F1 11 Tf 0 1 -1 0 150 600 Tm ({said}) Tj ET Q", b"/OFF[6 0 R]"),
    "layer_small_in_a_letter": lambda said, number: layered(number, put(122, 620, said, size=3), b"/OFF[6 0 R]"),
    "blank_glyphs": partial(
        _font,
        font=b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding " + _BLANKS + b"/ToUnicode 7 0 R>>", o7=_MAPS),
    "layer_in_the_place_of_the_total": lambda said, number: layered(number, put(500, 520, "900.00"), b"/OFF[6 0 R]"),
    "type3_without_ink": _type3,
    "type3_white": partial(_type3, drawn=b"600 0 d0 1 g 0 0 500 700 re f"),
    "given_for_nothing": _given_for_nothing,
    "note_hidden": partial(_note, flags=b"2"),
    "note_not_viewed": partial(_note, flags=b"32"),
    "field_hidden": _field,
}  # fmt: skip
