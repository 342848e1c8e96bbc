"""The profile studio: see what was read and from where, change how this vendor is read, and see the rows at once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.case import QueueFilter, QueueRow
from app.domain.errors import AppError
from app.domain.provenance import Box
from app.ui.background import Changed
from app.ui.i18n import say
from app.ui.page.page_pane import PagePane
from app.ui.page_parts import fill_side_by_side, reason_row
from app.ui.plain_text import plain_label
from app.ui.profiles.studio_tabs import StudioTabs
from app.ui.record_model import Column, FetchedModel
from app.ui.record_table import SearchList
from app.ui.room import RoomPage, RoomParts
from app.workflow.history import profile_history
from app.workflow.profile_edit import Profile
from app.workflow.profile_learning import Proposal, StoredTrial
from app.workflow.profile_studio import (
    Sample,
    StudioReading,
    open_sample,
    read_with,
    save_from_studio,
    try_everywhere,
    values_of,
)
from app.workflow.queue import amount_of, name_of

_READ_MS = 350
_WIDTHS = (350, 440, 650)


class ProfileStudio(RoomPage):
    """Stored invoices on the left, the page in the middle, what is read and the rules on the right."""

    def __init__(self, parts: RoomParts) -> None:
        super().__init__()
        self._parts = parts
        self.sample: Sample | None = None
        self.profile: Profile | None = None
        self.reading: StudioReading | None = None
        self.trials: tuple[StoredTrial, ...] = ()
        self._before: list[Profile] = []
        self._generation = 0
        self._wanted: int | None = None
        self._proposal: Proposal | None = None
        self.found = SearchList(
            FetchedModel(self._columns(), parts.background, self._fetch, self),
            name=self.tr("Stored invoices"),
            search=self.tr("Search vendor, number, file"),
        )
        self.page = PagePane(parts.services, parts.background, parts.theme)
        self.page.view.picking = True
        self.page.view.viewport().setCursor(Qt.CursorShape.CrossCursor)
        self.title = plain_label(look="title", wrap=True, whole=True)
        self.state = plain_label(look="muted", wrap=True, whole=True)
        self.tabs = StudioTabs(parts.background)
        self.back = QPushButton(self.tr("Take back the last change"))
        self.reason = QLineEdit()
        self.save = QPushButton(self.tr("Save the profile"))
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_READ_MS)
        self._soon.timeout.connect(self._read)
        self._build()
        self._show_state()

    @property
    def reading_soon(self) -> bool:
        """Whether the invoice is about to be read anew."""
        return self._soon.isActive()

    def enter(self) -> None:
        """Refresh the list; an invoice that is open stays open with its changes."""
        self.found.model.reload()
        self.found.focus_start()

    def open_document(self, document_id: int, proposal: Proposal | None = None) -> None:
        """Open a stored invoice, with a profile that was learned from it where one is proposed.

        Changes that were not saved are given up.
        """
        self._wanted, self._proposal = document_id, proposal
        services = self._parts.services
        self.state.setText(self.tr("Reading the page…"))
        self._parts.background.read(self, lambda: open_sample(services, document_id), self._opened, self._not_opened)

    def change(self, profile: Profile) -> None:
        """Take a changed profile, and read the invoice with it."""
        if self.profile is None or profile == self.profile:
            return
        self._before.append(self.profile)
        self._take(profile)

    def take_back(self) -> None:
        """Undo the last change that is not saved."""
        if self._before:
            self._take(self._before.pop())

    # --- opening and reading -----------------------------------------------------------------------------------
    def _opened(self, sample: Sample) -> None:
        if sample.document.document_id != self._wanted:
            return
        self.sample = sample
        self._before = []
        self.page.show_document(sample.document)
        profile_id = sample.profile.id
        self.tabs.history.ask(lambda: profile_history(self._parts.services, profile_id))
        self._take(sample.profile)
        if self._proposal is not None:
            self.change(self._proposal.profile)
            self.reason.setText(" ".join(self._proposal.reasons))
            self.tabs.setCurrentIndex(0)
            self._proposal = None

    def _not_opened(self, error: BaseException) -> None:
        if not isinstance(error, AppError):
            self._parts.background.failed.emit(error)
            return
        self.sample = self.profile = self.reading = self._proposal = None
        self.page.show_document(None)
        self.tabs.values.records.show_rows(())
        self._show_state()
        self.state.setText(say(str(error)))

    def _take(self, profile: Profile) -> None:
        self.profile = profile
        self.trials = ()
        self.tabs.show_profile(profile)
        self._soon.start()
        self._show_state()

    def _read(self) -> None:
        sample, profile = self.sample, self.profile
        if sample is None or profile is None:
            return
        self._generation += 1
        generation, services, number = self._generation, self._parts.services, sample.document.document_id
        self.state.setText(self.tr("Reading the rows…"))

        def arrived(reading: StudioReading) -> None:
            if generation == self._generation:
                self.reading = reading
                self._show_reading()

        def failed(error: BaseException) -> None:
            if generation == self._generation:
                self._not_read(error)

        self._parts.background.read(self, lambda: read_with(services, number, profile), arrived, failed)

    def _not_read(self, error: BaseException) -> None:
        """Say why the rules cannot be used; they stay as they are, to be changed or taken back."""
        if not isinstance(error, AppError):
            self._parts.background.failed.emit(error)
            return
        self.reading = None
        self._show_reading()
        self.state.setText(say(str(error)))

    def _show_reading(self) -> None:
        reading = self.reading
        values = values_of(reading.then.invoice) if reading is not None else ()
        before = self.tabs.values.currentIndex().row()
        self.tabs.values.records.show_rows(values)
        self.tabs.values.focus_row(min(max(before, 0), len(values) - 1))
        self._outline()
        self._show_state()

    def _outline(self) -> None:
        self.page.show_outlines(self.tabs.outlines())

    def _show_state(self) -> None:
        profile, sample, reading = self.profile, self.sample, self.reading
        changed = bool(self._before)
        self.back.setEnabled(changed)
        self.tabs.attempt.setEnabled(sample is not None)
        self.save.setEnabled(changed and reading is not None)
        if profile is None or sample is None:
            self.title.setText(self.tr("Profile studio"))
            self.state.setText(self.tr("Choose an invoice of the vendor whose reading is to be changed."))
            return
        version = profile.version if sample.known else 0
        named = self.tr("{0}, version {1}") if sample.known else self.tr("{0}, not saved yet")
        self.title.setText(f"{profile.vendor_name} · {named.format(profile.id, version)}")
        if reading is None or self._soon.isActive():
            return
        today, then = reading.holding
        parts = [self.tr("Sums that hold: {0} today, {1} with these rules").format(today, then)]
        if not reading.used:
            parts.append(self.tr("the page adds up better without this profile, so it is not used"))
        if then < today:
            parts.append(self.tr("that is worse than today"))
        parts.extend(map(say, sample.unusable))
        self.state.setText(" · ".join(parts))

    # --- picking on the page -----------------------------------------------------------------------------------
    def _picked(self, area: Box, _: bool) -> None:
        if self.sample is not None and self.profile is not None:
            self.tabs.take(self.sample.words, area, self.page.view.pages)

    # --- trying and saving -------------------------------------------------------------------------------------
    def try_all(self) -> None:
        """Read every stored invoice of the vendor with the profile as it is now."""
        sample, profile, services = self.sample, self.profile, self._parts.services
        if sample is None or profile is None:
            return
        self.tabs.attempt.setEnabled(False)

        def done(trials: tuple[StoredTrial, ...]) -> None:
            self.tabs.attempt.setEnabled(True)
            if profile == self.profile:
                self.trials = trials
                self.tabs.effects.show_trials(trials)
                worse = sum(trial.worse for trial in trials)
                told = self.tr("%n invoices were tried.", "", len(trials))
                if worse:
                    told += " " + self.tr("%n would add up worse: the profile cannot be saved so.", "", worse)
                self.said.emit(told)

        self._parts.background.batch(
            self,
            self.tr("Trying the profile"),
            lambda progress, cancel: try_everywhere(
                services, sample.document, profile, progress=progress, cancel=cancel
            ),
            done,
            self._not_saved,
        )

    def save_profile(self) -> None:
        """Try on every invoice unless that was done, then save with the reason, the sample and what it holds."""
        sample, profile, reading = self.sample, self.profile, self.reading
        if sample is None or profile is None or reading is None or self._soon.isActive():
            return
        expected = reading.then.invoice
        if expected is None:
            return
        services, reason, trials = self._parts.services, self.reason.text(), self.trials
        if not reason.strip():
            self.said.emit(self.tr("Say in a few words why the profile is changed."))
            self.reason.setFocus()
            return
        self.save.setEnabled(False)
        self._parts.background.batch(
            self,
            self.tr("Trying the profile"),
            lambda progress, cancel: save_from_studio(
                services,
                sample,
                profile,
                expected,
                trials or try_everywhere(services, sample.document, profile, progress=progress, cancel=cancel),
                reason,
            ),
            lambda saved: self._saved(saved.profile),
            self._not_saved,
            changes=lambda _: Changed(desk=True),
        )

    def _saved(self, profile: Profile) -> None:
        self.reason.clear()
        self.said.emit(self.tr("Profile {0}, version {1}, is saved.").format(profile.id, profile.version))
        if self.sample is not None:
            self.open_document(self.sample.document.document_id)

    def _not_saved(self, error: BaseException) -> None:
        self._show_state()
        if isinstance(error, AppError):
            self.state.setText(say(str(error)))
        else:
            self._parts.background.failed.emit(error)

    # --- building ----------------------------------------------------------------------------------------------
    def _build(self) -> None:
        right = QWidget()
        inner = QVBoxLayout(right)
        inner.setContentsMargins(10, 12, 16, 10)
        inner.addWidget(self.title)
        inner.addWidget(self.state)
        inner.addWidget(self.tabs, 1)
        why = self.tr("Why the profile is changed")
        inner.addWidget(reason_row(self.back, self.reason, self.save, label=self.tr("Reason:"), name=why))
        left = QWidget()
        frame = QVBoxLayout(left)
        frame.setContentsMargins(16, 12, 8, 8)
        frame.addWidget(self.found)
        fill_side_by_side(self, (left, self.page, right), _WIDTHS)
        self._connect()

    def _connect(self) -> None:
        self.found.opened.connect(lambda row: self.open_document(row.document_id))
        self.found.chosen.connect(self._look_at)
        self.found.keeps = lambda row: row.document_id == self._wanted
        self.tabs.changed.connect(self.change)
        self.tabs.said.connect(self.said)
        self.tabs.value_chosen.connect(self._outline)
        self.page.picked.connect(self._picked)
        self.tabs.attempt.clicked.connect(self.try_all)
        self.back.clicked.connect(self.take_back)
        self.save.clicked.connect(self.save_profile)
        self.reason.returnPressed.connect(self.save_profile)

    def _look_at(self, row: QueueRow | None) -> None:
        """Open the invoice in focus, unless changes or what is offered would be given up: then only Enter does."""
        kept = self._before or self._proposal is not None
        if row is not None and not kept and row.document_id != self._wanted:
            self.open_document(row.document_id)

    def _fetch(self, text: str, sort: str, descending: bool, limit: int, offset: int) -> Sequence[QueueRow]:
        wanted = QueueFilter(text=text, sort=sort or "vendor", descending=descending)
        return self._parts.services.store.queue(wanted, limit=limit, offset=offset)

    def _columns(self) -> tuple[Column, ...]:
        figures = self._parts.figures
        return (
            Column(self.tr("Vendor"), name_of, sort="vendor", chars=20),
            Column(self.tr("Invoice"), lambda r: r.invoice_number or r.file, sort="number", chars=12),
            Column(self.tr("Total"), lambda r: amount_of(r, figures), right=True, chars=14),
        )
