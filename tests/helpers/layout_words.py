"""The words of drawn invoices: what vendors in six languages print over columns, beside fields and below the lines.

Written for the tests alone and on purpose not taken from the program's own vocabulary; the rows named ``strange`` are
headings that a vendor may well print and that the program need not know.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

Words = dict[str, tuple[str, ...]]


def _table(text: str) -> Words:
    rows = (line.split(":", 1) for line in text.strip().splitlines())
    return {name.strip(): tuple(word.strip() for word in words.split(";")) for name, words in rows}


@dataclass(frozen=True, slots=True)
class Tongue:
    """The words of one language; ``columns`` by what a column holds, ``labels`` by field."""

    columns: Words
    labels: Words
    goods: tuple[str, ...]
    more: tuple[str, ...]
    company: tuple[str, ...]
    units: dict[str, tuple[str, ...]]
    months: tuple[str, ...]


_UNITS: Final = {
    "en": {"EA": ("EA", "each", "pcs"), "CS": ("CS", "case"), "BX": ("BX", "box"), "LB": ("LB", "lbs"), "HR": ("hrs",)},
    "de": {"EA": ("Stk", "Stück", "Stk."), "KG": ("kg",), "HR": ("Std",), "RL": ("Rolle",), "CT": ("Karton",)},
    "fr": {"EA": ("pièce", "pce"), "KG": ("kg",), "BX": ("boîte",), "HR": ("heure",), "L": ("L",)},
    "es": {"EA": ("ud", "uds"), "KG": ("kg",), "BX": ("caja",), "HR": ("horas",), "L": ("L",)},
    "it": {"EA": ("pz", "PZ"), "KG": ("kg",), "HR": ("ore",), "L": ("lt",)},
    "nl": {"EA": ("stuks", "stuk"), "KG": ("kg",), "BX": ("doos",), "HR": ("uur",)},
}

_COLUMNS: Final = {
    "en": """
line: Line; #; Ln; No.; Item
code: Item No.; SKU; Part Number; Product Code; Cat. No.; Stock #
description: Description; Item Description; Product; Particulars; Details; Goods or services
quantity: Qty; Quantity; Qty.; QTY Billed; Units; Invoiced
ordered: Ordered; Qty Ord; Ord; Order Qty
shipped: Shipped; Qty Shp; Ship; Delivered
backordered: B/O; Backordered; Back Order
unit: U/M; UOM; Unit; Unit of Measure
price: Unit Price; Price; Rate; Price Each; Unit Cost; Net Price; Unit Price (excl.)
per: Per; Price per
discount: Disc %; Discount; Disc.; Less %
tax: VAT; Tax %; VAT %; Tax Rate; Tax
taxcode: Tax Code; VAT Code; Tx
taxamount: VAT Amount; Tax Amt; Tax Amount
amount: Amount; Total; Line Total; Extended; Net Amount; Ext. Price; Extension; Value
gross: Gross; Total incl. VAT; Gross Amount; Incl. Tax
order: PO; PO No.; Your Order; Cust PO
date: Date; Ship Date; Service Date
origin: Origin; HS Code; COO
strange-quantity: How many; Supplied; No. off; Volume moved
strange-price: Charge for one; Fee; Unit fee applied; Price to you
strange-amount: Payable; Line charge; Comes to; Your cost
strange-description: What you bought; Goods supplied by us; Work done
""",
    "de": """
