"""The program of a worker process: takes one document after the other, sends back readings and pictures of pages.

Started by app.extraction.workers.handle as a program of its own; it speaks frames on its standard input and output.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import sys
import traceback
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from app.domain.errors import AppError
from app.domain.invoice import Invoice, Reading, ReadingError
from app.domain.record import from_record, to_record
from app.extraction.reading_options import ReadingOptions
from app.extraction.workers.limits import WorkerLimits, limit_cpu, limit_memory
from app.extraction.workers.messages import (
    LARGEST_FRAME,
    LINES_AT_ONCE,
    BadFrameError,
    read_frame,
    write_json,
    write_pixels,
)
from app.extraction.workers.no_network import close_network

if TYPE_CHECKING:
    from app.extraction.values.knowledge import Knowledge


_VALUES_BETWEEN = 20_000  # new values from one look for rings to the next; Python's own choice is 700


def main() -> None:
    """Serve until the other side closes, then remove the private folder."""
    limits = WorkerLimits(**json.loads(sys.argv[1]))
    limit_memory(limits)
    kernel_refuses_network = close_network()
    collect_seldom()
    requests, answers = _own_streams()
    try:
        write_json(answers, {"event": "ready", "kernel_refuses_network": kernel_refuses_network})
        _Server(requests, answers, limits).serve()
    except (BadFrameError, OSError):
        pass  # the program that started this one is gone
    finally:
        folder = os.environ.get("TIEOUT_WORKER_FOLDER")
        if folder:
            os.chdir(os.path.dirname(folder))
            shutil.rmtree(folder, ignore_errors=True)


def collect_seldom() -> None:
    """Look for values that hold each other in a ring only now and then.

    Reading makes hundreds of thousands of values, hardly a ring among them; looking for one took a twentieth of it.
    """
    gc.set_threshold(_VALUES_BETWEEN, 10, 10)


def _own_streams() -> tuple[BinaryIO, BinaryIO]:
    """Take standard input and output for frames; what libraries print goes to standard error."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return requests, answers


class _Listener:
    """Tells the other side how far a document is, and allows the time that its pages need."""

    def __init__(self, answers: BinaryIO, limits: WorkerLimits) -> None:
        self._answers = answers
        self._limits = limits
        self._pages = 0
        self._scans = 0

    def page(self, number: int, pages: int) -> None:
        """Hear that a page comes next."""
        if pages != self._pages:
            self._pages = pages
            self._allow()
        write_json(self._answers, {"event": "page", "page": number, "pages": pages})

    def scan(self, number: int) -> None:
        """Hear that this page needs OCR."""
        self._scans += 1
        self._allow()
        write_json(self._answers, {"event": "scan", "page": number})

    def _allow(self) -> None:
        limit_cpu(self._limits.cpu(self._pages, self._scans))


class _Server:
    """Answers one request after the other."""

    def __init__(self, requests: BinaryIO, answers: BinaryIO, limits: WorkerLimits) -> None:
        self._requests = requests
        self._answers = answers
        self._limits = limits
        self._knowledge: Knowledge | None = None

    def serve(self) -> None:
        """Answer until there are no more requests."""
        while isinstance(request := read_frame(self._requests), dict):
            limit_cpu(self._limits.cpu_seconds)
            try:
                self._answer(request)
            except Exception:  # noqa: BLE001 - an edge: a fault of ours costs this document, and its trace is kept
                write_json(self._answers, {"event": "fault", "trace": traceback.format_exc()[-4000:]})

    def _answer(self, request: dict[str, Any]) -> None:
        if request["do"] == "read":
            self._read(request)
        elif request["do"] == "render":
            self._render(request)
        elif request["do"] == "look":
            self._look(request)
        elif request["do"] in ("learn", "try", "words"):
            self._learn(request)

    def _read(self, request: dict[str, Any]) -> None:
        from app.extraction.reader import read_document

        options = from_record(ReadingOptions, request["options"])
        listener = _Listener(self._answers, self._limits)
        reading = read_document(Path(request["path"]), options, self._known(), listener=listener)
        try:
            reading = self._lines_first(reading)
            write_json(self._answers, {"event": "reading", "reading": to_record(reading)})
        except (BadFrameError, MemoryError):
            untold = replace(reading, invoice=None, error=_too_many_lines(reading))
            write_json(self._answers, {"event": "reading", "reading": to_record(untold)})

    def _lines_first(self, reading: Reading) -> Reading:
        """Send the lines of a long invoice by themselves, so many at a time, and return the reading without them.

        Raises:
            BadFrameError: They are more than one answer may hold.
        """
        invoice = reading.invoice
        if invoice is None or len(invoice.lines) <= LINES_AT_ONCE:
            return reading
        sent = 0
        for start in range(0, len(invoice.lines), LINES_AT_ONCE):
            some = to_record(invoice.lines[start : start + LINES_AT_ONCE])
            sent += write_json(self._answers, {"event": "lines", "lines": some}, most=LARGEST_FRAME - sent)
        return replace(reading, invoice=replace(invoice, lines=()))

    def _learn(self, request: dict[str, Any]) -> None:
        from app.extraction.learning.documents import answer_learning

        try:
            limits = self._limits.for_learning()
            limit_cpu(limits.cpu_seconds)
            answer = answer_learning(request, self._known(), _Listener(self._answers, limits))
        except AppError as failure:
            self._failed(failure.code, failure.message, failure.next_step)
        except MemoryError:
            self._failed("too_much_memory", "The document needs more memory than it may use.", "")
        else:
            write_json(self._answers, answer)

    def _look(self, request: dict[str, Any]) -> None:
        from app.extraction.witness.picture_witness import look

        limit_cpu(self._limits.looking(request["pages"])[0])
        try:
            findings = look(Path(request["path"]), from_record(Invoice, request["invoice"]), self._known())
        except AppError as failure:
            self._failed(failure.code, failure.message, failure.next_step)
        except MemoryError:
            self._failed("too_much_memory", "The document needs more memory than it may use.", "")
        else:
            write_json(self._answers, {"event": "looked", "findings": to_record(findings)})

    def _known(self) -> Knowledge:
        if self._knowledge is None:
            from app.extraction.values.knowledge import load_knowledge
            from app.shipped_files import resource_path

            self._knowledge = load_knowledge(resource_path())
        return self._knowledge

    def _render(self, request: dict[str, Any]) -> None:
        from app.extraction.pages.render import render_page

        try:
            image = render_page(Path(request["path"]), request["page"], request["width"], request["turn"])
        except AppError as failure:
            self._failed(failure.code, failure.message, failure.next_step)
        except MemoryError:
            self._failed("too_much_memory", "The page needs more memory to be shown than it may use.", "")
        else:
            write_json(self._answers, {"event": "image", "width": image.width, "height": image.height})
            write_pixels(self._answers, image.png)

    def _failed(self, code: str, message: str, next_step: str) -> None:
        write_json(self._answers, {"event": "failed", "code": code, "message": message, "next_step": next_step})


def _too_many_lines(reading: Reading) -> ReadingError:
    lines = len(reading.invoice.lines) if reading.invoice is not None else 0
    return ReadingError(
        "too_large",
        f"{reading.file} bills {lines:,} lines on {reading.pages:,} pages; one case cannot hold so many.",
        "Split the file and take in one part after the other.",
    )


if __name__ == "__main__":
    main()
