"""Which rows of a page are general terms of business: long legal text that speaks of every contract, and not of this.

What such text says of buyers, sellers and goods at large says nothing against the invoice it is printed on. A sentence
in it that names this invoice, a day or a sum does, and is heard like any other (``is_particular``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.domain.overlap import in_one_column
from app.extraction.values.next_row import is_right_below
from app.extraction.values.rows import Row
from app.extraction.values.text_keys import fold, fold_line

_ROWS = 8  # of the shortest text that is taken for terms
_WORDS = 6  # of a row, as they are at the median
_STEMS = 6  # legal words that differ
_BESIDE, _FEWEST = 5, 3  # rows beside one, and legal words in them
# Under a heading that says so, numbered clauses are terms whatever their trade speaks of.
_CLAUSES, _HEADED_STEMS = 5, 3
_HEADING = re.compile(
    r"(?:(?:our|unsere?|nos|nuestras|le nostre|onze) )?(?:(?:general|standard|allgemeine[nr]?|algemene) )?(?:"
    r"(?:terms|terms (?:and|&) conditions|conditions)(?: of (?:sale|business|trade|supply|delivery|service))?"
    r"|(?:geschafts|verkaufs|liefer|auftrags|leistungs|zahlungs)\w*bedingungen|agb"
    r"|conditions generales(?: de (?:vente|service|prestation))?|cgv"
    r"|condiciones generales(?: de (?:venta|contratacion|servicio))?"
    r"|condizioni generali(?: di (?:vendita|contratto|servizio|fornitura))?"
    r"|\w*voorwaarden(?: van \w+)?)[:.]?"
)
_NUMBERED = re.compile(r"(?:§ ?)?\d{1,2}(?:\.\d{1,2})?[.)] ?[a-z]")
_COLUMN_ROWS, _ALIGNED = 8, 4  # rows around one, and those of them that begin where a column does
_NUMBERING = "0123456789.)( §"
_GAP = 2.5  # heights of a row between two clauses
_CLAUSE = re.compile(r"(?<=[a-z)])[.!?](?= )")
# With its currency; a clause that goes on in the next row ("... a surcharge of 10.00 is") ends with a word.
_MONEY_AT_END = re.compile(r"\d[.,]\d{2}\s?(?:[A-Z]{3}|[Ee]uros?|[Kk]r\.?|Fr\.?|zł|Kč|[^\w\s]{1,3})?$")
# English, German, French, Spanish, Italian, Dutch; folded.
_LEGAL = re.compile(
    r"(?<![a-z])(?:(?:seller|supplier|vendor|purchaser|buyer|customer)|(?:contracts?|agreements?)"
    r"|(?:jurisdiction|governed|courts?|statutory)|(?:liab\w+|damages?|consequential)"
    r"|(?:terms|conditions|provisions?|clauses?)|(?:title|property|ownership)"
    r"|(?:defects?|warranty|claims?|complaints?)|(?:entitled|obliged|reserves?|binding|writing)"
    r"|(?:risk|carrier|insolvency|default)"
    r"|(?:verkaufers?|kaufers?|bestellers?|kunden?|auftraggebers?|auftragnehmers?|lieferanten?)"
    r"|(?:vertrag\w*|vertrage\w*|bestimmung\w*|bedingungen|geschaftsbedingungen)"
    r"|(?:gerichtsstand|erfullungsort|recht|gesetzlich\w*|rechtskraftig\w*)"
    r"|(?:haftung|haftet|schadenersatz\w*|schadensersatz\w*|folgeschaden|schaden)"
    r"|(?:eigentum\w*|vorbehalt\w*|vorbehalten|forderung\w*)|(?:mangel\w*|rugen?|gewahrleistung\w*)"
    r"|(?:berechtigt|verpflichtet|schriftlich\w*|unverzuglich|unwirksam|zulassig|freibleibend)"
    r"|(?:gefahr|spediteur|verzug|insolvenz)"
    r"|(?:vendeur|acheteur|acquereur|clients?|fournisseur)|(?:contrats?|conditions|clauses?)"
    r"|(?:tribuna(?:l|ux)|competents?|litiges?|loi)|(?:responsabilite|dommages?|prejudices?)"
    r"|(?:propriete|reserve)|(?:reclamations?|garantie|vices?|defauts?)"
    r"|(?:ecrit\w*|sans delai|se reserve|tenu|droit)|(?:risques?|transporteur|retard|penalites)"
    r"|(?:vendedor|comprador|cliente|proveedor)|(?:contratos?|condiciones|clausulas?)"
    r"|(?:tribunales|jurisdiccion|competentes?|ley)|(?:responsabilidad|danos)"
    r"|(?:propiedad|reserva)|(?:reclamaciones|garantia|defectos?)"
    r"|(?:derecho|por escrito|sin demora|vinculantes?)|(?:riesgos?|transportista|demora)"
    r"|(?:venditore|acquirente|compratore|fornitore|cliente)|(?:contratt[oi]|condizioni|clausole)"
    r"|(?:foro|competente|legge|giurisdizione)|(?:responsabilita|danni)"
    r"|(?:proprieta|riserva)|(?:reclami|garanzia|vizi|difetti)"
    r"|(?:diritto|iscritto|senza ritardo|vincolanti)|(?:rischi\w*|vettore|ritardo|mora)"
    r"|(?:verkoper|koper|afnemer|leverancier|klant)|(?:overeenkomst\w*|voorwaarden|bepaling\w*)"
    r"|(?:rechter|geschillen|recht|wettelijk\w*)|(?:aansprakelijk\w*|schade)"
    r"|(?:eigendom\w*|voorbehoud\w*|vorderingen)|(?:klachten|garantie|gebreken)"
    r"|(?:schriftelijk\w*|onmiddellijk|gerechtigd|verplicht|vrijblijvend)|(?:risico|vervoerder|rente))"
    r"(?![a-z])"
)
_THIS = (
    r"(?:this|these|that|those|present|attached|enclosed|above|diese[rsmn]?|vorliegende[rsmn]?|obige[rsmn]?|beiliegende[rsmn]?"
    r"|cet(?:te)?|ce|ces|presente?s?|ci-jointe?s?|est[ea]s?|quest[aoei]|deze|dit|onderhavige|bijgaande)"
)
_PAPER = (
    r"(?:invoices?|bills?|orders?|deliver(?:y|ies)|shipments?|consignments?|documents?|goods|items|purchases?|amounts?"
    r"|totals?|sums?|pages?|prices?|figures"
    r"|rechnung\w*|bestellung\w*|auftrag\w*|lieferung\w*|sendung\w*|belegs?|ware\w*|artikel\w*|betrag\w*|summen?|seiten?|preise?"
    r"|factures?|commandes?|livraisons?|documents?|marchandises?|articles?|montants?|sommes?|pages?|prix"
    r"|facturas?|pedidos?|entregas?|documentos?|mercancias?|articulos?|importes?|paginas?|precios?"
    r"|fattur[ae]|ordin[ei]|consegn[ae]|document[oi]|merc[ei]|articol[oi]|import[oi]|pagin[ae]|prezz[oi]"
    r"|factuur|facturen|bestelling\w*|levering\w*|goederen|artikel\w*|bedrag\w*|pagina|prijs|prijzen)"
)
_PARTICULAR = re.compile(
    rf"\b{_THIS} (?:\w+ )?{_PAPER}\b|\d[.,]\d{{2}}(?!\d)(?! ?%)|\b\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}\b"
    r"|\b\d{4}-\d{2}-\d{2}\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    r"|\b(?:am|zum|bis) (?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)\b"
    r"|\b[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){3,}|\d{6,}"
    r"|\b(?:already|bereits|deja|ya|gia|reeds|herewith|hereby|hiermit|par la presente|por la presente|con la presente"
    r"|hierbij)\b"
)
# Terms say what shall be; what was tells of a fact, unless it is a condition: "until payment has been received".
_CONDITION = (
    r"(?!(?:which|that|until|unless|if|once|after|before|when|where|whether|who|as|any|all|provided|case|wenn|falls|sofern"
    r"|soweit|bis|sobald|nachdem|wann|welche[rsnm]?|si|lorsqu\w*|quand|qui|que|jusqu\w*|apres|tant|toute?s?|cuando|hasta"
    r"|despues|tras|se|qualora|che|fino|dopo|quando|als|indien|tot|nadat|wanneer|welke|zodra)\b)"
)
_FACT = re.compile(
    rf"(?:^|[.,;:] ?)(?:{_CONDITION}[\w%'-]+ ){{1,8}}?(?:was|were"
    r"|(?:has|have) (?:not |already )?(?:been|received|paid|granted)|wurden?"
    r"|haben? (?:\w+ ){0,4}(?:erhalten|bezahlt)|(?:a|ont) (?:ete|recu|paye)|n'(?:a|ont) pas ete|fue|fueron"
    r"|(?:ha|han) (?:sido|recibido|pagado)|(?:e|sono) stat[oaie]|ha (?:ricevuto|pagato)|werd|werden geleverd)\b"
)


def general_terms(rows: Sequence[Row]) -> frozenset[int]:
    """Return the places of the rows that are general terms of business."""
    found: set[int] = set()
    for run in _runs(rows):
        if _is_legal([rows[at] for at in run]):
            found.update(at for at in run if _near(rows, at))
        else:
            found.update(_headed(rows, run))
    return frozenset(found)


def _headed(rows: Sequence[Row], run: range) -> range:
    """Return the rows under a heading of terms that are numbered clauses: from the first number on."""
    numbered = [at for at in run if _NUMBERED.match(fold_line(rows[at].text))]
    if len(run) < _ROWS or len(numbered) < _CLAUSES:
        return run[:0]
    heading = next((at for at in run[: numbered[0] - run.start] if _HEADING.fullmatch(fold_line(rows[at].text))), None)
    stems = set(_legal_words([rows[at] for at in range(numbered[0], run.stop)]))
    return range(numbered[0], run.stop) if heading is not None and len(stems) >= _HEADED_STEMS else run[:0]


def clause(rows: Sequence[Row], at: int, words: str) -> str:
    """Return the folded clause of these words, which begins in a row or the one before and may run on to the next."""
    near = [row for row in rows[max(0, at - 1) : at + 2] if row.page == rows[at].page]
    text = _in_column(rows, at, near, words) or " ".join(fold_line(row.text) for row in near)
    parts = [part for part in _CLAUSE.split(text) if words in part]
    return " ".join(parts) or text


def _in_column(rows: Sequence[Row], at: int, near: Sequence[Row], words: str) -> str:
    """Return the text of near rows in the column of these words, where the terms are set in columns; else nothing."""
    beside = [row for row in rows[max(0, at - _COLUMN_ROWS) : at + _COLUMN_ROWS] if row.page == rows[at].page]
    for start in (cell for row in near for cell in row.cells):
        aligned = sum(any(abs(cell.x0 - start.x0) < 2 for cell in row.cells) for row in beside)
        parted = sum(len(row.cells) > 1 for row in beside)
        if aligned < _ALIGNED or parted < _ALIGNED:
            continue
        column = [cell for row in near for cell in row.cells if in_one_column(cell, start)]
        text = " ".join(fold_line(cell.text) for cell in column)
        if words in text:
            return text
    return ""


def is_particular(text: str) -> bool:
    """Tell whether folded text names this invoice, a day, a sum, an account, or what was done already."""
    return _PARTICULAR.search(text) is not None or _FACT.search(text.lstrip(_NUMBERING)) is not None


def _runs(rows: Sequence[Row]) -> Iterator[range]:
    """Yield where rows follow each other closely and none of them is of a table."""
    start = 0
    for at, row in enumerate(rows):
        before = rows[at - 1] if at else row
        tabled = len(row.cells) > 1 and _MONEY_AT_END.search(row.text) is not None
        if tabled or not is_right_below(row, before, _GAP * row.height):
            yield range(start, at)
            start = at + 1 if tabled else at
    yield range(start, len(rows))


def _is_legal(rows: Sequence[Row]) -> bool:
    if len(rows) < _ROWS or sorted(len(row.words) for row in rows)[len(rows) // 2] < _WORDS:
        return False
    # The same word in two languages ("recht") counts once.
    return len(set(_legal_words(rows))) >= _STEMS


def _near(rows: Sequence[Row], at: int) -> bool:
    """Tell whether the rows around one speak as lawyers do: what stands above the terms is none of them."""
    return len(_legal_words(rows[max(0, at - _BESIDE) : at + _BESIDE + 1])) >= _FEWEST


def _legal_words(rows: Sequence[Row]) -> list[str]:
    return [found.group() for row in rows for found in _LEGAL.finditer(fold(row.text))]
