"""Questions to pdfium that are asked of every character or object of a page; they take and return plain addresses.

Of a typed pointer ctypes makes an object each time one is returned and checks it each time one is given, which doubles
the price of a call.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any, cast

import pypdfium2.raw as pdfium

Call = Callable[..., int]


def _untyped(kind: Any) -> Any:  # noqa: ANN401 - ctypes has no common type of its kinds
    return ctypes.c_void_p if isinstance(kind, type(ctypes.POINTER(ctypes.c_int))) else kind


def _with_addresses(typed: Any) -> Call:  # noqa: ANN401 - a function of ctypes; its class is made anew for each library
    """Return a function of pdfium with a plain address in place of each pointer."""
    plain = type(typed)(address_of(typed))
    plain.argtypes, plain.restype = tuple(map(_untyped, typed.argtypes)), _untyped(typed.restype)
    return cast("Call", plain)


def address_of(handle: Any) -> int:  # noqa: ANN401 - any pointer of ctypes
    """Return the address that a typed pointer holds; 0 where it points to nothing."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def page_object(address: int) -> pdfium.FPDF_PAGEOBJECT:
    """Return the typed pointer to a page's object, for what is asked of few of them."""
    return ctypes.cast(address, pdfium.FPDF_PAGEOBJECT)


code_of = _with_addresses(pdfium.FPDFText_GetUnicode)
text_of = _with_addresses(pdfium.FPDFText_GetText)
box_of = _with_addresses(pdfium.FPDFText_GetLooseCharBox)
character_matrix = _with_addresses(pdfium.FPDFText_GetMatrix)
text_object_of = _with_addresses(pdfium.FPDFText_GetTextObject)
object_on_page = _with_addresses(pdfium.FPDFPage_GetObject)
object_in_form = _with_addresses(pdfium.FPDFFormObj_GetObject)
type_of = _with_addresses(pdfium.FPDFPageObj_GetType)
bounds_of = _with_addresses(pdfium.FPDFPageObj_GetBounds)
matrix_of = _with_addresses(pdfium.FPDFPageObj_GetMatrix)
render_mode = _with_addresses(pdfium.FPDFTextObj_GetTextRenderMode)
segments_of = _with_addresses(pdfium.FPDFPath_CountSegments)
segment_of = _with_addresses(pdfium.FPDFPath_GetPathSegment)
point_of = _with_addresses(pdfium.FPDFPathSegment_GetPoint)
kind_of_segment = _with_addresses(pdfium.FPDFPathSegment_GetType)
closes = _with_addresses(pdfium.FPDFPathSegment_GetClose)
draw_mode_of = _with_addresses(pdfium.FPDFPath_GetDrawMode)
