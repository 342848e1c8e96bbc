"""The desk's way of writing numbers and dates: the system's, or that of the language the window speaks."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from app.ui.i18n import SOURCE, current_language
from app.workflow.figures import Figures


def figures_of(locale: QLocale) -> Figures:
    """Return the signs of a locale; the date is numeric with a four-digit year, in the locale's order."""
    short = locale.dateFormat(QLocale.FormatType.ShortFormat)
    return Figures(locale.decimalPoint(), locale.groupSeparator(), _date_pattern(short))


def desk_figures() -> Figures:
    """Return the signs of the system's locale; of the language in use where the system speaks another.

    English is spoken with the figures of any country: it takes the system's.
    """
    system, language = QLocale.system(), current_language()
    own = language in (SOURCE, system.name().partition("_")[0])
    return figures_of(system if own else QLocale(language))


def _date_pattern(qt_format: str) -> str:
    order = [part for part in ("d", "M", "y") if part in qt_format]
    order.sort(key=qt_format.index)
    words = {"d": "%d", "M": "%m", "y": "%Y"}
    sign = next((ch for ch in qt_format if not ch.isalpha() and ch != "'"), "-")
    # A month in letters or parts without a sign between them are written the one way nobody misreads.
    plain = len(order) == 3 and sign.strip() and "MMM" not in qt_format
    return sign.join(words[part] for part in order) if plain else "%Y-%m-%d"
