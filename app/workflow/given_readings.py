"""Readings given as JSON instead of read from paper: the form ``tieout extract --json`` prints, read back.

What is given counts as proven: whoever passes it vouches for it. It serves to measure matching and deciding apart from
reading, and to take invoices from another reader.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from app.domain.errors import InputError
from app.domain.finding import Finding
from app.domain.invoice import Charge, ChargeKind, Invoice, InvoiceHeader, InvoiceLine, Reading, ReadingError, Source
from app.domain.measure import Pack
from app.domain.money import ZERO, decimal_from_text
from app.domain.provenance import Certainty, Extracted, Method
from app.domain.table_forms import DateForm, day_in
from app.extraction.pages.image import PageImage

T = TypeVar("T")
WRITTEN_SUFFIX = ".reading.json"
_MOST_BYTES = 512 << 20
_LONGEST_NUMBER = 400  # characters


def load_readings(path: Path) -> tuple[Reading, ...]:
    """Read a file of documents.

    Raises:
        InputError: ``bad_readings``: the file is not of that form; the message names the place.
    """
    try:
        return tuple(_reading(document) for document in _documents(path))
    except RecursionError as error:
        raise _bad(path, "it is nested too deep") from error
    except KeyError as error:
        raise _bad(path, f"“{error.args[0]}” is missing") from error
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise _bad(path, str(error)) from error


def _bad(path: Path, why: str) -> InputError:
    return InputError(
        "bad_readings",
        f"{path.name} does not hold readings: {why}.",
        next_step="Give a file in the form that tieout extract --json prints.",
    )


def _documents(path: Path, *, exact: bool = True) -> Sequence[Mapping[str, Any]]:
    """Return the documents of a file; ``exact``: numbers stay the characters they are written with."""
    if not path.is_file():
        raise ValueError("it is no file")
    if path.stat().st_size > _MOST_BYTES:
        raise ValueError(f"it has more than {_MOST_BYTES >> 20} MB")
    text = path.read_text(encoding="utf-8-sig")
    # never a binary float, and no 1e3; what stands twice would count as it stands last
    as_written: dict[str, Any] = {"parse_float": _written, "parse_int": _written} if exact else {}
    data = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number, **as_written)
    documents: Sequence[Mapping[str, Any]] = data if isinstance(data, list) else data["documents"]
    return documents


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"“{next(name for name in names if names.count(name) > 1)[:40]}” stands twice in one place")
    return found


def _written(number: str) -> str:
    if len(number) > _LONGEST_NUMBER:
        raise ValueError(f"the number {number[:40]}… is too long")
    return number


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is not a number")


def write_out(path: Path, folder: Path) -> tuple[Path, ...]:
    """Write each document of a readings file into a folder as a file of its own, to be stored as evidence."""
    written = []
    for number, document in enumerate(_documents(path, exact=False), 1):
        target = folder / f"{number:06d}" / f"{Path(str(document['file'])).name}{WRITTEN_SUFFIX}"
        target.parent.mkdir(parents=True)
        target.write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")
        written.append(target)
    return tuple(written)


class GivenReaders:
    """Stands in for the reading processes: hands out what was given for a file of that name."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self._by_name: dict[str, Reading] = {}
        for reading in readings:
            self._by_name.setdefault(Path(reading.file).name, reading)

    def submit(
        self, path: Path, *, profile: str | None = None, on_page: object = None, use_profiles: bool = True
    ) -> Future[Reading]:
        """Return the given reading; the error ``no_reading`` where there is none for this file."""
        name = path.name.removesuffix(WRITTEN_SUFFIX)
        given = self._by_name.get(name)
        if given is None:
            missing = ReadingError("no_reading", f"No reading was given for {path.name}.", "Add it to the readings.")
            given = Reading(path.name, "", 0, "0", error=missing)
        # The hash is that of the file that is stored, whatever the readings say.
        future: Future[Reading] = Future()
        future.set_result(replace(given, sha256=""))
        return future

    def look(self, path: Path, invoice: Invoice) -> Future[tuple[Finding, ...]]:
        """Return no disagreement: a given reading has no picture."""
        future: Future[tuple[Finding, ...]] = Future()
        future.set_result(())
        return future

    def render(self, path: Path, page: int, width: int) -> Future[PageImage]:
        """Refuse: there is no page behind a given reading."""
        future: Future[PageImage] = Future()
        future.set_exception(InputError("no_page", f"There is no page to show for {path.name}."))
        return future

    def close(self) -> None:
        """Nothing runs."""