line: Pos.; Pos; Nr.; Position
code: Artikel-Nr.; Art.-Nr.; Artikelnummer; Best.-Nr.; Material
description: Bezeichnung; Beschreibung; Artikel; Artikelbezeichnung; Leistung
quantity: Menge; Anzahl; Mge.; Liefermenge; Stückzahl
ordered: Bestellt; Bestellmenge
shipped: Geliefert; Liefermenge
backordered: Rückstand; Offen
unit: Einheit; ME; Einh.; EH
price: Einzelpreis; Preis; E-Preis; Preis/Einheit; EP; Stückpreis; Netto-Preis
per: PE; je; pro
discount: Rabatt; Rab. %; Rabatt %
tax: MwSt; USt %; MwSt. %; USt.; Steuer
taxcode: St.; StKz; Steuerschl.
taxamount: MwSt-Betrag; USt-Betrag; Steuerbetrag
amount: Gesamtpreis; Betrag; Gesamt; Netto; Summe; Gesamtbetrag; Nettobetrag; GP
gross: Brutto; Bruttobetrag; Gesamt brutto
order: Bestell-Nr.; Ihre Bestellung; Bestellung
date: Lieferdatum; Datum; Leistungsdatum
origin: Ursprung; Warennummer; Zolltarif-Nr.
strange-quantity: Wie viel; Abgabe; Lieferumfang
strange-price: Kosten für eins; Ansatz; Wert je
strange-amount: Zu bezahlen; Kosten; Ergebnis
strange-description: Was geliefert wurde; Inhalt; Ihr Kauf
""",
    "fr": """
line: N°; Ligne; Pos
code: Référence; Réf.; Code article; Article
description: Désignation; Description; Libellé; Produit
quantity: Quantité; Qté; Qte; Nombre
ordered: Qté cdée; Commandé
shipped: Qté livrée; Livré
backordered: Reliquat; Reste
unit: Unité; U.; Un.
price: Prix unitaire; P.U. HT; PU; Prix; Prix unit. HT
per: Par; Base prix
discount: Remise; Rem. %; % Rem
tax: TVA; TVA %; Taux TVA; % TVA
taxcode: Code TVA; CT
taxamount: Montant TVA; Mt TVA
amount: Montant HT; Montant; Total HT; Total; Prix total HT
gross: Montant TTC; Total TTC; TTC
order: Commande; Votre commande; N° commande
date: Date livr.; Date
origin: Origine; Pays
strange-quantity: Combien; Volume fourni
strange-price: Coût pour un; Barème
strange-amount: À payer; Coût de la ligne
strange-description: Ce que vous avez acheté; Objet fourni
""",
    "es": """
line: Nº; Línea; Pos.
code: Código; Ref.; Referencia; Cód. artículo
description: Descripción; Concepto; Artículo; Detalle
quantity: Cantidad; Cant.; Uds.; Unidades
ordered: Pedido; Cant. pedida
shipped: Entregado; Cant. servida
backordered: Pendiente; Pdte.
unit: Unidad; U.M.; Ud.
price: Precio; Precio unitario; P. Unitario; Precio/Ud.
per: Por; Base
discount: Dto.; Dto. %; Descuento; % Dto
tax: IVA; IVA %; % IVA; Tipo IVA
taxcode: Cód. IVA; TI
taxamount: Cuota IVA; Importe IVA
amount: Importe; Total; Importe neto; Subtotal
gross: Total con IVA; Importe con IVA
order: Su pedido; Nº pedido; Pedido cliente
date: Fecha; F. entrega
origin: Origen; País
strange-quantity: Cuántos; Suministro
strange-price: Coste de uno; Tasa
strange-amount: A abonar; Coste
strange-description: Lo que compró; Material entregado
""",
    "it": """
line: N.; Riga; Pos.
code: Codice; Cod. articolo; Articolo; Cod.
description: Descrizione; Descrizione articolo; Prodotto
quantity: Quantità; Q.tà; Qta; Quant.
ordered: Ordinato; Q.tà ord.
shipped: Consegnato; Spedito
backordered: Residuo; Inevaso
unit: U.M.; UM; Unità
price: Prezzo; Prezzo unitario; Prezzo unit.; P. unitario
per: Per; Ogni
discount: Sconto; Sc. %; Sconto %
tax: IVA; % IVA; Aliq. IVA; Aliquota
taxcode: C.I.; Cod. IVA
taxamount: Importo IVA; Imposta
amount: Importo; Totale; Importo netto; Totale riga
gross: Totale ivato; Totale lordo
order: Vs. ordine; N. ordine; Ordine
date: Data; Data consegna
origin: Origine; Paese
strange-quantity: Quanti; Fornitura
strange-price: Costo di uno; Quota
strange-amount: Da versare; Costo
strange-description: Cosa avete comprato; Merce fornita
""",
    "nl": """
