"""Guesses the language of a page from the words that invoices in that language hardly do without."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable

_TELLING = {
    "eng": "invoice date quantity description amount total due order price ship bill payment terms unit subtotal "
    "the and",
    "deu": "rechnung rechnungsnummer datum menge beschreibung bezeichnung betrag gesamt summe preis einzelpreis "
    "lieferung kunde mwst ust zahlbar und der die stuck",
    "fra": "facture quantite designation montant total prix tva date commande livraison client echeance ht ttc les des "
    "pour unitaire",
    "spa": "factura cantidad descripcion importe precio total fecha cliente pedido iva base imponible los para del",
    "ita": "fattura quantita descrizione importo prezzo totale data cliente ordine iva imponibile scadenza della per",
    "nld": "factuur factuurnummer aantal omschrijving bedrag prijs totaal datum klant btw bestelling betaling van het "
    "een voor",
}
_WORDS = {language: frozenset(words.split()) for language, words in _TELLING.items()}
_LEAST = 4


def guess_language(words: Iterable[str]) -> str | None:
    """Return the language (as tesseract names it) that most of the telling words belong to; None if few do."""
    votes: Counter[str] = Counter()
    for word in set(map(_plain, words)):
        for language, telling in _WORDS.items():
            votes[language] += word in telling
    ranked = votes.most_common(2)
    if not ranked or ranked[0][1] < _LEAST or ranked[0][1] <= 1.5 * ranked[1][1]:
        return None
    return ranked[0][0]


def _plain(word: str) -> str:
    letters = unicodedata.normalize("NFD", word.lower())
    return "".join(letter for letter in letters if letter.isalpha() and ord(letter) < 128)