def _reading(document: Mapping[str, Any]) -> Reading:
    name, sha256 = str(document["file"]), str(document.get("sha256") or "")
    pages = _whole(document.get("pages") or 1)
    error = document.get("error")
    if error:
        failure = ReadingError(str(error.get("code", "unknown")), str(error.get("message", "")))
        return Reading(name, sha256, pages, "0", error=failure)
    header = document.get("header") or {}
    invoice = Invoice(
        header=_header(header, titled_credit=bool(document.get("credit"))),
        lines=tuple(_line(line, number) for number, line in enumerate(document.get("lines") or [], 1)),
        charges=tuple(_charge(charge) for charge in document.get("charges") or []),
        source=Source.EINVOICE,
    )
    return Reading(name, sha256, pages, "0", invoice)


def _header(header: Mapping[str, Any], *, titled_credit: bool) -> InvoiceHeader:
    def text(name: str) -> Extracted[str] | None:
        return _given(str(header[name])) if header.get(name) else None

    def day(name: str) -> Extracted[date] | None:
        return _given(_day(header[name])) if header.get(name) else None

    def amount(name: str) -> Extracted[Decimal] | None:
        return None if header.get(name) is None else _given(_decimal(header[name]))

    def texts(name: str) -> tuple[Extracted[str], ...]:
        return tuple(_given(str(text)) for text in header.get(name) or ())

    return InvoiceHeader(
        invoice_number=text("invoice_number"),
        invoice_date=day("invoice_date"),
        due_date=day("due_date"),
        vendor_name=text("vendor_name"),
        vendor_tax_id=text("vendor_tax_id"),
        po_numbers=texts("po_numbers"),
        currency=text("currency"),
        subtotal=amount("subtotal"),
        tax_total=amount("tax_total"),
        total=amount("total"),
        titled_credit=titled_credit,
        bill_to=texts("bill_to"),
        ship_to=texts("ship_to"),
        buyer_tax_ids=texts("buyer_tax_ids"),
        bank_accounts=texts("bank_accounts"),
        terms_days=_given(_whole(header["terms_days"])) if header.get("terms_days") is not None else None,
    )


def _line(line: Mapping[str, Any], number: int) -> InvoiceLine:
    def figure(name: str) -> Extracted[Decimal] | None:
        return None if line.get(name) is None else _given(_decimal(line[name]))

    raw_uom = line.get("uom_raw")
    uom = line.get("uom")
    return InvoiceLine(
        line_no=_whole(line.get("line_no") or number),
        page=_whole(line.get("page") or 1),
        description=_given(str(line.get("description") or "")),
        item_code=_given(str(line["item_code"])) if line.get("item_code") else None,
        quantity=figure("quantity"),
        uom=_given(str(uom), str(raw_uom or uom)) if uom else None,
        unit_price=figure("unit_price"),
        price_basis=_basis(line.get("price_basis")),
        discount=figure("discount"),
        amount=figure("line_total"),
        po_number=_given(str(line["po_number"])) if line.get("po_number") else None,
        po_line=_given(_whole(line["po_line"])) if line.get("po_line") else None,
        certainty=Certainty.PROVEN,
        packs=tuple(_pack(pack) for pack in line.get("packs") or ()),
        notes=tuple(str(note) for note in line.get("notes") or ()),
    )


def _pack(given: Mapping[str, Any]) -> Pack:
    return Pack(str(given["unit"]), _decimal(given["holds"]), str(given["of"]), str(given.get("raw") or ""))


def _basis(given: object) -> Decimal:
    """Read for how many units the price is; one where nothing is said. Raises ValueError where it is not above zero."""
    basis = Decimal(1) if given is None else _decimal(given)
    if basis <= ZERO:
        raise ValueError(f"a price_basis of {basis} is not above zero")
    return basis


def _charge(charge: Mapping[str, Any]) -> Charge:
    return Charge(ChargeKind(charge["kind"]), str(charge.get("description") or ""), _given(_decimal(charge["amount"])))


def _given(value: T, raw: str | None = None) -> Extracted[T]:
    return Extracted(value, raw if raw is not None else str(value), None, Method.EINVOICE, Certainty.PROVEN)


def _decimal(text: object) -> Decimal:
    return decimal_from_text(str(text))


def _whole(text: object) -> int:
    written = str(text)
    if not (written.isascii() and written.isdigit() and len(written) <= 18):
        raise ValueError(f"{written[:40]!r} is not a whole number")
    return int(written)


def _day(text: object) -> date:
    found = day_in(str(text), DateForm.ISO)
    if found is None:
        raise ValueError(f"{str(text)[:40]!r} is not a day such as 2026-01-31")
    return found