line: Regel; Nr.; Pos.
code: Artikelnr.; Artikelnummer; Art.nr.; Code
description: Omschrijving; Artikelomschrijving; Product; Beschrijving
quantity: Aantal; Hoeveelheid; Aant.
ordered: Besteld; Aantal besteld
shipped: Geleverd; Aantal geleverd
backordered: Backorder; In nalevering
unit: Eenheid; Eenh.
price: Prijs; Stukprijs; Eenheidsprijs; Prijs per stuk
per: Per; Prijs per
discount: Korting; Korting %; Krt. %
tax: BTW; BTW %; % BTW; BTW-tarief
taxcode: BTW-code; BC
taxamount: BTW-bedrag; BTW bedrag
amount: Bedrag; Totaal; Totaalbedrag; Regeltotaal; Netto bedrag
gross: Totaal incl. BTW; Bedrag incl. BTW
order: Uw order; Uw bestelling; Bestelnummer
date: Datum; Leverdatum
origin: Herkomst; Land
strange-quantity: Hoeveel; Levering
strange-price: Kosten van één; Taks
strange-amount: Te betalen voor regel; Kosten
strange-description: Wat u kocht; Geleverde waar
""",
}

_LABELS: Final = {
    "en": """
title: INVOICE; Invoice; TAX INVOICE; Sales Invoice
credit: CREDIT MEMO; Credit Note; CREDIT NOTE
number: Invoice No.; Invoice Number; Invoice #; Document No.; Inv. No.
date: Invoice Date; Date; Issue Date; Date of Invoice
due: Due Date; Payment Due; Due; Pay By
order: PO Number; Your PO; Purchase Order; P.O. No.; Customer PO; Your Order No.
customer: Customer No.; Account No.; Cust. ID; Account
shipment: Ship Date; Order Date; Delivery Date
own: Our Order; Sales Order; Our Ref.
rep: Sales Rep; Terms; Ship Via
bill: Bill To; Sold To; Invoice To; Customer
ship: Ship To; Deliver To; Delivery Address
remit: Remit To; Please remit to
taxid: Tax ID; VAT No.; Fed. Tax ID; VAT Reg. No.
subtotal: Subtotal; Net Total; Merchandise Total; Sub-Total; Total excl. VAT
tax: Tax; Sales Tax; VAT; VAT {rate}%; Tax ({rate}%)
total: Total; Total Due; Amount Due; Invoice Total; Grand Total; Balance Due; Please Pay
freight: Freight; Shipping & Handling; Delivery charge; Freight charge
fuel_surcharge: Fuel Surcharge; Fuel surcharge
packaging: Packaging; Packing charge
carried: Carried forward; Page total
brought: Brought forward
section: Safety products; Workshop consumables; Delivery of last week
note: Note: shipped in two parcels; Lot 48213; Backorder will follow
linesum: Section total; Group subtotal
taxtable: VAT rate; Net; VAT
schedule: Instalment; Due; Amount
thanks: Thank you for your business; Goods remain our property until paid in full
currency: Currency
page: Page
your: Your part no.
""",
    "de": """
