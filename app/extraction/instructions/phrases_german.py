"""The ways of saying things in German, by the names of ``phrases``; "der, die, das" are left out before they are tried.

A verb may stand at the end ("Zeilen mit ** am Anfang ignorieren"), as German has it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from app.extraction.instructions.phrases import filled
from app.extraction.instructions.spoken_words import COLUMNS, FIELDS, alternation

ARTICLE = re.compile(r"(?<!\S)(?:der|die|das|den|dem|des|ein|eine|einen|einem|einer)\s+", re.IGNORECASE)

_SLOTS: Mapping[str, str] = {
    "column": f"(?P<column>{alternation(COLUMNS)})",
    "field": f"(?P<field>{alternation(FIELDS)})",
    "v": r"(?P<v>.+?)",
    "kind": r"(?P<kind>.+?)",
    "unit": r"(?P<unit>.+?)",
    "billed": r"(?P<billed>gelieferte|bestellte|geliefert|bestellt)",
    "basis": r"(?P<basis>1\.000|1 000|1000|100|hundert|tausend|stück|einheit|1)",
    "ist": r"(?:ist|sind|steht in|stehen in|kommt aus|kommen aus|findet sich in|=|:)",
    "meint": r"(?:ist|sind|bedeutet|bedeuten|heißt|meint|steht für|entspricht|=)",
    "weg": r"(?:ignoriere|überspringe|streiche|übergehe|lass weg|lies nicht)(?: bitte)?",
    "wegende": (
        r"(?:bitte )?(?:ignorieren|überspringen|weglassen|auslassen|streichen|übergehen|nicht lesen"
        r"|(?:ist|sind) zu ignorieren|werden ignoriert|wird ignoriert)"
    ),
    "zeilen": r"(?:(?:alle |jede )?(?:zeilen?|positionen?|alles))",
    "beginnen": r"(?:beginnen|beginnt|anfangen|anfängt|starten|startet)",
    "keine": (
        r"(?:sind|ist) (?:keine? (?:positionen?|artikel|waren?|zeilen?|rechnungspositionen?)"
        r"|(?:nur )?(?:hinweise?|bemerkungen?|notizen?|texte?)|zu ignorieren|zu überspringen)"
    ),
    "letzte": r"letzten? (?:zeile|position)(?: (?:tabelle|rechnung))?",
    "neben": r"(?:rechts (?:von|neben)|neben|hinter|nach|unter|unterhalb von|bei)",
    "wort": r"(?:(?:wort|worten|text|label|beschriftung|bezeichnung|feld)\s)?",
    "datum": r"(?:(?:alle )?(?:datum|daten|datumsangaben|datumsformat|datumswerte))",
    "so": (
        r"(?:(?:ist|sind|steht|stehen|haben|hat|wird|werden|=|:)(?: geschrieben)?"
        r"(?: im format| in form| als| mit)? ?)"
    ),
    "geschrieben": r"(?: geschrieben| angegeben| gedruckt)?",
    "vorn": r"(?:vorn|vorne|voran|zuerst|an erster stelle|am anfang)",
    "zahlen": r"(?:zahlen|beträge|preise|figuren|dezimalzahlen|werte)",
    "gelten": r"(?:(?:sind|ist|gelten|gilt|verstehen sich|stehen) )",
    "zeichen": r"(?:dezimalzeichen|dezimaltrennzeichen|dezimaltrenner)",
    "other": r"(?P<other>.+?)",
    "digits": r"(?P<digits>[0-9]{1,2})",
    "format": r"(?:im |in )?(?:format )?",
    "sample": r"(?P<sample>[0-9][0-9.,' ]*[0-9])",
    "nimm": r"(?:nimm|verwende|nutze|benutze|lies|nehme)",
}

_PHRASES: tuple[tuple[str, str], ...] = (
    (
        "day_first",
        """{datum} {so}(?:tag[/. -]monat[/. -]jahr|tt?[/. -]mm?[/. -]jj(?:jj)?|tag {vorn}|tag vor monat){geschrieben}
        {datum} {format}tt?[/. -]mm?[/. -]jj(?:jj)?
        (?:im datum |beim datum |in datumsangaben )?(?:steht |kommt )?tag (?:steht |kommt )?(?:{vorn}|vor monat)
        (?:im datum |beim datum |in datumsangaben )(?:steht|kommt) tag (?:{vorn}|vor monat)""",
    ),
    (
        "month_first",
        """{datum} {so}(?:monat[/. -]tag[/. -]jahr|mm?[/. -]tt?[/. -]jj(?:jj)?|monat {vorn}|monat vor tag){geschrieben}
        {datum} {format}mm?[/. -]tt?[/. -]jj(?:jj)?
        {datum} {so}(?:amerikanisch(?:es|er|em)?|us)(?:[ -]format)?{geschrieben}
        (?:im datum |beim datum |in datumsangaben )?(?:steht |kommt )?monat (?:steht |kommt )?(?:{vorn}|vor tag)""",
    ),
    (
        "year_first",
        """{datum} {so}(?:jahr[/. -]monat[/. -]tag|jj(?:jj)?[/. -]mm?[/. -]tt?|jahr {vorn}){geschrieben}
        (?:im datum |beim datum |in datumsangaben )?(?:steht |kommt )?jahr (?:steht |kommt )?{vorn}""",
    ),
    (
        "decimal_comma",
        """(?:mit )?dezimalkomma
        {zeichen} ist komma
        komma ist {zeichen}
        {zahlen} (?:haben|stehen mit|sind mit|werden mit) (?:dezimal)?komma{geschrieben}
        {zahlen} (?:haben |sind )?(?:mit )?komma als {zeichen}
        {zahlen} mit (?:dezimal)?komma
        {zahlen} (?:haben |sind )?(?:mit )?punkt als tausender(?:trennzeichen|punkt|trenner)
        tausendertrennzeichen ist punkt""",
    ),
    (
        "decimal_point",
        """(?:mit )?dezimalpunkt
        {zeichen} ist punkt
        punkt ist {zeichen}
        {zahlen} (?:haben|stehen mit|sind mit|werden mit) (?:dezimal)?punkt{geschrieben}
        {zahlen} (?:haben |sind )?(?:mit )?punkt als {zeichen}
        {zahlen} mit (?:dezimal)?punkt
        tausendertrennzeichen ist komma""",
    ),
    ("sample", "{zahlen} (?:sehen aus )?(?:sind )?(?:geschrieben )?wie {sample}"),
    (
        "basis",
        """(?:alle )?(?:einzel|stück)?preise? {gelten}?(?:pro|je|für|per) {basis}(?: stück| stk)?
        preiseinheit (?:ist|=) {basis}""",
    ),
    (
        "rows_beginning",
        """{weg} {zeilen},?(?: welche)? mit {v} {beginnen}
        {weg} {zeilen} mit {v} am anfang
        {zeilen},?(?: welche)? mit {v} {beginnen},? (?:{wegende}|{keine})
        {zeilen} mit {v} am anfang (?:{wegende}|{keine})""",
    ),
    (
        "rows_ending",
        """{weg} {zeilen},?(?: welche)? (?:mit|auf) {v} (?:enden|endet)
        {zeilen},?(?: welche)? (?:mit|auf) {v} (?:enden|endet),? (?:{wegende}|{keine})""",
    ),
    (
        "rows_holding",
        """{weg} {zeilen},?(?: welche| in denen)? {v} (?:enthalten|enthält|vorkommt)
        {zeilen},?(?: welche| in denen)? {v} (?:enthalten|enthält|vorkommt),? (?:{wegende}|{keine})
        {weg} {zeilen} mit {v}
        {zeilen} mit {v} (?:{wegende}|{keine})""",
    ),
    (
        "column_ignored",
        """{weg} spalten? {v}
        spalten? {v} {wegende}
        {v}[ -]spalte {wegende}""",
    ),
    (
        "last_line",
        """{kind} (?:ist|steht|stehen|sind)(?: immer)? (?:(?:in|auf|als) )?{letzte}
        {letzte} ist(?: immer)? {kind}""",
    ),
    (
        "billed",
        """(?:berechnet|fakturiert|abgerechnet) (?:wird|ist) {billed}(?: menge)?
        {billed} menge (?:wird|ist) (?:berechnet|fakturiert|abgerechnet|maßgeblich|maßgebend)
        {billed} menge (?:zählt|gilt)
        es (?:zählt|gilt) {billed} menge""",
    ),
    (
        "instead",
        """(?:{nimm} )?nicht (?:spalte )?{other}(?: nehmen| verwenden)?,? sondern (?:spalte )?{v}(?: nehmen| verwenden)?
        {nimm} (?:spalte )?{v}(?: als menge)?,? (?:und )?(?:nicht|statt) (?:spalte )?{other}
        menge ist nicht (?:spalte )?{other},? sondern (?:spalte )?{v}""",
    ),
    (
        "not_the_other",
        "(?:als )?(?:berechnete )?menge (?:gilt|zählt|ist|steht in|kommt aus) (?:spalte )?{v},? (?:und )?"
        "nicht (?:in |aus )?(?:spalte )?{other}",
    ),
    (
        "codes_beginning",
        r"{column} (?:beginnt|beginnen|fängt an|fangen an)(?: immer)? mit {v}"
        r"(?:,? (?:und |dann )?(?:gefolgt von |dann )?(?:hat |haben )?{digits} (?:ziffern|stellen))?",
    ),
    (
        "codes_of_digits",
        r"{column} (?:hat|haben|ist|sind)(?: immer)? {digits}(?:[ -]?stellig| stellen| ziffern)",
    ),
    (
        "code_form",
        """{column} (?:sehen|sieht) aus wie {v}
        {column} (?:haben|hat) (?:form|muster|aufbau) {v}""",
    ),
    (
        "field",
        """{field} (?:steht|stehen|ist|befindet sich)(?: immer)? {neben} {wort}{v}
        {field} (?:heißt|ist beschriftet mit|ist bezeichnet (?:als|mit)|ist überschrieben mit) {v}
        (?:finde|suche|lies|nimm) {field} {neben} {wort}{v}
        {wort}{v} steht (?:vor|links von|über) {field}""",
    ),
    (
        "column",
        """{column} {ist} spalte {v}
        {column} {ist} {v}[ -]spalte
        {column} (?:steht|stehen|findet sich) unter(?: überschrift)? {v}
        spalte {v} (?:{meint}|enthält|hat|zeigt) {column}
        {v}[ -]spalte (?:{meint}|enthält|hat|zeigt) {column}
        überschrift {v} {meint} {column}
        {nimm} spalte {v} (?:als|für) {column}
        {nimm} {v}[ -]spalte (?:als|für) {column}
        {nimm} {column} aus spalte {v}
        {nimm} {column} aus {v}[ -]spalte
        {nimm} {v} (?:als|für) {column}
        {column} spalte {v}""",
    ),
    ("column_called", "{column} heißt {v}"),
    (
        "charge_last",
        "{kind} (?:heißt|steht als|erscheint als|wird als) {v} (?:in|auf) {letzte}",
    ),
    (
        "quoted_charge",
        """{kind} (?:heißt|steht als|erscheint als) {v}
        {kind} wird als {v} (?:berechnet|bezeichnet|ausgewiesen|gedruckt)""",
    ),
    ("unit_named", "(?:mengen)?einheit {v} {meint} {unit}"),
    (
        "charge",
        """(?:behandle|buche|werte|zähle|lies) (?:zeilen? )?(?:mit )?{v} als {kind}
        zeilen? (?:mit )?{v} {meint} {kind}""",
    ),
    (
        "tax_id",
        r"(?:ust-?id(?:-?nr\.?|nummer)?|steuernummer|umsatzsteuer-?id) (?:vom )?lieferanten? (?:ist|lautet) {v}",
    ),
    ("name", "(?:lieferant|kreditor) (?:heißt|ist) {v}"),
    ("words", "(?:erkenne|erkennen) (?:ihn|sie|lieferanten?|rechnung|rechnungen) an {wort}{v}"),
    ("quoted_field", "{v} {meint} {field}"),
    ("quoted_unit", "{v} {meint} {unit}"),
    ("quoted_charge", "{v} {meint} {kind}"),
)


def compiled_german() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return every phrase as a pattern for a whole clause, with the name of what it says."""
    return tuple(
        (re.compile(filled(line.strip(), _SLOTS), re.IGNORECASE), name)
        for name, block in _PHRASES
        for line in block.split("\n")
    )
