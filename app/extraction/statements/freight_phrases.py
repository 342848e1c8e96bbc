"""How a page says that freight costs nothing, beside a charge for freight: patterns over folded text.

English, German, French, Spanish, Italian, Dutch. Terms of delivery ("franco domicile", "FOB destination") do not
say it: vendors add freight to their bills under any of them.
"""

from __future__ import annotations

from app.domain.invoice import ChargeKind, Invoice
from app.extraction.statements.kinds import Kind, any_of, leads_of, said_by

_CARRIAGE = r"(?:shipping|freight|delivery|carriage)"
_PAID = (
    r"(?:free(?: of charge)?|waived|(?:(?:prepaid|ppd),? (?:[-–(] ?|and )?)?included in (?:the |our )?(?:unit )?prices?"
    r"|(?:prepaid )?(?:&|and) allowed|allowed|collect)"
)
FREIGHT_FREE = Kind(
    said_by(
        r"(?:free|complimentary) (?:standard |ground )?(?:shipping|freight|delivery)",
        rf"{_CARRIAGE}(?: charges?| costs?| terms?)?:? ?(?:is |are |has been |have been )?{_PAID}(?=$|[ .,;!)])",
        rf"{_CARRIAGE}(?: charges?| costs?| terms?)? ?: ?(?:included|delivered price)(?=$|[.,;!)])",
        rf"(?<!which )(?<!not )prices? (?:include|includes|including|incl\.) (?:all |the )?{_CARRIAGE}"
        r"(?! tax)(?=$|[ .,;!)])",
        r"preise? (?:sind |verstehen sich )?(?:inkl\.?|inklusive|einschl\.?|einschliesslich)"
        r" (?:fracht|versand\w*|lieferung)"
        r"|(?:fracht|versand|lieferung) (?:ist |sind )?im preis (?:enthalten|inbegriffen)",
        r"prix (?:port|transport|livraison) (?:compris|inclus)e?s?|precios? con (?:portes|transporte) incluidos?"
        r"|prezz[io] (?:comprensiv[oi]|inclus[oi]) (?:di )?(?:trasporto|spedizione)"
        r"|prij(?:s|zen) (?:incl\.|inclusief) (?:verzending|verzendkosten|levering|bezorging)",
        r"(?:versandkosten|porto)frei|(?:kosten|versandkosten)(?:freie|lose)[rn]? (?:versand|lieferung)|gratisversand"
        r"|(?:versand|lieferung|fracht):? (?:ist |erfolgt )?(?:kostenlos|kostenfrei|gratis)",
        r"(?:livraison|port|transport|expedition)s?:? (?:est |sont )?(?:gratuite?s?|offerte?s?|inclus\w* dans"
        r" les? prix)",
        r"(?:envio|portes?|transporte):? (?:es |son )?(?:gratis|gratuitos?|incluidos? en (?:el|los) precios?)",
        r"(?:spedizione|trasporto|consegna):? (?:e )?(?:gratis|gratuit[ao]|inclus[ao] ne(?:l|i) prezz[oi])",
        r"gratis (?:verzending|levering|bezorging)|(?:verzending|levering|bezorging):? (?:is )?gratis",
    ),
    None,
    leads_of(
        "free complimentary shipping freight delivery carriage versandkostenfrei portofrei kostenfreie kostenlose"
        " versandkostenfreie gratisversand versand lieferung fracht livraison port transport expedition envio portes"
        " transporte spedizione trasporto consegna gratis verzending levering bezorging price prices preis preise prix"
        " precio precios prezzo prezzi prijs prijzen"
    ),
    # On orders over an amount, on the next order, for returns.
    any_of(
        r"orders|over|above|from|next|future|returns?|eligible|ab|uber|nachste\w*|bestellungen|retouren|des|a partir"
        r"|prochaine?s?|commandes|desde|superior\w*|proxim[oa]s?|pedidos|oltre|prossim[oi]|ordini|vanaf|boven|volgende"
        r"|bestellingen|not|no longer|nicht|non|niet"
    ),
    beside_money=True,
)


def charges_freight(_words: str, invoice: Invoice) -> bool:
    """Tell whether freight is charged, and not taken off again."""
    freight = [charge.amount.value for charge in invoice.charges if charge.kind is ChargeKind.FREIGHT]
    given = {-charge.amount.value for charge in invoice.charges if charge.kind is ChargeKind.DISCOUNT}
    return sum(freight) > 0 and sum(freight) not in given