title: RECHNUNG; Rechnung
credit: GUTSCHRIFT; Gutschrift; Rechnungskorrektur
number: Rechnungsnummer; Rechnungs-Nr.; Rechnung Nr.; Beleg-Nr.; Rechnungsnr.
date: Rechnungsdatum; Datum; Belegdatum
due: Fällig am; Zahlbar bis; Fälligkeitsdatum; Fälligkeit
order: Ihre Bestellung; Bestellnummer; Ihre Bestell-Nr.; Bestellung Nr.
customer: Kundennummer; Kunden-Nr.; Debitor
shipment: Lieferdatum; Bestelldatum; Auftragsdatum
own: Auftrags-Nr.; Unser Auftrag; Lieferschein-Nr.
rep: Sachbearbeiter; Zahlungsbedingung; Versandart
bill: Rechnung an; Rechnungsempfänger; Rechnungsadresse; Kunde
ship: Lieferadresse; Lieferanschrift; Warenempfänger
remit: Zahlungsempfänger; Kontoinhaber
taxid: USt-IdNr.; USt-ID; Umsatzsteuer-ID
subtotal: Zwischensumme; Summe netto; Nettobetrag; Nettosumme; Gesamt netto
tax: MwSt. {rate} %; USt {rate}%; Umsatzsteuer; zzgl. {rate}% MwSt.
total: Gesamtbetrag; Rechnungsbetrag; Endbetrag; Gesamt; Zahlbetrag; Summe brutto
freight: Versandkosten; Fracht; Frachtkosten; Transportkosten
fuel_surcharge: Dieselzuschlag; Treibstoffzuschlag
packaging: Verpackung; Verpackungskosten
carried: Übertrag; Zwischensumme Seite
brought: Übertrag
section: Arbeitsschutz; Werkstattbedarf; Lieferung der Vorwoche
note: Hinweis: Teillieferung; Charge 48213; Rest folgt
linesum: Summe Gruppe; Zwischensumme Gruppe
taxtable: MwSt-Satz; Netto; MwSt
schedule: Rate; Fällig; Betrag
thanks: Vielen Dank für Ihren Auftrag; Die Ware bleibt bis zur Bezahlung unser Eigentum
currency: Währung
page: Seite
your: Ihre Artikelnr.
""",
    "fr": """
title: FACTURE; Facture
credit: AVOIR; Avoir
number: Facture N°; N° de facture; Numéro de facture; N° facture
date: Date de facture; Date; Date de facturation; Date d'émission
due: Échéance; Date d'échéance; À payer avant le
order: Votre commande; N° de commande; Bon de commande; Commande client
customer: N° client; Code client; Compte
shipment: Date de livraison; Date de commande
own: Notre référence; Bon de livraison; Dossier
rep: Conditions; Mode de règlement; Commercial
bill: Facturé à; Adresse de facturation; Client
ship: Livré à; Adresse de livraison
remit: Bénéficiaire; Titulaire
taxid: N° TVA; TVA intracommunautaire; N° TVA intracom.
subtotal: Total HT; Sous-total; Montant HT; Total net HT
tax: TVA {rate} %; TVA; Total TVA; Montant TVA
total: Total TTC; Net à payer; Montant TTC; Total à payer
freight: Frais de port; Transport; Frais de livraison
fuel_surcharge: Surcharge carburant; Supplément carburant
packaging: Emballage; Frais d'emballage
carried: À reporter; Total page
brought: Report
section: Protection; Atelier; Livraison précédente
note: Note : deux colis; Lot 48213; Solde à suivre
linesum: Sous-total groupe; Total rubrique
taxtable: Taux TVA; Base; TVA
schedule: Versement; Échéance; Montant
thanks: Merci de votre confiance; Réserve de propriété jusqu'au paiement complet
currency: Devise
page: Page
your: Votre réf.
""",
    "es": """
