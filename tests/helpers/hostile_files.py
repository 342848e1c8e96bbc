"""Files made to do harm to whoever reads them, most of a few kilobytes: bombs, loops, lies about sizes."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

from tests.helpers.papers import pdf_invoice

_ROOT = b"<</Type/Catalog/Pages 2 0 R>>"
_PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
_TEXT = b"BT /F1 12 Tf 50 700 Td (Invoice No. 1) Tj ET"
_BOMB = 400_000_000


def pdf(objects: Mapping[int, bytes], *, trailer: bytes = b"", junk: bytes = b"") -> bytes:
    """Return a PDF of these objects, by number; the first is its root."""
    data, places = bytearray(junk + b"%PDF-1.5\n"), {}
    for number, body in objects.items():
        places[number] = len(data)
        data += b"%d 0 obj%s endobj\n" % (number, body)
    table, size = len(data), max(objects) + 1
    data += b"xref\n0 %d\n" % size
    for number in range(size):
        free = number not in places
        data += b"%010d %05d %c \n" % (places.get(number, 0), 65535 if free else 0, b"f" if free else b"n")
    return bytes(data) + b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, table)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """Return a stream object."""
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), entries, data)


def page(content: bytes = _TEXT, more: bytes = b"", resources: bytes = b"", **objects: bytes) -> dict[int, bytes]:
    """Return the objects of a file of one page; ``objects`` are more of them, named o6, o7…"""
    made = {
        1: _ROOT,
        2: _PAGES,
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>%s>>%s>>"
        % (resources, more),
        4: content if content.startswith(b"<<") else stream(content),
        5: _FONT,
    }
    return made | {int(name[1:]): body for name, body in objects.items()}


@cache
def _packed(size: int, of: bytes = b" ") -> bytes:
    packer = zlib.compressobj(6)
    parts = [packer.compress(of * 1_000_000) for _ in range(size // 1_000_000)]
    return b"".join(parts) + packer.flush()


def _picture(entries: bytes, data: bytes) -> bytes:
    return pdf(
        page(
            b"q 500 0 0 500 50 50 cm /I Do Q",
            resources=b"/XObject<</I 6 0 R>>",
            o6=stream(data, b"/Type/XObject/Subtype/Image" + entries),
        )
    )


def _bomb_in_content() -> bytes:
    return pdf(page(stream(zlib.compress(_packed(_BOMB)), b"/Filter[/FlateDecode/FlateDecode]")))


def _predictor() -> bytes:
    parms = b"/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 2147483647/Colors 32>>"
    return pdf(page(stream(zlib.compress(b"\0" * 1000), parms)))


def _deep_tree() -> bytes:
    objects = page()
    depth = 20_000
    for level in range(depth):
        objects[10 + level] = b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % (11 + level if level < depth - 1 else 3)
    objects[2] = b"<</Type/Pages/Count 1/Kids[10 0 R]>>"
    return pdf(objects)


def _multiplied_tree() -> bytes:
    """Eight levels of ten kids, all the same: 10^8 pages."""
    objects = page()
    for level in range(8):
        kid = 11 + level if level < 7 else 3
        objects[10 + level] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (10 ** (8 - level), b"%d 0 R " % kid * 10)
    objects[2] = b"<</Type/Pages/Count 100000000/Kids[10 0 R]>>"
    return pdf(objects)


def _multiplied_forms() -> bytes:
    """Forms that draw the next one ten times, nine levels deep."""
    forms = {}
    for level in range(9):
        last = level == 8
        entries = b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]"
        inner = b"" if last else b"/Resources<</XObject<</F %d 0 R>>>>" % (11 + level)
        forms[10 + level] = stream(b"0 0 9 9 re f" if last else b"/F Do " * 10, entries + inner)
    return pdf(page(b"/F Do", resources=b"/XObject<</F 10 0 R>>") | forms)


def _nested_states() -> bytes:
    return pdf(page(stream(zlib.compress(b"q " * 500_000 + _TEXT), b"/Filter/FlateDecode")))


def _annotations() -> bytes:
    return pdf(page(more=b"/Annots[%s]" % (b"6 0 R " * 1_000_000), o6=b"<</Type/Annot/Subtype/Text/Rect[0 0 9 9]>>"))


def _form_fields() -> bytes:
    objects = page()
    fields = b" ".join(b"%d 0 R" % number for number in range(10, 30_010))
    for number in range(10, 30_010):
        objects[number] = b"<</FT/Tx/T(f%d)/V(1.00)/Type/Annot/Subtype/Widget/Rect[0 0 9 9]>>" % number
    objects[1] = b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[%s]/NeedAppearances true>>>>" % fields
    objects[3] = objects[3][:-2] + b"/Annots[%s]>>" % fields
    return pdf(objects)


def _font_bomb() -> bytes:
    return pdf(
        page(b"BT /F1 12 Tf 50 700 Td (x) Tj ET")
        | {
            5: b"<</Type/Font/Subtype/TrueType/BaseFont/A/FontDescriptor 7 0 R/FirstChar 0/LastChar 255>>",
            7: b"<</Type/FontDescriptor/FontName/A/FontFile2 8 0 R>>",
            8: stream(_packed(_BOMB, b"\0"), b"/Filter/FlateDecode"),
        }
    )


def _pattern() -> bytes:
    """A tile of a thousandth of a point that fills the page."""
    tile = b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep 0.001/YStep 0.001/Resources<<>>"
    content = b"/Pattern cs /P scn 0 0 612 792 re f"
    return pdf(page(content, resources=b"/Pattern<</P 6 0 R>>", o6=stream(b"0 0 1 1 re f", tile)))


def _function() -> bytes:
    """A shading whose colour comes from a sampled function that claims 2^31 samples."""
    shading = b"<</ShadingType 1/ColorSpace/DeviceRGB/Function 7 0 R>>"
    function = stream(
        b"\0" * 9, b"/FunctionType 0/Domain[0 1 0 1]/Range[0 1 0 1 0 1]/Size[65535 65535]/BitsPerSample 32"
    )
    return pdf(page(b"/S sh", resources=b"/Shading<</S 6 0 R>>", o6=shading, o7=function))


def _jbig2() -> bytes:
    head = struct.pack(">IBBIIIIIBH", 0, 0x30, 1, 19, 60_000, 60_000, 0, 0, 0, 0)
    return _picture(b"/Width 60000/Height 60000/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/JBIG2Decode", head)


def _jpx() -> bytes:
    size = struct.pack(">HHIIIIIIIIH", 41, 0, 65_000, 65_000, 0, 0, 1, 1, 0, 0, 1) + b"\x07\x01\x01"
    return _picture(b"/Width 65000/Height 65000/Filter/JPXDecode", b"\xff\x4f\xff\x51" + size + b"\xff\xd9")


def _ccitt() -> bytes:
    parms = b"/DecodeParms<</K -1/Columns 60000/Rows 60000>>"
    entries = b"/Width 60000/Height 60000/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/CCITTFaxDecode"
    return _picture(entries + parms, b"\0" * 2000)


def _many_attachments() -> bytes:
    bomb = stream(_packed(_BOMB, b"<"), b"/Type/EmbeddedFile/Filter/FlateDecode")
    names = b" ".join(b"(factur-x%d.xml) 6 0 R" % number for number in range(2000))
    objects = page(o6=b"<</Type/Filespec/F(factur-x.xml)/UF(factur-x.xml)/EF<</F 7 0 R>>>>", o7=bomb)
    objects[1] = b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[%s]>>>>/AF[6 0 R]>>" % names
    return pdf(objects)


def _xref_stream_count() -> bytes:
    objects = pdf(page())
    body = stream(b"\0" * 8, b"/Type/XRef/Size 2147483647/Index[0 2147483647]/W[1 2 1]/Root 1 0 R")
    cut = objects[: objects.rindex(b"xref\n0")]
    return cut + b"99 0 obj%s endobj\nstartxref\n%d\n%%%%EOF\n" % (body, len(cut))


def _own_length() -> bytes:
    return pdf(page() | {4: b"<</Length 4 0 R>>stream\n" + _TEXT + b"\nendstream"})


def _no_page_box_in_numbers() -> bytes:
    return pdf({**page(), 3: b"<</Type/Page/Parent 2 0 R/MediaBox[(a) null /b 1e999]/Contents 4 0 R>>"})


def _zip_and_pdf() -> bytes:
    return pdf(page(), junk=b"PK\x03\x04" + b"\0" * 500)


def _png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", _packed(_BOMB, b"\0")) + chunk(b"IEND", b"")


def _png_text() -> bytes:
    """A small picture with a compressed text of 400 MB."""
    small = io.BytesIO()
    from PIL import Image

    Image.new("L", (200, 200), 255).save(small, "PNG")
    data = small.getvalue()
    text = b"a\0\0" + _packed(_BOMB, b"a")
    chunk = struct.pack(">I", len(text)) + b"zTXt" + text + struct.pack(">I", zlib.crc32(b"zTXt" + text))
    return data[:33] + chunk + data[33:]


def _tiff_loop() -> bytes:
    """A TIFF whose first directory is its own next one."""
    fields = ((256, 3, 1, 100), (257, 3, 1, 100), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (273, 4, 1, 8))
    body = b"".join(struct.pack("<HHIHH" if kind == 3 else "<HHII", tag, kind, n, value, *((0,) if kind == 3 else ()))
                    for tag, kind, n, value in fields)  # fmt: skip
    return b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", len(fields)) + body + struct.pack("<I", 8)


def _jpeg_size() -> bytes:
    return (
        b"\xff\xd8\xff\xc0\x00\x11\x08" + struct.pack(">HH", 65_500, 65_500) + b"\x03\x01\x22\0\x02\x11\x01\x03\x11\x01"
        b"\xff\xda\x00\x0c\x03\x01\0\x02\x11\x03\x11\0\x3f\0" + b"\0" * 300 + b"\xff\xd9"
    )


def _xml(declared: bytes, body: bytes = b"&z;") -> bytes:
    return b'<?xml version="1.0"?><!DOCTYPE Invoice [%s]><Invoice>%s</Invoice>' % (declared, body)


def _laughs() -> bytes:
    lines = [b'<!ENTITY a0 "ha">', *(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))]
    return _xml(b"".join(lines), b"&a11;")


FILES: Mapping[str, Callable[[], bytes]] = {
    "bomb_in_content.pdf": _bomb_in_content,
    "predictor_of_2g_columns.pdf": _predictor,
    "page_tree_20000_deep.pdf": _deep_tree,
    "page_tree_of_1e8.pdf": _multiplied_tree,
    "forms_of_1e8.pdf": _multiplied_forms,
    "states_nested_500000.pdf": _nested_states,
    "annotations_1e6.pdf": _annotations,
    "form_fields_30000.pdf": _form_fields,
    "font_of_400_mb.pdf": _font_bomb,
    "pattern_of_a_thousandth.pdf": _pattern,
    "function_of_2g_samples.pdf": _function,
    "jbig2_60000.pdf": _jbig2,
    "jpx_65000.pdf": _jpx,
    "ccitt_60000.pdf": _ccitt,
    "attachments_2000.pdf": _many_attachments,
    "xref_stream_2g.pdf": _xref_stream_count,
    "length_is_itself.pdf": _own_length,
    "box_of_words.pdf": _no_page_box_in_numbers,
    "zip_and_pdf.pdf": _zip_and_pdf,
    "large.png": lambda: _png(12_000, 5_000),
    "larger.png": lambda: _png(60_000, 60_000),
    "text_of_400_mb.png": _png_text,
    "loop.tiff": _tiff_loop,
    "size.jpg": _jpeg_size,
    "laughs.xml": _laughs,
    "outside.xml": lambda: _xml(b'<!ENTITY z SYSTEM "file:///etc/passwd">'),
    "nested_100000.xml": lambda: b"<Invoice>" + b"<a>" * 100_000 + b"</a>" * 100_000 + b"</Invoice>",
    "attributes_100000.xml": lambda: b"<Invoice %s/>" % b" ".join(b'a%d="1"' % n for n in range(100_000)),
}


def write_hostile_files(folder: Path, names: Sequence[str] = tuple(FILES)) -> list[Path]:
    """Write these files into a folder, and one that is a good invoice cut off in the middle."""
    for name in names:
        (folder / name).write_bytes(FILES[name]())
    whole = pdf_invoice(folder / "whole.pdf").read_bytes()
    (folder / "whole.pdf").unlink()
    (folder / "cut_off.pdf").write_bytes(whole[: len(whole) // 2])
    return [folder / name for name in (*names, "cut_off.pdf")]
