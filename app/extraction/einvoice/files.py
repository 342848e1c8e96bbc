"""Finds electronic invoices: XML attached to a PDF, or XML by itself. Names from outside are shown, never used."""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from app.domain.errors import InputError
from app.domain.finding import Finding, Severity
from app.extraction.einvoice.cii import ROOTS as CII_ROOTS
from app.extraction.einvoice.cii import read_cii
from app.extraction.einvoice.model import EInvoice
from app.extraction.einvoice.ubl import ROOTS as UBL_ROOTS
from app.extraction.einvoice.ubl import read_ubl
from app.extraction.einvoice.values import line_of_text
from app.extraction.einvoice.xml_tree import LARGEST_XML, Node, XmlRefusedError, parse_xml
from app.extraction.pages.document import Document
from app.extraction.pages.document_kind import DocumentKind, shown_name

# In the order in which they are believed where a PDF carries several (Factur-X; XRechnung; ZUGFeRD 2; ZUGFeRD 1).
_OUR_NAMES = ("factur-x.xml", "xrechnung.xml", "zugferd-invoice.xml")
_MOST_ATTACHMENTS = 200
# What usually accompanies an invoice; everything else is looked into.
_OTHER_KINDS = (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".gif", ".csv", ".xlsx", ".ods", ".docx", ".zip")
_BEFORE_XML = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
_LONGEST_NAME = 60
# How the beginning of an invoice tells its kind, whatever it is called and whatever parts it lacks.
_TELLING = re.compile(rb":xsd:(?:Invoice|CreditNote)-2\b|:CrossIndustry(?:Invoice|Document)\b")
_BEGINNING = 4_000  # bytes
# An envelope of the delivery network around the invoice.
_ENVELOPE_DEPTH = 2
# Other formats name their root "Invoice" as well.
_UBL_PARTS = "LegalMonetaryTotal|AccountingSupplierParty"


@dataclass(frozen=True, slots=True)
class Found:
    """The electronic invoices of a document, the one that counts first, and what is to say about them."""

    invoices: tuple[EInvoice, ...] = ()
    findings: tuple[Finding, ...] = ()


def find_einvoices(document: Document) -> Found:
    """Return the electronic invoices that a document carries; one that cannot be read is a finding.

    Raises:
        InputError: The document is an XML file and no invoice (not_a_document, damaged or too_large).
    """
    if document.kind is DocumentKind.XML:
        return Found((_xml_file(document),))
    return _attached(document.pdf) if document.pdf is not None else Found()


def read_einvoice(content: bytes, file: str) -> EInvoice | None:
    """Return the invoice in an XML text; None where it is XML of another kind.

    Raises:
        XmlRefusedError: It is no XML that may be read.
    """
    root = _our_root(parse_xml(content), _ENVELOPE_DEPTH)
    if root is None:
        return None
    return read_cii(root, file) if root.name in CII_ROOTS else read_ubl(root, file)


def _our_root(node: Node, depth: int) -> Node | None:
    if node.name in CII_ROOTS or (node.name in UBL_ROOTS and node.first("ID") and node.first(_UBL_PARTS)):
        return node
    inside = (_our_root(child, depth - 1) for child in node.children) if depth > 1 else iter(())
    return next((found for found in inside if found is not None), None)


def _xml_file(document: Document) -> EInvoice:
    name = shown_name(document.path)
    resend = "Ask the vendor to resend it as CII or UBL, or as a PDF."
    try:
        with document.path.open("rb") as file:
            found = read_einvoice(file.read(LARGEST_XML + 1), name)
    except OSError as error:
        message = f"{name} cannot be opened: {error.strerror or error}."
        raise InputError("unreadable_file", message, next_step="Check that you may read the file.") from error
    except XmlRefusedError as error:
        raise InputError("damaged", f'The XML file "{name}" {error}.', next_step=resend) from error
    if found is None:
        raise InputError(
            "not_a_document", f"{name} is XML, but not an invoice in a format that is read.", next_step=resend
        )
    return found


def _attached(pdf: pypdfium2.PdfDocument) -> Found:
    invoices: list[EInvoice] = []
    findings: list[Finding] = []
    count = max(0, pdfium.FPDFDoc_GetAttachmentCount(pdf))
    for index in range(min(count, _MOST_ATTACHMENTS)):
        name, ours = _name(pdf, index)
        if not ours and name.lower().endswith(_OTHER_KINDS):
            continue
        try:
            content = _content(pdf, index)
            if not ours and not name.lower().endswith(".xml") and not content.lstrip(_BEFORE_XML).startswith(b"<"):
                continue
            ours = ours or _TELLING.search(content, 0, _BEGINNING) is not None
            found = read_einvoice(content, name)
        except XmlRefusedError as error:
            findings.append(_unreadable(f'The attached file "{name}" {error}.', ours=ours))
            continue
        if found is not None:
            invoices.append(found)
        elif ours:
            findings.append(
                _unreadable(f'The attached file "{name}" is no invoice in a format that is read.', ours=True)
            )
    if count > _MOST_ATTACHMENTS:
        message = f"The document has {count} attached files; only the first {_MOST_ATTACHMENTS} were looked at."
        findings.append(Finding("many_attachments", message))
    invoices.sort(key=_rank)
    return Found(tuple(invoices), tuple(findings))


def _rank(invoice: EInvoice) -> tuple[bool, bool, int]:
    """Order by what says most: lines before none, the newer format before ZUGFeRD 1.0, then the name."""
    name = invoice.file.lower()
    named = _OUR_NAMES.index(name) if name in _OUR_NAMES else len(_OUR_NAMES)
    return not invoice.lines, invoice.syntax == "ZUGFeRD 1.0", named


def _unreadable(message: str, *, ours: bool) -> Finding:
    # A file under the name of an electronic invoice, or in its format, is what the vendor legally billed; other files
    # need not concern us.
    return Finding("einvoice_unreadable", message, Severity.HOLD if ours else Severity.NOTE)


def _name(pdf: pypdfium2.PdfDocument, index: int) -> tuple[str, bool]:
    attachment = pdfium.FPDFDoc_GetAttachment(pdf, index)
    length = pdfium.FPDFAttachment_GetName(attachment, None, 0) if attachment else 0
    if not 2 <= length <= 4096:
        return "", False
    buffer = (pdfium.FPDF_WCHAR * (length // 2))()
    pdfium.FPDFAttachment_GetName(attachment, buffer, length)
    name = bytes(buffer).decode("utf-16-le", "replace").rstrip("\0")
    return line_of_text(name, _LONGEST_NAME), name.strip().lower() in _OUR_NAMES


def _content(pdf: pypdfium2.PdfDocument, index: int) -> bytes:
    """Return an attached file; its size is asked for before it is copied.

    Raises:
        XmlRefusedError: It is empty, too large or damaged.
    """
    attachment = pdfium.FPDFDoc_GetAttachment(pdf, index)
    length = ctypes.c_ulong()
    if not pdfium.FPDFAttachment_GetFile(attachment, None, 0, length) or not length.value:
        raise XmlRefusedError("is empty or damaged")
    if length.value > LARGEST_XML:
        raise XmlRefusedError(f"has more than {LARGEST_XML // 1_000_000} MB")
    buffer = (ctypes.c_char * length.value)()
    if not pdfium.FPDFAttachment_GetFile(attachment, buffer, length.value, length):
        raise XmlRefusedError("is damaged")
    return bytes(buffer)