title: FACTURA; Factura
credit: ABONO; Factura rectificativa
number: Factura nº; Nº factura; Número de factura; Factura
date: Fecha; Fecha de factura; Fecha factura; Fecha de emisión
due: Vencimiento; Fecha de vencimiento; Vto.
order: Su pedido; Pedido nº; Nº de pedido; Nº pedido
customer: Nº cliente; Cliente nº; Cód. cliente
shipment: Fecha de entrega; Fecha pedido
own: Nuestra ref.; Albarán nº; Expediente
rep: Forma de pago; Comercial; Transporte
bill: Facturar a; Cliente; Datos del cliente
ship: Dirección de entrega; Enviar a
remit: Titular; Beneficiario
taxid: CIF; NIF; N.I.F.
subtotal: Base imponible; Subtotal; Total neto
tax: IVA {rate}%; IVA; Cuota IVA; IVA {rate} %
total: Total factura; Total; Total a pagar; Importe total
freight: Portes; Gastos de envío; Transporte
fuel_surcharge: Recargo por combustible; Recargo combustible
packaging: Embalaje; Gastos de embalaje
carried: Suma y sigue; Total página
brought: Suma anterior
section: Protección laboral; Taller; Entrega anterior
note: Nota: dos bultos; Lote 48213; Resto pendiente
linesum: Suma del grupo; Subtotal grupo
taxtable: Tipo IVA; Base; Cuota
schedule: Plazo; Vencimiento; Importe
thanks: Gracias por su confianza; Reserva de dominio hasta el pago
currency: Moneda
page: Página
your: Su referencia
""",
    "it": """
title: FATTURA; Fattura
credit: NOTA DI CREDITO; Nota di credito
number: Fattura n.; Numero fattura; N. fattura; Fattura nr.
date: Data; Data fattura; Data documento; Data emissione
due: Scadenza; Data scadenza; Da pagare entro
order: Vs. ordine; Vostro ordine; Ordine n.; N. ordine
customer: Cod. cliente; N. cliente; Codice cliente
shipment: Data consegna; Data ordine
own: Ns. rif.; DDT n.; Commessa
rep: Pagamento; Agente; Vettore
bill: Fatturato a; Spett.le; Cliente; Destinatario
ship: Indirizzo di consegna; Luogo di destinazione
remit: Intestatario; Beneficiario
taxid: P. IVA; Partita IVA; P.IVA
subtotal: Imponibile; Totale imponibile; Totale netto
tax: IVA {rate}%; IVA; Imposta; Totale IVA
total: Totale fattura; Totale; Totale da pagare; Totale documento; Netto a pagare
freight: Spese di trasporto; Trasporto; Spese di spedizione
fuel_surcharge: Supplemento carburante; Sovrapprezzo carburante
packaging: Imballo; Spese di imballaggio
carried: A riportare; Totale pagina
brought: Riporto
section: Antinfortunistica; Officina; Consegna precedente
note: Nota: due colli; Lotto 48213; Saldo a seguire
linesum: Totale gruppo; Subtotale gruppo
taxtable: Aliquota; Imponibile; Imposta
schedule: Rata; Scadenza; Importo
thanks: Grazie per la fiducia; Riserva di proprietà fino al saldo
currency: Valuta
page: Pagina
your: Vs. codice
""",
    "nl": """
