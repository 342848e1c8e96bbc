"""Invoices whose text would clear and whose page says something else, each hiding it in another way; raw PDF."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from tests.helpers.hostile_files import page, pdf, stream

_TOTAL = (500, 520)
_RIGHT, _WRONG = "400.00", "9,400.00"
_STREAM = b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]"
_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def put(x: float, y: float, text: str, before: str = "", size: float = 11, font: str = "F1") -> str:
    """Return what shows a text at its place; ``before`` are operators before it is shown."""
    return f"q BT /{font} {size} Tf {before} 1 0 0 1 {x} {y} Tm ({text}) Tj ET Q\n"


def sheet(number: str, total: str | None = None, price: str = "4.00") -> str:
    """Return Amberley's invoice for 100 pairs of gloves; ``total`` are the operators that show the total."""
    texts = (
        (54, 730, "Amberley Supply Co"), (54, 714, "Tax ID: 90-1000001"), (380, 730, f"Invoice No. {number}"),
        (380, 714, "Invoice Date 2026-02-05"), (380, 698, "PO Number PO-1"), (380, 682, "Currency USD"),
        (54, 640, "Item"), (120, 640, "Description"), (330, 640, "Qty"), (380, 640, "Unit"), (430, 640, "Price"),
        (500, 640, "Amount"), (54, 618, "10001"), (120, 618, "Work gloves leather large"), (330, 618, "100"),
        (380, 618, "PR"), (430, 618, price), (500, 618, _RIGHT), (400, 560, "Subtotal"), (500, 560, _RIGHT),
        (400, 540, "Tax"), (500, 540, "0.00"), (400, 520, "Total USD"),
    )  # fmt: skip
    return "".join(put(*text) for text in texts) + (put(*_TOTAL, _RIGHT) if total is None else total)


def paper(content: str, resources: bytes = b"", more: bytes = b"", **objects: bytes) -> bytes:
    """Return the PDF of this content."""
    return pdf(page(content.encode("latin-1"), more, resources, **objects))


def honest(number: str) -> bytes:
    """Return the invoice with nothing wrong about it."""
    return paper(sheet(number))


def _drawn(text: str, x: float, y: float, size: float = 11) -> str:
    """Return digits drawn as strokes of a pen: ink, and no text."""
    strokes = {
        "0": "0 0 m 4 0 l 4 7 l 0 7 l s", "4": "0 7 m 0 3 l 4 3 l S 4 7 m 4 0 l S",
        "9": "4 3.5 m 0 3.5 l 0 7 l 4 7 l 4 0 l S", ",": "1 0 m 0 -2 l S", ".": "1 0 m 1 .8 l S",
    }  # fmt: skip
    scale, parts = size / 11, []
    for place, sign in enumerate(text):
        parts.append(f"q {scale} 0 0 {scale} {x + place * 6 * scale} {y} cm 1 w {strokes[sign]} Q\n")
    return "".join(parts)


_COVER = "q 1 g 490 512 110 18 re f Q\n"


def _hidden(number: str, shown: str, resources: bytes = b"", **objects: bytes) -> bytes:
    """The right total hidden, by what ``shown`` says of it, and the wrong one drawn."""
    return paper(sheet(number, shown + _drawn(_WRONG, *_TOTAL)), resources, **objects)


def _under_cover(number: str) -> bytes:
    return _hidden(number, put(*_TOTAL, _RIGHT) + _COVER)


def _by(before: str, size: float = 11) -> Callable[[str], bytes]:
    return lambda number: _hidden(number, put(*_TOTAL, _RIGHT, before, size))


def _clipped(number: str) -> bytes:
    return _hidden(number, "q 0 0 1 1 re W n " + put(*_TOTAL, _RIGHT) + "Q\n")


def _off_page(number: str) -> bytes:
    return _hidden(number, put(700, 520, _RIGHT))


def _state(entries: bytes) -> Callable[[str], bytes]:
    def made(number: str) -> bytes:
        return _hidden(number, "q /G gs " + put(*_TOTAL, _RIGHT) + "Q\n", b"/ExtGState<</G<<%s>>>>" % entries)

    return made


def _soft_mask(number: str) -> bytes:
    mask = b"/ExtGState<</G<</SMask<</Type/Mask/S/Luminosity/G 6 0 R>>>>>>"
    black = stream(b"0 g 0 0 612 792 re f", _STREAM + b"/Group<</S/Transparency/CS/DeviceGray>>")
    return _hidden(number, "q /G gs " + put(*_TOTAL, _RIGHT) + "Q\n", mask, o6=black)


