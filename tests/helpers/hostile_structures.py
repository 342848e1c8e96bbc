"""More files made to hurt: structures of PDFs that never end or lie about their size, pictures, electronic invoices.

Like those of tests.helpers.hostile_files, each as a function that makes it.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Mapping
from functools import partial

from tests.helpers.hostile_files import page, pdf, stream

_FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]"
_TEXT = b"BT /F1 12 Tf 50 700 Td (Invoice No. 1) Tj ET"


def _object_stream(numbers: bytes, first: int, count: int) -> bytes:
    body = stream(numbers, b"/Type/ObjStm/N %d/First %d" % (count, first))
    return pdf(page() | {6: body, 3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 7 0 R>>"})


def _xref_stream(widths: bytes, index: bytes, size: int, data: bytes = b"\0" * 64, more: bytes = b"") -> bytes:
    whole = pdf(page())
    cut = whole[: whole.rindex(b"xref\n0")]
    body = stream(data, b"/Type/XRef/Size %d/Index[%s]/W[%s]/Root 1 0 R%s" % (size, index, widths, more))
    return cut + b"99 0 obj%s endobj\nstartxref\n%d\n%%%%EOF\n" % (body, len(cut))


def _forms(fan: int, depth: int, text: bytes = _TEXT) -> bytes:
    forms = {}
    for level in range(depth):
        last = level == depth - 1
        font = b"/Font<</F1 5 0 R>>"
        inner = b"/Resources<<%s>>" % (font if last else b"/XObject<</F %d 0 R>>" % (11 + level))
        forms[10 + level] = stream(text if last else b"/F Do " * fan, _FORM + inner)
    return pdf(page(b"/F Do", resources=b"/XObject<</F 10 0 R>>") | forms)


def _form_ring() -> bytes:
    one = stream(b"/G Do", _FORM + b"/Resources<</XObject<</G 7 0 R>>>>")
    other = stream(b"/F Do", _FORM + b"/Resources<</XObject<</F 6 0 R>>>>")
    return pdf(page(b"/F Do", resources=b"/XObject<</F 6 0 R>>", o6=one, o7=other))


def _picture(entries: bytes, data: bytes) -> bytes:
    image = stream(data, b"/Type/XObject/Subtype/Image" + entries)
    return pdf(page(b"q 500 0 0 500 50 50 cm /I Do Q", resources=b"/XObject<</I 6 0 R>>", o6=image))


def _type3(content: bytes, inner: bytes = b"") -> bytes:
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[1 0 0 1 0 0]/FirstChar 97/LastChar 97/Widths[1]"
        b"/CharProcs<</a 7 0 R>>/Encoding<</Differences[97/a]>>/Resources<</Font<</F1 5 0 R>>%s>>>>" % inner
    )
    return pdf(page(b"BT /F1 9 Tf 50 700 Td (aaaa) Tj ET") | {5: font, 7: stream(content)})


def _shading(kind: int, entries: bytes, data: bytes = b"\0" * 4000) -> bytes:
    head = b"/ShadingType %d/ColorSpace/DeviceRGB%s" % (kind, entries)
    return pdf(page(b"/S sh " + _TEXT, resources=b"/Shading<</S 6 0 R>>", o6=stream(data, head)))


def _pattern_in_itself() -> bytes:
    tile = b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep 9/YStep 9"
    own = b"/Resources<</Pattern<</P 6 0 R>>>>"
    content = b"/Pattern cs /P scn 0 0 612 792 re f"
    return pdf(page(content, resources=b"/Pattern<</P 6 0 R>>", o6=stream(content, tile + own)))


def _mask_in_itself() -> bytes:
    state = b"/ExtGState<</G<</SMask<</S/Luminosity/G 6 0 R>>>>>>"
    group = stream(b"/G gs 0 g 0 0 9 9 re f", _FORM + b"/Group<</S/Transparency>>/Resources<<%s>>" % state)
    return pdf(page(b"/G gs " + _TEXT, resources=state, o6=group))


def _map_in_itself() -> bytes:
    font = b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding 6 0 R/ToUnicode 6 0 R/DescendantFonts[<</Type/Font" \
           b"/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<</Registry(A)/Ordering(B)/Supplement 0>>>>]>>"  # fmt: skip
    own = stream(b"/A usecmap begincmap endcmap", b"/Type/CMap/CMapName/A/UseCMap 6 0 R")
    return pdf(page(b"BT /F1 9 Tf 50 700 Td <00010002> Tj ET") | {5: font, 6: own})


def _map_ranges() -> bytes:
    ranges = b"100 begincidrange " + b"<0000> <FFFF> 0 " * 100 + b"endcidrange "
    own = stream(b"begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange " + ranges * 200 + b"endcmap")
    font = b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/ToUnicode 6 0 R/DescendantFonts[<</Type/Font" \
           b"/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<</Registry(A)/Ordering(B)/Supplement 0>>>>]>>"  # fmt: skip
    return pdf(page(b"BT /F1 9 Tf 50 700 Td <00010002> Tj ET") | {5: font, 6: own})


def _with_catalog(entries: bytes, **objects: bytes) -> bytes:
    made = page(**objects)
    made[1] = b"<</Type/Catalog/Pages 2 0 R%s>>" % entries
    return pdf(made)


def _attached(names: bytes, data: bytes, how: bytes = b"", more: dict[int, bytes] | None = None) -> bytes:
    spec = b"<</Type/Filespec/F(%s)/UF(%s)/EF<</F 7 0 R>>>>" % (names, names)
    made = page(o6=spec, o7=stream(data, b"/Type/EmbeddedFile" + how)) | (more or {})
    listed = b"(b)8 0 R" if more else b""
    made[1] = b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(a)6 0 R%s]>>>>/AF[6 0 R]>>" % listed
    return pdf(made)


def _names_in_a_ring() -> bytes:
    return _with_catalog(b"/Names<</EmbeddedFiles 6 0 R>>", o6=b"<</Kids[6 0 R 7 0 R]>>", o7=b"<</Kids[6 0 R 6 0 R]>>")


def _fields_in_a_ring() -> bytes:
    return _with_catalog(
        b"/AcroForm<</Fields[6 0 R]>>",
        o6=b"<</T(a)/FT/Tx/Parent 7 0 R/Kids[7 0 R]>>",
        o7=b"<</T(b)/FT/Tx/Parent 6 0 R/Kids[6 0 R]>>",
    )


def _layers_in_a_ring() -> bytes:
    made = page(b"/OC /L BDC " + _TEXT + b" EMC", resources=b"/Properties<</L 6 0 R>>")
    made[6] = b"<</Type/OCMD/OCGs 6 0 R/VE[/And 7 0 R]>>"
    made[7] = b"[/Or 7 0 R 7 0 R]"
    made[1] = b"<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[6 0 R]/D<<>>>>>>"
    return pdf(made)


def _parents_in_a_ring() -> bytes:
    made = page()
    made[3] = b"<</Type/Page/Parent 2 0 R/Contents 4 0 R>>"
    made[2] = b"<</Type/Pages/Parent 6 0 R/Kids[3 0 R]/Count 1>>"
    made[6] = b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 1>>"
    return pdf(made)


def _contents_again_and_again() -> bytes:
    made = page(_TEXT * 200)
    made[3] = made[3].replace(b"/Contents 4 0 R", b"/Contents[" + b"4 0 R " * 20_000 + b"]")
    return pdf(made)


def _public_key() -> bytes:
    lock = b"/Encrypt<</Filter/Adobe.PubSec/SubFilter/adbe.pkcs7.s5/V 4/Length 128/Recipients[<00>]>>/ID[<00><00>]"
    return pdf(page(), trailer=lock)


def _locked(version: bytes) -> bytes:
    return pdf(page(), trailer=b"/Encrypt<</Filter/Standard%s>>/ID[<00><00>]" % version)


def _png(size: tuple[int, int], kind: tuple[int, int], data: bytes, extra: bytes = b"") -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", *size, *kind, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def _pillow(form: str, size: tuple[int, int], mode: str = "L", **how: object) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new(mode, size, 255 if mode in ("L", "1", "P") else (255,) * len(mode)).save(out, form, **how)
    return out.getvalue()


def _tiff_pages(count: int) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    sheets = [Image.new("1", (40, 40), 1) for _ in range(count)]
    sheets[0].save(out, "TIFF", save_all=True, append_images=sheets[1:])
    return out.getvalue()


def _turned(way: int) -> bytes:
    from PIL import Image

    exif = Image.Exif()
    exif[0x0112] = way
    return _pillow("JPEG", (400, 300), "RGB", exif=exif)


def _tiff(fields: tuple[tuple[int, int, int, int], ...]) -> bytes:
    body = b"".join(struct.pack("<HHII", *field) for field in fields)
    return b"II*\0" + struct.pack("<IH", 8, len(fields)) + body + struct.pack("<I", 0)


def _xml(text: str, encoding: str = "utf-8", said: str = "") -> bytes:
    return f'<?xml version="1.0" encoding="{said or encoding}"?>{text}'.encode(encoding)


_UBL = (
    '<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"><ID>{}</ID>'
    "<IssueDate>2026-02-05</IssueDate><LegalMonetaryTotal>"
    "<PayableAmount currencyID='USD'>{}</PayableAmount></LegalMonetaryTotal></Invoice>"
)


def _two_xml() -> bytes:
    second = {8: b"<</Type/Filespec/F(xrechnung.xml)/UF(xrechnung.xml)/EF<</F 9 0 R>>>>"}
    second[9] = stream(_UBL.format("2", "9400.00").encode(), b"/Type/EmbeddedFile")
    return _attached(b"factur-x.xml", _UBL.format("1", "400.00").encode(), more=second)


STRUCTURES: Mapping[str, Callable[[], bytes]] = {
    "object_stream_2g.pdf": partial(_object_stream, b"7 0 8 2147483647 9 -5 ", 2147483647, 2147483647),
    "object_stream_backwards.pdf": partial(_object_stream, b"7 -100 8 -5 ", -9, 2),
    "xref_widths_of_2g.pdf": partial(_xref_stream, b"2147483647 2147483647 4", b"0 9", 9),
    "xref_widths_below_zero.pdf": partial(_xref_stream, b"-1 4 -9", b"-5 9", 9),
    "xref_index_odd.pdf": partial(_xref_stream, b"1 2 1", b"0 4294967296 7", 4294967296),
    "xref_predictor.pdf": partial(
        _xref_stream, b"1 4 1", b"0 9", 9, zlib.compress(b"\2" * 99),
        b"/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 2147483646/Colors 4/BitsPerComponent 16>>",
    ),
    "lzw_predictor_2.pdf": lambda: pdf(page(stream(
        b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01",
        b"/Filter/LZWDecode/DecodeParms<</Predictor 2/Columns 2147483647/Colors 2147483647/BitsPerComponent 32>>"))),
    "run_length.pdf": lambda: pdf(page(stream(b"\x81 " * 500_000 + b"\x80", b"/Filter/RunLengthDecode"))),
    "hex_and_85.pdf": lambda: pdf(page(stream(b"z" * 3_000_000, b"/Filter[/ASCII85Decode/RunLengthDecode]"))),
    "forms_10_to_the_7.pdf": partial(_forms, 10, 7),
    "forms_3000_deep.pdf": partial(_forms, 1, 3_000),
    "forms_in_a_ring.pdf": _form_ring,
    "type3_in_itself.pdf": lambda: _type3(b"1 0 d0 BT /F1 1 Tf (aa) Tj ET"),
    "type3_forms.pdf": lambda: _type3(b"1 0 0 0 1 1 d1 " + b"0 0 1 1 re f " * 200_000),
    "pattern_in_itself.pdf": _pattern_in_itself,
    "mask_in_itself.pdf": _mask_in_itself,
    "shading_lattice.pdf": partial(
        _shading, 5,
        b"/BitsPerCoordinate 32/BitsPerComponent 16/VerticesPerRow 2147483647/Decode[0 1 0 1 0 1 0 1 0 1]"),
    "shading_patches.pdf": partial(
        _shading, 7, b"/BitsPerCoordinate 1/BitsPerComponent 1/BitsPerFlag 2/Decode[0 612 0 792 0 1 0 1 0 1]",
        b"\x1b\x55" * 200_000),
    "shading_functions.pdf": partial(_shading, 1, b"/Domain[0 1e9 0 1e9]/Matrix[1e9 0 0 1e9 0 0]/Function 6 0 R"),
    "cmap_in_itself.pdf": _map_in_itself,
    "cmap_ranges.pdf": _map_ranges,
    "dashes.pdf": lambda: pdf(page(b"[0.00001 0.00001] 0 d 0 0 m 612 792 l S " * 50 + _TEXT)),
    "curves_500000.pdf": lambda: pdf(page(stream(
        zlib.compress(b"0 0 m " + b"1 2 300 400 5 6 c " * 500_000 + b"S " + _TEXT), b"/Filter/FlateDecode"))),
    "clips_100000.pdf": lambda: pdf(page(stream(
        zlib.compress(b"0 0 600 700 re W n " * 100_000 + _TEXT), b"/Filter/FlateDecode"))),
    "words_150000.pdf": lambda: pdf(page(stream(
        zlib.compress(b"".join(b"BT /F1 1 Tf %d %d Td (1.00) Tj ET " % (n % 600, n // 600) for n in range(40_000))),
        b"/Filter/FlateDecode"))),
    "numbers_too_long.pdf": lambda: pdf(page(
        b"BT /F1 " + b"9" * 100_000 + b" Tf 1" + b"0" * 5000 + b" 0 Td (1) Tj ET")),
    "image_lies_small.pdf": partial(
        _picture, b"/Width 5000/Height 5000/BitsPerComponent 8/ColorSpace/DeviceRGB", b"\0" * 10),
    "image_below_zero.pdf": partial(
        _picture, b"/Width -5/Height 2147483647/BitsPerComponent 8/ColorSpace/DeviceGray", b"\0" * 99),
    "image_16_bit.pdf": partial(
        _picture, b"/Width 900/Height 900/BitsPerComponent 16/ColorSpace/DeviceRGB/Filter/FlateDecode",
        zlib.compress(b"\x7f" * (900 * 900 * 6))),
    "image_bits_99.pdf": partial(
        _picture, b"/Width 9/Height 9/BitsPerComponent 99/ColorSpace[/Indexed/DeviceRGB 2147483647 <00>]", b"\0" * 99),
    "image_masks_itself.pdf": partial(
        _picture, b"/Width 9/Height 9/BitsPerComponent 8/ColorSpace/DeviceGray/SMask 6 0 R", b"\0" * 81),
    "image_device_n.pdf": partial(
        _picture, b"/Width 99/Height 99/BitsPerComponent 8/ColorSpace[/DeviceN[" + b"/a" * 5000 + b"]/DeviceRGB 6 0 R]",
        b"\0" * 9999),
    "inline_image_2g.pdf": lambda: pdf(page(
        b"BI /W 2147483647 /H 2147483647 /BPC 8 /CS /RGB ID \0\0\0 EI " + _TEXT)),
    "contents_20000_times.pdf": _contents_again_and_again,
    "names_in_a_ring.pdf": _names_in_a_ring,
    "fields_in_a_ring.pdf": _fields_in_a_ring,
    "layers_in_a_ring.pdf": _layers_in_a_ring,
    "parents_in_a_ring.pdf": _parents_in_a_ring,
    "public_key.pdf": _public_key,
    "locked_rc4.pdf": partial(_locked, b"/V 2/R 3/Length 128/P -4/O<%s>/U<%s>" % (b"00" * 32, b"00" * 32)),
    "locked_aes.pdf": partial(_locked, b"/V 5/R 6/Length 256/P -4/O<00>/U<00>/OE<00>/UE<00>/Perms<00>"),
    "locked_oddly.pdf": partial(_locked, b"/V 99/R -1/Length 2147483647/CF 1 0 R"),
    "pdf_in_pdf.pdf": lambda: _attached(b"invoice.pdf", pdf(page())),
    "attached_outside.pdf": lambda: _attached(b"../../../../tmp/factur-x.xml", _UBL.format("1", "1.00").encode()),
    "attached_lies_of_size.pdf": lambda: _attached(b"factur-x.xml", b"<Invoice/>", b"/Params<</Size 2147483647>>"),
    "attached_bomb.pdf": lambda: _attached(
        b"factur-x.xml", zlib.compress(b"<Invoice>" + b" " * 300_000_000), b"/Filter/FlateDecode"),
    "two_xml.pdf": _two_xml,
    "html_and_pdf.pdf": lambda: b"<html><script>alert(1)</script><!--\n" + pdf(page()) + b"-->",
    "javascript.pdf": lambda: _with_catalog(
        b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>/AA<</WC<</S/Launch/F(/bin/sh)>>>>"),
    "go_elsewhere.pdf": lambda: _with_catalog(b"/OpenAction<</S/GoToR/F(\\\\\\\\host\\\\share)/D[0/Fit]>>"),
    "line.png": partial(_png, (1, 100_000), (8, 0), zlib.compress(b"\0\xff" * 100_000)),
    "wide.png": partial(_png, (100_000, 1), (8, 0), zlib.compress(b"\0" + b"\xff" * 100_000)),
    "palette_missing.png": partial(_png, (50, 50), (8, 3), zlib.compress(b"\0" + b"\x05" * 50)),
    "sixteen_bit_alpha.png": partial(_png, (300, 300), (16, 6), zlib.compress((b"\0" + b"\x7f" * 2400) * 300)),
    "cut_off.png": lambda: _pillow("PNG", (900, 900))[:200],
    "cut_off.jpg": lambda: _pillow("JPEG", (900, 900))[:400],
    "turned_6.jpg": partial(_turned, 6),
    "turned_99.jpg": partial(_turned, 99),
    "cmyk.jpg": lambda: _pillow("JPEG", (200, 200), "CMYK"),
    "six_thousand_pages.tif": partial(_tiff_pages, 6_000),
    "strips_outside.tif": lambda: _tiff((
        (256, 4, 1, 4000), (257, 4, 1, 4000), (258, 3, 1, 8), (259, 3, 1, 5), (262, 3, 1, 1), (273, 4, 1, 4294967295),
        (278, 4, 1, 4294967295), (279, 4, 1, 4294967295))),
    "values_of_4g.tif": lambda: _tiff(((256, 4, 4294967295, 8), (257, 4, 4294967295, 8), (273, 4, 4294967295, 8))),
    "utf_7.xml": lambda: _xml("+ADw-Invoice/+AD4-", "ascii", "utf-7"),
    "utf_16.xml": lambda: _xml(_UBL.format("1", "1.00"), "utf-16"),
    "ebcdic.xml": lambda: _xml("<Invoice/>", "cp037", "cp037"),
    "included.xml": lambda: _xml(
        '<Invoice xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="file:///etc/passwd" parse="text"/>'
        "</Invoice>"),
    "stylesheet.xml": lambda: b'<?xml version="1.0"?><?xml-stylesheet href="http://127.0.0.1/x.xsl"?><Invoice/>',
    "entity_from_outside.xml": lambda: _xml(
        '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1/x.dtd">%p;]><Invoice/>'),
    "another_namespace.xml": lambda: _xml(_UBL.format("1", "1.00").replace("urn:oasis", "urn:nobody")),
    "amount_not_a_number.xml": lambda: _xml(_UBL.format("1", "NaN")),
    "amount_1e400.xml": lambda: _xml(_UBL.format("1", "1e400")),
    "long_number.xml": lambda: _xml(_UBL.format("1", "9" * 1_000_000)),
    "nul.xml": lambda: _xml(_UBL.format("1\0", "1.00")),
}  # fmt: skip
