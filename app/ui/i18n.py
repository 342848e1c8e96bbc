"""The window in the clerk's language: English as written in the code, any other from ``resources/i18n/<language>``.

Every text of the window goes through Qt's own ``self.tr("…")`` (or ``QCoreApplication.translate`` outside of a
``QObject``), as a literal, with ``.format`` for what is filled in and ``%n`` for a count; never as an f-string. Here a
:class:`~app.workflow.catalogue.Catalogue` is put behind Qt, so that nothing has to be compiled; :func:`say` puts what
the rules of the program say into the language where it is shown.

To add texts, write them in a file of your own beside the others (``resources/i18n/de/vendors.toml``).
``tests/ui/test_language.py`` reads the code and names every text that is missing in a language, and every one in a
catalogue that the code no longer has.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from app.workflow.catalogue import Catalogue, load_catalogue, spoken
from app.workflow.wording import SET_REASONS

SOURCE = "en"
LANGUAGES: Mapping[str, str] = {"en": "English", "de": "Deutsch"}
_MOST_REMEMBERED = 20_000


class _Translator(QTranslator):
    """Answers Qt's questions from a catalogue; what is missing stays English."""

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__()
        self.catalogue = catalogue
        self._said: dict[str, str] = {}
        # What Qt's own dialogs and keys say: it comes with Qt, in every language Qt speaks.
        of_qt = QTranslator(self)
        if catalogue.language != SOURCE:
            folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            of_qt.load(QLocale(catalogue.language), "qtbase", "_", folder)
        self._said_by_qt = of_qt.translate

    def isEmpty(self) -> bool:
        """Say that there are texts (Qt)."""
        return False

    def translate(self, context: str, sourceText: str, disambiguation: str | None = None, n: int = -1) -> str:
        """Return a text in the language (Qt); contexts do not matter: the same words mean the same everywhere."""
        told = self.catalogue.text(sourceText, n) or self._said_by_qt(context, sourceText, disambiguation or "", n)
        return told or sourceText

    def spoken(self, text: str) -> str:
        """Return a sentence of the program's rules; lists and tables ask for the same ones at every move."""
        said = self._said.get(text)
        if said is None:
            if len(self._said) >= _MOST_REMEMBERED:
                self._said.clear()
            said = self._said[text] = spoken(self.catalogue, text)
        return said


_installed: list[_Translator] = []


def language_of(chosen: str, locale: QLocale) -> str:
    """Return the language to show: the one chosen, else the system's, else English."""
    system = locale.name().partition("_")[0]
    return next((code for code in (chosen, system) if code in LANGUAGES), "en")


def use_language(language: str) -> Catalogue:
    """Put a language behind every text that is made from now on."""
    while _installed:
        QCoreApplication.removeTranslator(_installed.pop())
    translator = _Translator(load_catalogue(language))
    QCoreApplication.installTranslator(translator)
    _installed.append(translator)
    return translator.catalogue


def current_language() -> str:
    """Return the code of the language in use."""
    return _installed[-1].catalogue.language if _installed else "en"


def say_reason(text: str) -> str:
    """Return a reason that was chosen from the list in the language in use; what a person wrote stays as it is."""
    return say(text) if text in SET_REASONS else text


def say(text: str) -> str:
    """Return a sentence of the program's rules in the language in use; English stays as it is."""
    if not _installed or _installed[-1].catalogue.language == "en":
        return text
    return _installed[-1].spoken(text)