def _blend(number: str) -> bytes:
    """Painted over by white that lets nothing through, in a group."""
    cover = stream(b"/G gs 1 g 490 512 110 18 re f", _STREAM + b"/Group<</S/Transparency>>/Resources<<"
                   b"/ExtGState<</G<</BM/Normal/ca 1>>>>>>")  # fmt: skip
    return _hidden(number, put(*_TOTAL, _RIGHT) + "/X Do\n", b"/XObject<</X 6 0 R>>", o6=cover)


def _screen(number: str) -> bytes:
    """White in the mode that only makes lighter."""
    shown = put(*_TOTAL, _RIGHT) + "q /G gs " + _COVER + "Q\n"
    return _hidden(number, shown, b"/ExtGState<</G<</BM/Screen>>>>")


def _layer_off(number: str) -> bytes:
    objects = page(
        sheet(number, "/OC /L BDC " + put(*_TOTAL, _RIGHT) + "EMC\n" + _drawn(_WRONG, *_TOTAL)).encode(),
        resources=b"/Properties<</L 6 0 R>>",
        o6=b"<</Type/OCG/Name(a)>>",
    )
    objects[1] = b"<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[6 0 R]/D<</OFF[6 0 R]/Order[6 0 R]>>>>>>"
    return pdf(objects)


def _layer_of_print(number: str) -> bytes:
    """Two layers: what is shown on the screen is not what is printed."""
    content = sheet(number, f"/OC /L BDC {put(*_TOTAL, _RIGHT)} EMC /OC /P BDC {_drawn(_WRONG, *_TOTAL)} EMC\n")
    usage = b"<</Type/OCG/Name(%s)/Usage<</View<</ViewState/%s>>/Print<</PrintState/%s>>>>>>"
    objects = page(
        content.encode(),
        resources=b"/Properties<</L 6 0 R/P 7 0 R>>",
        o6=usage % (b"s", b"ON", b"OFF"),
        o7=usage % (b"p", b"OFF", b"ON"),
    )
    seen = b"[<</Event/View/Category[/View]/OCGs[6 0 R 7 0 R]>><</Event/Print/Category[/Print]/OCGs[6 0 R 7 0 R]>>]"
    objects[1] = b"<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[6 0 R 7 0 R]/D<</AS%s>>>>>>" % seen
    return pdf(objects)


def _actual_text(number: str) -> bytes:
    return paper(sheet(number, "/Span <</ActualText(400.00)>> BDC " + put(*_TOTAL, _WRONG) + "EMC\n"))


def _to_unicode(number: str, mapped: str) -> bytes:
    """A font whose '9' says something else; ``mapped`` are its code and what it says, in hexadecimal."""
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <00><FF> endcodespacerange "
        f"1 beginbfrange <20><7E><0020> endbfrange 1 beginbfchar {mapped} endbfchar endcmap end end"
    )
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 7 0 R>>"
    shown = "9400.00" if mapped.startswith("<39>") else _RIGHT
    return paper(sheet(number, put(*_TOTAL, shown, font="F2")), o6=font, o7=stream(cmap.encode())).replace(
        b"/F1 5 0 R", b"/F1 5 0 R/F2 6 0 R"
    )


def _encoding(number: str) -> bytes:
    """A font whose code of '4' is drawn as a nine, without saying what it means."""
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<</Differences[52/nine]>>>>"
    return paper(sheet(number, put(*_TOTAL, _RIGHT, font="F2")), o6=font).replace(b"/F1 5 0 R", b"/F1 5 0 R/F2 6 0 R")


def _type3(number: str, names: bool = True) -> bytes:
    """Glyphs that are drawings: the one called four draws a nine, or a nine without any name before the total."""
    nine = stream(b"600 0 d0 40 w 400 350 m 0 350 l 0 700 l 400 700 l 400 0 l S")
    name = b"four" if names else b"g1"
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 700 800]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 52/LastChar 52"
        b"/Widths[600]/CharProcs<</%s 7 0 R>>/Encoding<</Type/Encoding/Differences[52/%s]>>/Resources<<>>>>"
        % (name, name)
    )
    shown = (
        put(500, 520, "4", font="F2") + put(506.1, 520, "00.00")
        if names
        else put(493, 520, "4", font="F2") + put(*_TOTAL, _RIGHT)
    )
    return paper(sheet(number, shown), o6=font, o7=nine).replace(b"/F1 5 0 R", b"/F1 5 0 R/F2 6 0 R")


