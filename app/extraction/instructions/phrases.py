"""The ways of saying things that are understood, a line for each, without "the" and the stop at the end.

``{name}`` stands for one of the words below, ``{column}``, ``{field}`` for what those are called, ``{v}``, ``{kind}``,
``{unit}`` for anything that is said. Of several lines that fit, the first counts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from app.extraction.instructions.spoken_words import COLUMNS, FIELDS, ORDINALS, alternation

_SLOTS: Mapping[str, str] = {
    "column": f"(?P<column>{alternation(COLUMNS)})",
    "field": f"(?P<field>{alternation(FIELDS)})",
    "v": r"(?P<v>.+?)",
    "kind": r"(?P<kind>.+?)",
    "unit": r"(?P<unit>.+?)",
    "billed": r"(?P<billed>shipped|delivered|ordered)",
    "basis": r"(?P<basis>1,000|1\.000|1000|100|(?:a |one )?hundred|(?:a |one )?thousand|each|one|piece|unit|1)",
    "headed": r"(?:(?:headed|called|named|titled|labelled|labeled|under|with heading|under heading) )?",
    "in": r"(?:comes? from|is in|are in|stands? in|(?:is|are) (?:taken|read) from|(?:is|are) found in|is|are|=|:)",
    "holds": r"(?:is|are|holds?|contains?|has|means|shows?|gives?)",
    "means": r"(?:is|are|means?|stands? for|is short for|equals|=)",
    "beside": (
        r"(?:just |directly )?(?:to right of|on right of|right of|next to|beside|after|behind|below|under|underneath"
        r"|beneath|following)"
    ),
    "found": r"(?:(?:is|stands|comes|can be)(?: printed| found| located| written)?)",
    "called": r"(?:(?:is |are )?(?:labelled|labeled|called|marked|headed|named|printed as|shown as|given as)(?: as)?)",
    "drop": (
        r"(?:ignore|skip|drop|omit|exclude|disregard|remove|leave out|leave off"
        r"|(?:do not|don'?t|never) (?:read|use|take|look at))"
    ),
    "nth": rf"(?P<v>{ORDINALS})",
    "other": r"(?P<other>.+?)",
    "digits": r"(?P<digits>[0-9]{1,2})",
    "thing": r"(?:number|no\.?|date|figure|amount|value|one|what (?:is|stands|comes))(?: printed| found)?",
    "charged": (
        r"(?:(?:charged|billed|shown|listed|invoiced|printed|booked) (?:as|under)"
        r"|(?:called|named|labelled|labeled)(?: as)?)"
    ),
    "use": r"(?:uses?|ha(?:s|ve)|are (?:written|printed) with|with)",
    "thousands": r"(?:for|as|between) thousands(?: {mark})?",
    "asqty": r"(?: (?:as|for) quantity)?",
    "rows": r"(?:(?:all |any |every )?(?:lines?|rows?|everything|anything))",
    "begin": r"(?:that |which )?(?:starts?|starting|begins?|beginning) (?:with|by)",
    "end": r"(?:that |which )?(?:ends?|ending) (?:with|in|on)",
    "hold": (
        r"(?:that |which )?(?:contains?|containing|includes?|including|with|having|have|has|mentions?|mentioning"
        r"|say|says|saying)"
    ),
    "nolines": (
        r"(?:(?:are|is) (?:not (?:an? )?(?:items?|lines?|goods|line items?)|no (?:items?|lines?|goods)"
        r"|(?:only )?(?:notes?|comments?)|to be (?:ignored|skipped|left out))"
        r"(?:,? (?:and |so |please )?{drop} (?:them|these|those))?"
        r"|(?:should|must|can|may) be (?:ignored|skipped|left out|dropped))"
    ),
    "lastline": r"last (?:line|row)(?: of (?:table|invoice))?",
    "rowswith": r"(?:(?:lines?|rows?|charges?|words?) )?(?:(?:called|named|with|saying) )?",
    "word": r"(?:(?:label|words?|text) )?",
    "dates": r"(?:(?:all )?(?:dates?|date format|date order))",
    "written": r"(?:(?:is|are)(?: written| printed| given)?|use|have|come|read|=|:)(?: in| as)?",
    "dmy": (
        r"(?:(?:with )?day[ -]first|day[/ .,-] ?month[/ .,-] ?year|dd?[/. -]mm?[/. -]yy(?:yy)?"
        r"|european|day before month)"
        r"(?: style| format| order| form)?"
    ),
    "mdy": (
        r"(?:(?:with )?month[ -]first|month[/ .,-] ?day[/ .,-] ?year|mm?[/. -]dd?[/. -]yy(?:yy)?|american|us|u\.s\."
        r"|month before day)(?: style| format| order| form)?"
    ),
    "ymd": (
        r"(?:(?:with )?year[ -]first|year[/ .,-] ?month[/ .,-] ?day|yyyy[/. -]mm?[/. -]dd?|iso(?: 8601)?)"
        r"(?: style| format| order| form)?"
    ),
    "dmyshort": r"(?:day[/.-]month[/.-]year|dd?[/.-]mm?[/.-]yy(?:yy)?)",
    "mdyshort": r"(?:month[/.-]day[/.-]year|mm?[/.-]dd?[/.-]yy(?:yy)?)",
    "they": r"(?:they|vendor|supplier|this vendor|this supplier)",
    "sample": r"(?P<sample>[0-9][0-9.,' ]*[0-9])",
    "numbers": r"(?:numbers?|amounts?|figures?|decimals?|prices?)",
    "comma": r"(?:a )?(?:decimal )?commas?",
    "point": r"(?:a )?(?:decimal )?(?:points?|dots?|period|full stop)",
    "mark": r"(?:mark|sign|separator|character)",
}

PHRASES: tuple[tuple[str, str], ...] = (
    (
        "day_first",
        """{dates} {written} {dmy}
        {dates}: {dmy}
        {dmy} (?:in )?dates(?: format| order)?
        {dmy} date(?: format| order| style)
        (?:read|take) {dates} (?:as |with )?{dmy}
        {dates} {dmy}
        {dmyshort}
        {they} writes? {dates} (?:as|in|like|with) {dmy}
        (?:in dates,? )?day (?:(?:comes|is|stands|goes) )?first(?: in dates)?""",
    ),
    (
        "month_first",
        """{dates} {written} {mdy}
        {dates}: {mdy}
        {mdy} (?:in )?dates(?: format| order)?
        {mdy} date(?: format| order| style)
        (?:read|take) {dates} (?:as |with )?{mdy}
        {dates} {mdy}
        {mdyshort}
        {they} writes? {dates} (?:as|in|like|with) {mdy}
        (?:in dates,? )?month (?:(?:comes|is|stands|goes) )?first(?: in dates)?""",
    ),
    (
        "year_first",
        """{dates} {written} {ymd}
        {dates}: {ymd}
        {ymd} (?:in )?dates(?: format| order)?
        {ymd} date(?: format| order| style)
        (?:read|take) {dates} (?:as |with )?{ymd}
        {dates} {ymd}
        {they} writes? {dates} (?:as|in|like|with) {ymd}
        (?:in dates,? )?year (?:(?:comes|is|stands|goes) )?first(?: in dates)?""",
    ),
    (
        "decimal_comma",
        """(?:with |use |they use )?(?:a )?decimal comma
        {numbers} {use} {comma}(?: as decimal {mark})?
        decimal {mark} is {comma}
        {they} uses? {comma} (?:as|for) decimal(?: {mark}|s)
        (?:a )?comma is decimal {mark}
        thousands {mark} is {point}
        {numbers} {use} {point} {thousands}
        (?:european|german|continental) (?:numbers?|number format|decimals)""",
    ),
    (
        "decimal_point",
        """(?:with |use |they use )?(?:a )?decimal point
        {numbers} {use} {point}(?: as decimal {mark})?
        decimal {mark} is {point}
        {they} uses? {point} (?:as|for) decimal(?: {mark}|s)
        (?:a )?(?:point|dot|period) is decimal {mark}
        thousands {mark} is {comma}
        {numbers} {use} {comma} {thousands}
        (?:us|u\\.s\\.|american|english) (?:numbers?|number format|decimals)""",
    ),
    (
        "sample",
        """(?:they|vendor) writes?(?: {numbers})?(?: like| as)? {sample}
        {numbers} (?:(?:look|are|are written|are printed|read) )?(?:like|as) {sample}""",
    ),
    (
        "basis",
        """(?:all )?(?:unit )?prices?(?: are| is)?(?: given| quoted)? (?:per|for) {basis}(?: pieces| units| pcs)?
        price basis (?:is|=) {basis}""",
    ),
    (
        "rows_beginning",
        """{drop} {rows} {begin} {v}
        {rows} {begin} {v} {nolines}""",
    ),
    ("rows_ending", "{drop} {rows} {end} {v}"),
    ("rows_holding", "{rows} {hold} {v} {nolines}"),
    (
        "column_ignored",
        """{drop} columns? {headed}{v}
        {drop} {v} columns?""",
    ),
    ("rows_holding", "{drop} {rows} {hold} {v}"),
    ("quoted_rows", "{drop} (?:all |any |every )?{v} (?:lines?|rows?)(?: in table)?"),
    (
        "last_line",
        """{kind} (?:is|are|stands?|comes?) (?:always )?(?:(?:on|in|at|as) )?{lastline}
        {lastline} (?:is|holds|has|contains|=) (?:always )?{kind}""",
    ),
    (
        "billed",
        """{billed} (?:quantity|quantities|one) (?:is|are|gets?) (?:billed|invoiced|charged|paid|what counts)
        (?:billed|invoiced) quantity is {billed} (?:quantity|one)
        (?:bill|pay|count|use|take) (?:for )?(?:what (?:was|is) )?{billed}(?: quantity)?""",
    ),
    (
        "instead",
        """(?:use|take|bill) {v}(?: columns?)?{asqty},? (?:and )?(?:not|instead of|rather than) {other}
        (?:do not|don'?t|never) (?:use|take) {other}{asqty}[,.]? (?:but|(?:but )?(?:use|take)) {v}(?: instead)?
        (?:quantity|qty) (?:is|comes from)(?: in)? {v} columns?,? (?:and )?not(?: in| from)? {other}
        (?:quantity|qty) is not {other},? (?:but|it is)(?: in)? {v}""",
    ),
    (
        "not_the_other",
        "(?:billed |invoiced )?(?:quantity|qty)(?: we pay(?: for)?| billed| invoiced)? ?{in} "
        "(?:columns? )?{headed}{v}(?: columns?)?,? (?:and |but )?not(?: in| from| under)?(?: columns?)? {other}",
    ),
    (
        "codes_beginning",
        r"{column}s? (?:always )?(?:starts?|begins?) with {v}"
        r"(?:,? (?:and |then )?(?:followed by |and )?(?:then )?(?:has |have )?{digits} (?:digits?|numbers?|figures?))?",
    ),
    (
        "codes_of_digits",
        r"{column}s? (?:always )?(?:is|are|has|have) {digits}[ -](?:digits?(?: numbers?| long)?|figures)",
    ),
    (
        "code_form",
        """{column}s? looks? like {v}
        {column}s? (?:has|have|are of|is of|match|matches|follow|follows) (?:form|pattern|shape) {v}""",
    ),
    (
        "field",
        """{field} {found} {beside} {word}{v}
        {field} {called} {v}
        {thing} {beside} {word}{v} {means} {field}
        label (?:of|for) {field} {means} {v}
        (?:label|words?) {v} (?:stands for|marks|labels|names|introduces) {field}
        (?:find|take|read|look for) {field} (?:{beside}|at) {word}{v}""",
    ),
    (
        "column",
        """{column} ?{in} (?:columns?|col\\.?) {headed}{v}
        {column} columns? ?(?:is|=|:)(?: (?:called|headed|named))? {v}
        columns? (?:for|of|with) {column} ?(?:is|=|:)(?: (?:called|headed|named))? {v}
        {column} ?(?:=|:|in|from|is from) {v} columns?
        {column} {in} {v} columns?
        {column} (?:is|are|stands?)(?: printed| found)? (?:under|below|headed)(?: heading)? {v}
        columns? {headed}{v} {holds} {column}
        {v} columns? {holds} {column}
        (?:use|take|read|get) {column} from (?:column )?{headed}{v}(?: column)?
        (?:use|take|read) columns? {headed}{v} (?:for|as) {column}
        (?:use|take|read) {v} columns? (?:for|as) {column}
        heading {v} {means} {column}
        {nth} (?:one )?{holds} {column}""",
    ),
    ("column_called", "{column} (?:is|are) (?:labelled|labeled|called|headed|named|titled) {v}"),
    (
        "charge_last",
        "{kind} (?:is|are) {charged} {v} (?:on|in|at) {lastline}",
    ),
    ("quoted_charge", "{kind} (?:is|are) {charged} {v}"),
    ("unit_named", "(?:treat |read |take |count )?units?(?: of measure)? {v} (?:{means}|as) {unit}"),
    (
        "charge",
        """(?:treat|count|book|take|read) {rowswith}{v} as {kind}
        {rowswith}{v} (?:should be|must be|is to be|are to be|is|are) (?:treated|counted|booked|taken|read) as {kind}
        (?:lines?|rows?|charges?|words?) (?:called |named |with |saying )?{v} {means} {kind}""",
    ),
    ("tax_id", "(?:vendor|supplier)(?:'?s)? (?:tax id|tax number|vat number|vat id|ein) is {v}"),
    ("name", "(?:vendor|supplier)(?:(?:'?s)? name)? is (?:called |named )?{v}"),
    (
        "words",
        "(?:recogni[sz]e|know|identify|detect) (?:it|them|(?:this )?vendor|(?:this )?supplier|invoices?) by {word}{v}",
    ),
    ("quoted_field", "{v} {means} {field}"),
    ("quoted_field", "{field} (?:(?:is )?at|{beside}) {word}{v}"),
    ("short_unit", r"(?P<v>[^\W\d_][\w./]{0,7}) (?:means?|stands? for|is short for) {unit}"),
    ("quoted_unit", "{v} {means} {unit}"),
    ("quoted_charge", "{v} {means} {kind}"),
)


def compiled() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return every phrase as a pattern for a whole clause, with the name of what it says."""
    return tuple(
        (re.compile(filled(line.strip(), _SLOTS), re.IGNORECASE), name)
        for name, block in PHRASES
        for line in block.split("\n")
    )


def filled(line: str, slots: Mapping[str, str]) -> str:
    """Return a line with the words of its slots in their place, also where a slot's words name slots."""
    while "{" in (line := re.sub(r"\{([a-z]+)\}", lambda found: slots[found.group(1)], line)):
        if not re.search(r"\{[a-z]+\}", line):
            break
    return line
