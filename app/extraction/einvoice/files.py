"""Finds electronic invoices: XML attached to a PDF, or XML by itself. Names from outside are shown, never used."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.domain.errors import InputError
from app.domain.finding import Finding, Severity
from app.extraction.einvoice.attachments import (
    MOST_ATTACHMENTS,
    attachments,
    carries_unlisted,
    content_of,
    listed,
    name_of,
)
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
OUR_NAMES = ("factur-x.xml", "xrechnung.xml", "zugferd-invoice.xml")
# What usually accompanies an invoice; everything else is looked into.
_OTHER_KINDS = (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".gif", ".csv", ".xlsx", ".ods", ".docx", ".zip")
_BEFORE_XML = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
_LONGEST_NAME = 60
# How the beginning of an invoice tells its kind, whatever it is called and whatever parts it lacks.
_TELLING = re.compile(rb":xsd:(?:Invoice|CreditNote)-2\b|:CrossIndustry(?:Invoice|Document)\b")
# Formats of other countries and trades, none of which is read: FatturaPA, Facturae, ebInterface, Finvoice, Svefaktura,
# OIOXML, ISDOC, e-SLOG, KSeF, CFDI, cXML, EANCOM and GS1 XML, SAP's IDoc; EDIFACT and X12 are no XML.
_OTHER_FORMATS = re.compile(
    rb"FatturaElettronica|facturae\.(?:es|gob\.es)/|/Facturae/|ebinterface\.at/|<Finvoice\b|svefaktura|:ubl:Invoice:1\.0"
    rb"|isdoc\.cz/|[eE]-?[sS]log|crd\.gov\.pl/wzor|sat\.gob\.mx/cfd|<InvoiceDetailRequest\b|:ecom:invoice:|<INVOIC0\d\b"
    rb"|\AUN[AB][:+][^']{0,400}'(?:[^']{0,200}'){0,3}?\s*UNH\+[^']{0,60}INVOIC|\AISA[^A-Za-z0-9].{100,120}ST.810\b",
    re.DOTALL,
)
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
    return _attached(document) if document.pdf is not None else Found()


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


def _attached(document: Document) -> Found:
    assert document.pdf is not None
    invoices: list[EInvoice] = []
    findings: list[Finding] = []
    seen = 0
    for attachment in attachments(document):
        seen += 1
        full_name = name_of(attachment)
        name, ours = line_of_text(full_name, _LONGEST_NAME), full_name.strip().lower() in OUR_NAMES
        if not ours and name.lower().endswith(_OTHER_KINDS):
            continue
        try:
            content = content_of(attachment)
            if _OTHER_FORMATS.search(content[:_BEGINNING].lstrip(_BEFORE_XML)):
                findings.append(_unreadable(f'The attached file "{name}" is an invoice in a format that is not read.'))
                continue
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
            findings.append(_unreadable(f'The attached file "{name}" is no invoice in a format that is read.'))
    count = listed(document.pdf)
    if count > MOST_ATTACHMENTS:
        message = f"The document has {count} attached files; only the first {MOST_ATTACHMENTS} were looked at."
        findings.append(Finding("many_attachments", message))
    if carries_unlisted(document, seen):
        findings.append(_unreadable("The document carries a file that is not in its list of attached files."))
    invoices.sort(key=_rank)
    return Found(tuple(invoices), tuple(findings))


def _rank(invoice: EInvoice) -> tuple[bool, bool, int]:
    """Order by what says most: lines before none, the newer format before ZUGFeRD 1.0, then the name."""
    name = invoice.file.lower()
    named = OUR_NAMES.index(name) if name in OUR_NAMES else len(OUR_NAMES)
    return not invoice.lines, invoice.syntax == "ZUGFeRD 1.0", named


def _unreadable(message: str, *, ours: bool = True) -> Finding:
    # A file under the name of an electronic invoice, or in its format, is what the vendor legally billed; other files
    # need not concern us.
    return Finding("einvoice_unreadable", message, Severity.HOLD if ours else Severity.NOTE)