def _annotated(number: str, kind: bytes, more: bytes = b"", content: str | None = None) -> bytes:
    """An annotation with a picture of its own over the total."""
    look = stream((_COVER + _drawn(_WRONG, *_TOTAL) if content is None else content).encode(), _STREAM)
    note = b"<</Type/Annot/Subtype/%s/Rect[0 0 612 792]/F 4/AP<</N 7 0 R>>%s>>" % (kind, more)
    return paper(sheet(number), more=b"/Annots[6 0 R]", o6=note, o7=look)


def _field(number: str, appearance: bool) -> bytes:
    """The total stands in a form field; its value says one thing, its picture another."""
    look = stream(
        b"BT /F1 11 Tf 1 0 0 1 0 4 Tm (%s) Tj ET" % _WRONG.encode(),
        b"/Type/XObject/Subtype/Form/BBox[0 0 80 18]/Resources<</Font<</F1 5 0 R>>>>",
    )
    shown = b"/AP<</N 7 0 R>>" if appearance else b""
    field = b"<</Type/Annot/Subtype/Widget/FT/Tx/T(total)/V(%s)/DA(/F1 11 Tf 0 g)/Rect[498 514 578 532]/F 4%s>>" % (
        _RIGHT.encode() if appearance else _WRONG.encode(),
        shown,
    )
    total = "" if appearance else put(*_TOTAL, _RIGHT)
    objects = page(sheet(number, total).encode(), more=b"/Annots[6 0 R]", o6=field, o7=look)
    objects[1] = (
        b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R]/NeedAppearances true/DR<</Font<</F1 5 0 R>>>>>>>>"
    )
    return pdf(objects)


def _xfa(number: str) -> bytes:
    form = (
        b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'><template><field name='t'><value>9400.00</value></field>"
        b"</template></xdp:xdp>"
    )
    objects = page(sheet(number).encode(), o6=stream(form))
    objects[1] = b"<</Type/Catalog/Pages 2 0 R/NeedsRendering true/AcroForm<</Fields[]/XFA 6 0 R>>>>"
    return pdf(objects)


def _two_of_a_number(number: str, broken: bool) -> bytes:
    """Two objects of one number: the table names the one, a search from the beginning finds the other last."""
    other = sheet(number, put(*_TOTAL, _WRONG)).encode()
    whole = honest(number)
    cut = whole.rindex(b"xref\n0")
    made = whole[:cut] + b"4 0 obj" + stream(other) + b" endobj\n"
    start = len(made) if not broken else len(made) + 77
    return made + whole[cut : whole.rindex(b"startxref")] + b"startxref\n%d\n%%%%EOF\n" % start


def _updated(number: str) -> bytes:
    """An update behind the end brings another page, with a table of its own."""
    whole = honest(number)
    start = whole.rindex(b"startxref\n") + 10
    before = int(whole[start : whole.index(b"\n", start)])
    body = b"4 0 obj" + stream(sheet(number, put(*_TOTAL, _WRONG)).encode()) + b" endobj\n"
    table = len(whole) + len(body)
    return (
        whole
        + body
        + b"xref\n4 1\n%010d 00000 n \ntrailer<</Size 6/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
        % (len(whole), before, table)
    )


def _pattern_ink(number: str) -> bytes:
    """The wrong total as the tile of a pattern that fills a box."""
    tile = b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 612 792]/XStep 612/YStep 792/Resources<<>>"
    return paper(
        sheet(number) + "/Pattern cs /P scn 490 512 110 18 re f\n",
        b"/Pattern<</P 6 0 R>>",
        o6=stream((_COVER + _drawn(_WRONG, *_TOTAL)).encode(), tile),
    )


def _inline_image(number: str) -> bytes:
    """A small picture inside the content that covers the leading digit's place with a nine."""
    rows = ("00111100", "01000010", "01000010", "01000010", "00111110", "00000010", "00000010", "00111100")
    data = bytes(int(row, 2) ^ 0xFF for row in rows).hex()
    image = f"q 7 0 0 9 492 519 cm BI /W 8 /H 8 /BPC 1 /CS /G /F /AHx ID {data}> EI Q\n"
    return paper(sheet(number) + image)