title: FACTUUR; Factuur
credit: CREDITNOTA; Creditnota
number: Factuurnummer; Factuurnr.; Factuur nr.
date: Factuurdatum; Datum
due: Vervaldatum; Te betalen voor; Betalen voor
order: Uw ordernummer; Uw bestelling; Uw order; Inkooporder
customer: Klantnummer; Debiteurnr.; Klantnr.
shipment: Leverdatum; Orderdatum
own: Ons kenmerk; Pakbon; Ordernr.
rep: Betaling; Vertegenwoordiger; Verzending
bill: Factuuradres; Factuur aan; Klant
ship: Afleveradres; Bezorgadres
remit: Ten name van; Rekeninghouder
taxid: BTW-nummer; BTW-nr.; BTW nr.
subtotal: Subtotaal; Totaal excl. BTW; Netto totaal
tax: BTW {rate}%; BTW; BTW {rate} %; Totaal BTW
total: Totaal; Te betalen; Totaal incl. BTW; Factuurbedrag; Totaalbedrag
freight: Verzendkosten; Vrachtkosten; Transportkosten
fuel_surcharge: Brandstoftoeslag; Dieseltoeslag
packaging: Verpakking; Verpakkingskosten
carried: Transport; Totaal pagina
brought: Transport
section: Veiligheid; Werkplaats; Vorige levering
note: Let op: twee colli; Partij 48213; Rest volgt
linesum: Totaal groep; Subtotaal groep
taxtable: BTW-tarief; Grondslag; BTW
schedule: Termijn; Vervaldag; Bedrag
thanks: Bedankt voor uw opdracht; Eigendomsvoorbehoud tot volledige betaling
currency: Valuta
page: Pagina
your: Uw artikelnr.
""",
}

_GOODS: Final = {
    "en": "Hex bolt; Nitrile gloves; Copper pipe; Pallet wrap; LED lamp; Filter cartridge; Ball valve",
    "de": "Sechskantschraube; Nitrilhandschuhe; Kupferrohr; Stretchfolie; LED-Leuchte; Kugelhahn",
    "fr": "Vis hexagonale; Gants nitrile; Tube cuivre; Film étirable; Lampe LED; Cartouche; Chiffon; Vanne",
    "es": "Tornillo hexagonal; Guantes de nitrilo; Tubo de cobre; Film estirable; Lámpara LED; Paño; Válvula",
    "it": "Vite esagonale; Guanti in nitrile; Tubo rame; Film estensibile; Lampada LED; Cartuccia; Panno; Valvola",
    "nl": "Zeskantbout; Nitril handschoenen; Koperen buis; Wikkelfolie; LED-lamp; Filterpatroon; Poetsdoek; Kogelkraan",
}
_MORE: Final = {
    "en": "zinc plated; heavy duty; size L; 1/2 in; M8 x 40; blue; with seal; grade 8; type 316 stainless",
    "de": "verzinkt; schwere Ausführung; Größe L; 1/2 Zoll; M8 x 40; blau; mit Dichtung; Güte 8.8; Typ 316 Edelstahl",
    "fr": "zingué; renforcé; taille L; 1/2 pouce; M8 x 40; bleu; avec joint; qualité 8.8; type inox 316",
    "es": "cincado; reforzado; talla L; 1/2 pulgada; M8 x 40; azul; con junta; calidad 8.8; inoxidable tipo 316",
    "it": "zincato; rinforzato; taglia L; 1/2 pollice; M8 x 40; blu; con guarnizione; classe 8.8; inox tipo 316",
    "nl": "verzinkt; zware uitvoering; maat L; 1/2 duim; M8 x 40; blauw; met pakking; klasse 8.8; rvs type 316",
}
_COMPANIES: Final = {
    "en": "Harlan Mill Supply Inc.; Northgate Tools Ltd; Bexley & Crane LLC; Tideway Co.; Orchard Lane Foods",
    "de": "Brandt Werkzeuge GmbH; Lindner & Sohn KG; Nordtechnik AG; Huber Industriebedarf GmbH & Co. KG",
    "fr": "Fournitures Mercier SARL; Ateliers Lacombe SAS; Dubreuil et Fils SA; Quincaillerie Vautrin SARL",
    "es": "Suministros Ortega S.L.; Ferretería Campos S.A.; Industrias Valdés SL; Almacenes Rovira S.A.",
    "it": "Forniture Bianchi S.r.l.; Utensileria Conti S.p.A.; Officine Greco Srl; Ferramenta Moretti S.n.c.",
    "nl": "De Wit Gereedschap B.V.; Van Houten Techniek BV; Jansen Groothandel B.V.; Kramer Industrie N.V.",
}
_MONTHS: Final = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
}


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";"))


TONGUES: Final = {
    name: Tongue(
        columns=_table(_COLUMNS[name]),
        labels=_table(_LABELS[name]),
        goods=_parts(_GOODS[name]),
        more=_parts(_MORE[name]),
        company=_parts(_COMPANIES[name]),
        units=_UNITS[name],
        months=tuple(_MONTHS[name].split()),
    )
    for name in ("en", "de", "fr", "es", "it", "nl")
}
