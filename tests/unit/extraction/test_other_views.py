"""What the printer, another program or a form in the file would show instead of what was read."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from app.extraction.pages.document import open_document
from app.extraction.pages.oddities import CHANGING
from app.extraction.witness.given_words import GIVEN
from app.extraction.witness.other_views import (
    COLOURS,
    FORM,
    LAYERS,
    NUMBERS,
    PAGES,
    PORTFOLIO,
    PRINTED,
    RESIZED,
    TWICE,
    other_views,
)
from app.extraction.witness.undrawn_pictures import UNDRAWN
from tests.helpers.hostile_files import page, pdf, stream
from tests.helpers.lying_papers import LIES, honest, put, sheet


def found(folder: Path, data: bytes) -> list[str]:
    path = folder / "paper.pdf"
    path.write_bytes(data)
    with open_document(path) as document:
        return [one.code for one in other_views(document)]


@pytest.mark.parametrize(
    ("lie", "code"),
    [
        ("layer_for_print", PRINTED),
        ("form_of_xml", FORM),
        ("second_page_not_counted", PAGES),
        ("two_of_a_number", TWICE),
        ("number_that_is_none", NUMBERS),
    ],
)
def test_what_others_would_see_otherwise_holds(tmp_path: Path, lie: str, code: str) -> None:
    assert found(tmp_path, LIES[lie]("L-1")) == [code]


def test_a_note_that_is_printed_and_not_shown_holds(tmp_path: Path) -> None:
    note = b"<</Type/Annot/Subtype/Stamp/Rect[0 0 612 792]/F 36/AP<</N 7 0 R>>>>"
    shown = stream(b"400 500 80 20 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]")
    objects = page(sheet("N-1").encode(), more=b"/Annots[6 0 R]", o6=note, o7=shown)
    assert found(tmp_path, pdf(objects)) == [PRINTED]


def test_an_honest_file_an_update_of_one_and_layers_that_are_printed_say_nothing(tmp_path: Path) -> None:
    assert found(tmp_path, honest("H-1")) == []
    assert found(tmp_path, LIES["updated"]("H-2")) == []  # that is for the revisions to say
    layered = page(
        f"/OC /L BDC {put(54, 300, 'Thank you')} EMC {sheet('H-3')}".encode(),
        resources=b"/Properties<</L 6 0 R>>",
        o6=b"<</Type/OCG/Name(a)>>",
    )
    layered[1] = b"<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[6 0 R]/D<<>>>>>>"
    assert found(tmp_path, pdf(layered)) == []


def test_words_given_for_other_words_hold(tmp_path: Path) -> None:
    due = put(54, 300, "Amount due 9,400.00")
    given = f"/Span <</ActualText(Thank you for your order)>> BDC {due} EMC\n"
    assert found(tmp_path, pdf(page((sheet("G-1") + given).encode()))) == [GIVEN]
    within = stream(given.encode(), b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<</Font<</F1 5 0 R>>>>")
    drawn = page((sheet("G-2") + "/X Do\n").encode(), resources=b"/XObject<</X 6 0 R>>", o6=within)
    assert found(tmp_path, pdf(drawn)) == [GIVEN]


def _sign_by_sign(given: str, painted: str) -> str:
    """Paint a text sign by sign, each given for another one."""
    signs = enumerate(zip(given, painted, strict=True))
    return "".join(
        f"/Span <</ActualText({sign})>> BDC {put(54 + 7 * at, 300, seen)} EMC\n" for at, (sign, seen) in signs
    )


@pytest.mark.parametrize(
    ("given", "painted", "told"),
    [
        ("Thank you very much", "Amount due 9,404.00", [GIVEN]), ("Thank you very much", "Thank you very much", []),
        ("bookkeeper", "bookkeeper", []),
    ],
)  # fmt: skip
def test_words_given_sign_by_sign_for_others_hold(tmp_path: Path, given: str, painted: str, told: list[str]) -> None:
    assert found(tmp_path, pdf(page((sheet("G-3") + _sign_by_sign(given, painted)).encode()))) == told


@pytest.mark.parametrize("given", [" ", "ab", "....", "Our order"])
def test_a_sign_or_a_blank_given_for_a_sentence_holds(tmp_path: Path, given: str) -> None:
    marked = f"/Span <</ActualText({given})>> BDC {put(54, 300, 'Our bank account has changed')} EMC\n"
    assert found(tmp_path, pdf(page((sheet("G-5") + marked).encode()))) == [GIVEN]


def test_a_sign_given_for_several_strokes_says_nothing(tmp_path: Path) -> None:
    strokes = f"/Span <</ActualText(ffi)>> BDC {put(54, 300, 'f')} {put(58, 300, 'f')} {put(62, 300, 'i')} EMC\n"
    assert found(tmp_path, pdf(page((sheet("G-4") + strokes).encode()))) == []


@pytest.mark.parametrize(("given", "painted"), [("fi", "fi"), ("\\255", "-"), ("Thank you", "Thank you")])
def test_words_given_for_themselves_and_for_single_signs_say_nothing(tmp_path: Path, given: str, painted: str) -> None:
    marked = f"/Span <</ActualText({given})>> BDC {put(54, 300, painted)} EMC\n"
    assert found(tmp_path, pdf(page((sheet("G-3") + marked).encode()))) == []


_GREY = b"/Type/XObject/Subtype/Image/Width 4/Height 4/ColorSpace/DeviceGray/BitsPerComponent 8"


@pytest.mark.parametrize(
    ("data", "filters", "told"),
    [
        (b"\0\0\0\x0cjP  \r\n\x87\n" + b"x" * 200, b"/Filter/JPXDecode", [UNDRAWN]),
        (b"\xff\xd8\xff" + b"x" * 200, b"/Filter/DCTDecode", [UNDRAWN]),
        (b"x" * 200, b"/Filter/JBIG2Decode", [UNDRAWN]), (b"\0" * 16, b"/Filter/Unheard", [UNDRAWN]),
        (b"\0" * 16, b"", []),
    ],
    ids=["jpx", "jpeg", "jbig2", "unheard of", "plain"],
)  # fmt: skip
def test_a_picture_that_only_other_programs_draw_holds(
    tmp_path: Path, data: bytes, filters: bytes, told: list[str]
) -> None:
    placed = sheet("P-1") + "q 100 0 0 18 495 512 cm /I Do Q\n"
    entries = _GREY.replace(b"Component 8", b"Component 1") if b"JBIG2" in filters else _GREY
    objects = page(placed.encode(), resources=b"/XObject<</I 6 0 R>>", o6=stream(data, entries + filters))
    assert found(tmp_path, pdf(objects)) == told


@pytest.mark.parametrize(("unit", "told"), [(b"0.01", [RESIZED]), (b"7 0 R", [RESIZED]), (b"1", []), (b"1.0", [])])
def test_points_of_another_size_hold(tmp_path: Path, unit: bytes, told: list[str]) -> None:
    assert found(tmp_path, pdf(page(sheet("U-1").encode(), b"/UserUnit " + unit, o7=b"9"))) == told


@pytest.mark.parametrize(("unit", "told"), [(b"0.01", True), (b"1", False)])
def test_points_of_another_size_are_found_where_objects_are_packed(tmp_path: Path, unit: bytes, told: bool) -> None:
    held = zlib.compress(b"9 0 <</UserUnit " + unit + b">>")
    objects = page(sheet("U-1").encode(), o8=stream(held, b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode"))
    assert (RESIZED in found(tmp_path, pdf(objects))) is told


@pytest.mark.parametrize(
    ("value", "look", "told"),
    [("On", "Off", [FORM]), ("Off", "On", [FORM]), ("On", "On", []), ("Off", "Off", [])],
)
def test_a_box_that_shows_another_state_than_its_value_holds(
    tmp_path: Path, value: str, look: str, told: list[str]
) -> None:
    frame = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]"
    box = f"<</Type/Annot/Subtype/Widget/FT/Btn/T(c)/V/{value}/AS/{look}/Rect[300 460 309 469]/F 4"
    objects = page(
        sheet("B-1").encode(), b"/Annots[6 0 R]", o6=box.encode() + b"/AP<</N<</On 7 0 R/Off 8 0 R>>>>>>",
        o7=stream(b"1 1 7 7 re f", frame), o8=stream(b"", frame),
    )  # fmt: skip
    objects[1] = b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R]>>>>"
    assert found(tmp_path, pdf(objects)) == told


def _two_pages(second: bytes) -> bytes:
    objects = page(sheet("B-1").encode())
    objects[2] = b"<</Type/Pages/Kids[3 0 R 8 0 R]/Count 2>>"
    objects[8] = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 9 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
    objects[9] = second
    return pdf(objects)


_PACKED = zlib.compress(put(54, 300, "Amount due 9,400.00").encode() * 9)


@pytest.mark.parametrize(
    ("commands", "codes"),
    [
        (stream(b"this is not packed at all", b"/Filter/FlateDecode"), [UNDRAWN]),
        (stream(_PACKED[:30], b"/Filter/FlateDecode"), [UNDRAWN]),
        (stream(b"q Q"), []),
        (stream(zlib.compress(b"q 1 0 0 1 0 0 cm Q"), b"/Filter/FlateDecode"), []),
    ],
)
def test_a_page_that_is_blank_for_damage_alone_holds(tmp_path: Path, commands: bytes, codes: list[str]) -> None:
    assert found(tmp_path, _two_pages(commands)) == codes


@pytest.mark.parametrize(
    ("entries", "data", "codes"),
    [
        (b"/BitsPerComponent 8", bytes(320), [UNDRAWN]),  # no colours are named: it is not drawn as others draw it
        (b"/ImageMask true/BitsPerComponent 1", bytes(40), []),
        (b"/ColorSpace/DeviceGray/BitsPerComponent 8", bytes(320), []),
    ],
)
def test_a_picture_without_colours_of_its_own_holds(
    tmp_path: Path, entries: bytes, data: bytes, codes: list[str]
) -> None:
    picture = stream(data, b"/Type/XObject/Subtype/Image/Width 20/Height 16" + entries)
    drawn = (sheet("C-1") + "q 40 0 0 20 60 250 cm /I Do Q\n").encode()
    assert found(tmp_path, pdf(page(drawn, resources=b"/XObject<</I 6 0 R>>", o6=picture))) == codes


@pytest.mark.parametrize(("value", "codes"), [(b"/A", []), (b"/B", [FORM]), (b"/Off", [FORM])])
def test_a_choice_that_its_field_states_otherwise_holds(tmp_path: Path, value: bytes, codes: list[str]) -> None:
    box = b"<</Type/Annot/Subtype/Widget/Parent 6 0 R/Rect[60 %d 75 %d]/F 4/AS%s/AP<</N<<%s 9 0 R/Off 9 0 R>>>>>>"
    objects = page(
        sheet("R-1").encode(),
        more=b"/Annots[7 0 R 8 0 R]",
        o6=b"<</FT/Btn/Ff 49152/T(kind)/V%s/Kids[7 0 R 8 0 R]>>" % value,
        o7=box % (300, 315, b"/A", b"/A"),
        o8=box % (280, 295, b"/Off", b"/B"),
        o9=stream(b"", b"/Type/XObject/Subtype/Form/BBox[0 0 15 15]"),
    )
    objects[1] = b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R]>>>>"
    (tmp_path / "paper.pdf").write_bytes(pdf(objects))
    with open_document(tmp_path / "paper.pdf") as document:
        assert document.pdf is not None
        document.pdf.init_forms()
        assert [one.code for one in other_views(document)] == codes


@pytest.mark.parametrize(
    ("usage", "codes"),
    [(b"/Zoom", [LAYERS]), (b"/View /Language", [LAYERS]), (b"/User", [LAYERS]), (b"/Print", []), (b"/View", [])],
)
def test_layers_shown_by_zoom_language_or_user_hold(tmp_path: Path, usage: bytes, codes: list[str]) -> None:
    objects = page(
        f"/OC /L BDC {put(54, 300, 'Thank you')} EMC {sheet('Z-1')}".encode(),
        resources=b"/Properties<</L 6 0 R>>",
        o6=b"<</Type/OCG/Name(a)>>",
    )
    rule = b"/AS[<</Event/View/Category[%s]/OCGs[6 0 R]>>]" % usage
    objects[1] = b"<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[6 0 R]/D<<%s>>>>>>" % rule
    assert found(tmp_path, pdf(objects)) == codes


_OWN_GREY = b"/C[/CalGray<</WhitePoint[.95 1 1.09]/Gamma %s>>]"
_OWN_INK = b"[/Separation/Black/DeviceGray<</FunctionType 2/Domain[0 1]/C0[0]/C1[1]/N 90>>]"


@pytest.mark.parametrize(
    ("colours", "codes"),
    [
        (_OWN_GREY % b"70", [COLOURS]),
        (_OWN_GREY % b"2.2", []),
        (b"/C[/CalRGB<</WhitePoint[.95 1 1.09]/Gamma[1.8 1.8 70]>>]", [COLOURS]),
        (b"/DefaultGray" + _OWN_INK, [COLOURS]),
        (b"/DefaultGray 6 0 R", [COLOURS]),
        (b"/DefaultRGB[/CalRGB<</WhitePoint[.95 1 1.09]/Gamma[2.2 2.2 2.2]>>]", []),
        (b"/C" + _OWN_INK, []),
    ],
)
def test_colours_that_programs_show_pale_or_dark_hold(tmp_path: Path, colours: bytes, codes: list[str]) -> None:
    objects = page(sheet("C-1").encode(), resources=b"/ColorSpace<<%s>>" % colours, o6=_OWN_INK)
    assert found(tmp_path, pdf(objects)) == codes


def test_what_hangs_in_the_tree_of_pages_and_calls_itself_none_holds(tmp_path: Path) -> None:
    objects = page(sheet("T-1").encode(), o6=b"<</Type/Template/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R>>")
    objects[2] = b"<</Type/Pages/Kids[3 0 R 6 0 R]/Count 1>>"
    assert found(tmp_path, pdf(objects)) == [PAGES]


def test_a_file_behind_a_file_holds_and_one_that_is_carried_does_not(tmp_path: Path) -> None:
    assert PORTFOLIO in found(tmp_path, honest("T-2") + honest("T-2"))
    carried = stream(honest("T-3"), b"/Type/EmbeddedFile")
    assert found(tmp_path, pdf(page(sheet("T-4").encode(), o6=carried))) == []


@pytest.mark.parametrize(
    ("opening", "codes"),
    [
        (b"<</S/GoToR/F(real.pdf)/D[0/Fit]>>", [CHANGING]),
        (b"<</S/GoToE/T<</R/C/N(real)>>/D[0/Fit]>>", [CHANGING]),
        (b"<</S/GoTo/D[3 0 R/Fit]>>", []),
        (b"[3 0 R/XYZ null null 0]", []),
    ],
)
def test_a_file_that_opens_another_one_holds(tmp_path: Path, opening: bytes, codes: list[str]) -> None:
    objects = page(sheet("O-1").encode(), o6=opening)
    objects[1] = b"<</Type/Catalog/Pages 2 0 R/OpenAction 6 0 R>>"
    assert found(tmp_path, pdf(objects)) == codes