def _shading(number: str) -> bytes:
    """The wrong total painted by a shading through a clip."""
    shade = b"/Shading<</S<</ShadingType 2/ColorSpace/DeviceGray/Coords[0 0 1 0]/Extend[true true]/Function<<" \
            b"/FunctionType 2/Domain[0 1]/C0[0]/C1[0]/N 1>>>>>>"  # fmt: skip
    nine = "q 493 520 m 498 520 l 498 528 l 493 528 l 493 523.5 l 496.5 523.5 l 496.5 522 l 493 522 l h " \
           "494.5 525 m 496.5 525 l 496.5 526.5 l 494.5 526.5 l h W* n /S sh Q\n"  # fmt: skip
    return paper(sheet(number) + nine, shade)


def _page_hidden_by_count(number: str) -> bytes:
    """A second page that the count of the tree leaves out."""
    objects = page(sheet(number).encode())
    objects[2] = b"<</Type/Pages/Kids[3 0 R 6 0 R]/Count 1>>"
    objects[6] = objects[3].replace(b"/Contents 4 0 R", b"/Contents 7 0 R")
    objects[7] = stream(put(54, 700, "Amount due 9,400.00").encode())
    return pdf(objects)


def _price(number: str) -> bytes:
    """Not the total but the price is another one in the picture."""
    return paper(sheet(number) + "q 1 g 428 614 40 14 re f Q\n" + _drawn("94.00", 428, 618))


def _signs(between: str) -> Callable[[str], bytes]:
    """The digit 4 of the total says of itself that there are more signs in it."""
    return lambda number: _to_unicode(number, f"<34><0034{between}>")


LIES: Mapping[str, Callable[[str], bytes]] = {
    "under_a_white_box": _under_cover,
    "mode_3": _by("3 Tr"),
    "mode_7": _by("7 Tr"),
    "white": _by("1 g"),
    "nearly_white": _by("0.99 g"),
    "white_in_cmyk": _by("0 0 0 0 k"),
    "a_tenth_of_a_point": _by("", 0.1),
    "no_width": _by("0 Tz"),
    "raised_off_the_page": _by("900 Ts"),
    "clipped_away": _clipped,
    "off_the_page": _off_page,
    "no_opacity": _state(b"/ca 0/CA 0"),
    "hardly_any_opacity": _state(b"/ca 0.01"),
    "soft_mask": _soft_mask,
    "group_over_it": _blend,
    "screened": _screen,
    "layer_off": _layer_off,
    "layer_for_print": _layer_of_print,
    "actual_text": _actual_text,
    "nine_says_nothing": partial(_to_unicode, mapped="<39><200B>"),
    "nine_says_blank": partial(_to_unicode, mapped="<39><0020>"),
    "nine_says_four": lambda number: _to_unicode(number, "<34><0039>"),
    "joiner_in_four": _signs("200D"),
    "turned_in_four": _signs("202E"),
    "four_says_400": _signs("00300030"),
    "encoding_draws_nine": _encoding,
    "type3_four_draws_nine": _type3,
    "type3_nine_without_a_name": partial(_type3, names=False),
    "free_text": partial(_annotated, kind=b"FreeText", more=b"/DA(/F1 11 Tf)/Contents(9,400.00)"),
    "stamp": partial(_annotated, kind=b"Stamp"),
    "redaction": partial(_annotated, kind=b"Redact"),
    "square": partial(_annotated, kind=b"Square"),
    "ink": partial(_annotated, kind=b"Ink", content=_drawn("9", 492, 520)),
    "watermark": partial(_annotated, kind=b"Watermark"),
    "field_with_another_picture": partial(_field, appearance=True),
    "field_without_a_picture": partial(_field, appearance=False),
    "number_that_is_none": lambda number: paper(sheet(number) + "BT /F1 11 Tf 1 0 0 1 --492 520 Tm (9,) Tj ET\n"),
    "form_of_xml": _xfa,
    "two_of_a_number": partial(_two_of_a_number, broken=False),
    "two_of_a_number_table_broken": partial(_two_of_a_number, broken=True),
    "updated": _updated,
    "pattern": _pattern_ink,
    "inline_picture": _inline_image,
    "shading": _shading,
    "second_page_not_counted": _page_hidden_by_count,
    "another_price": _price,
}
