"""How a page says that its prices or its order are not settled yet: patterns over folded text.

English, German, French, Spanish, Italian, Dutch.
"""

from __future__ import annotations

# "Provisional delivery dates are confirmed by e-mail" is of dates, and list prices are nobody's.
PRICES_OPEN = (
    r"(?:prices?|pricing|amounts?|totals?|quantit(?:y|ies)|rates) (?:(?:shown|billed|stated|above|here) )?(?:is|are)"
    r" (?:only |still |all )?(?:provisional|preliminary|estimated|estimates)",
    r"(?:preise?|betrage?|mengen?|werte) (?:sind |ist |gelten )(?:nur |noch |alle )?(?:vorlaufig|geschatzt)",
    r"(?:prix|montants?|quantites?) (?:indiques? |factures? )?(?:est |sont )(?:encore )?(?:provisoires?|estimatifs?"
    r"|estimes?)",
    r"(?:precios?|importes?|cantidades) (?:es |son |esta |estan )(?:solo |aun )?(?:provisional(?:es)?|estimad[oa]s?)",
    r"(?:prezz[oi]|import[oi]|quantita) (?:e |sono )(?:ancora )?(?:provvisori[aoe]?|stimat[oaie])",
    r"(?:prij(?:s|zen)|bedrag(?:en)?|hoeveelhe(?:id|den)) (?:is |zijn )(?:nog )?(?:voorlopig|geschat)(?!\w)",
)
PRICES_OPEN_LEADS = (
    "provisional preliminary estimated vorlaufig geschatzt provisoire estimatif provvisorio voorlopig geschat"
)
# The order or a call-off from it, which nobody gave leave for yet. "Orders not yet confirmed" are all orders.
_NOT_YET = r"(?:is |was |has )?(?:not (?:yet )?(?:been )?|still (?:to be |un))"
NOT_RELEASED = (
    rf"(?:release|call-?off|order|p\.?o\.?) {_NOT_YET}(?:confirmed|approved|released|signed|authori[sz]ed)",
    r"(?:auftrag|bestellung|abruf|freigabe) (?:ist |wurde )?(?:noch )?nicht (?:bestatigt|freigegeben|genehmigt|erteilt)"
    r"(?=$|[.,;!)])",
    r"(?:commande|appel) (?:n'est |n'a )?(?:pas encore|non encore) (?:ete )?(?:confirmee?|approuvee?|validee?)",
    r"pedido (?:aun |todavia )?no (?:esta )?(?:confirmado|aprobado|autorizado)",
    r"ordine (?:non ancora|non e ancora|ancora non) (?:stato )?(?:confermato|approvato|autorizzato)",
    r"(?:order|bestelling|afroep) (?:is )?nog niet (?:bevestigd|goedgekeurd|vrijgegeven)",
)
NOT_RELEASED_LEADS = (
    "confirmed approved released signed authorized authorised unconfirmed unapproved bestatigt freigegeben genehmigt"
    " erteilt confirmee approuvee validee confirmado aprobado autorizado confermato approvato autorizzato bevestigd"
    " goedgekeurd vrijgegeven"
)
