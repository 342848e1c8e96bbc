"""What a page says of a vendor that is insolvent, and of money that is paid to a trustee; and terms about buyers."""

from __future__ import annotations

import pytest

from tests.helpers.said_pages import codes_at_foot


@pytest.mark.parametrize(
    "foot",
    [
        "Please pay the joint administrators only.", "Zahlungen nur an den Insolvenzverwalter.",
        "Paiement uniquement entre les mains du mandataire judiciaire.",
        "Pagar únicamente a la administración concursal.", "Pagamento esclusivamente al curatore fallimentare.",
        "Betaling uitsluitend aan de curator.",
        "Fairlane Mill Ltd (in administration)", "Fairlane Mill LLC - in receivership",
        "Fairlane Mill GmbH in Insolvenz",
        "Fairlane Mill SARL - en redressement judiciaire", "Fairlane Mill S.L. - en concurso de acreedores",
        "Fairlane Mill S.r.l. in fallimento", "Fairlane Mill B.V. - in staat van faillissement",
        "Wir befinden uns in Insolvenz.",
    ],
)  # fmt: skip
def test_an_insolvent_vendor_is_no_longer_paid_as_before(foot: str) -> None:
    assert codes_at_foot(foot) == {"other_payee"}


@pytest.mark.parametrize(
    "foot",
    [
        "Bitte nur auf unser Treuhandkonto bei der Volksbank Süd, Nr. 88120047, überweisen.",
        "Zahlung bitte auf das Notaranderkonto",
        "Paiement sur le compte séquestre de Me Roussel.",
        "Pago en la cuenta fiduciaria del notario.",
        "Pagamento sul conto fiduciario del notaio.",
        "Betaling op de derdenrekening van de notaris.",
        "Gelieve op onze derdenrekening te betalen.",
    ],
)
def test_an_account_in_trust_is_somebody_elses(foot: str) -> None:
    assert codes_at_foot(foot) == {"other_payee"}


@pytest.mark.parametrize(
    "foot",
    [
        "En cas de redressement judiciaire du client, les sommes sont exigibles.",
        "Bei Insolvenz des Bestellers wird der Betrag sofort fällig.",
        "Bij faillissement van de koper is het bedrag direct opeisbaar.",
        "If the buyer goes into administration, all sums fall due.",
        "In caso di fallimento del compratore il prezzo è esigibile.",
        "Contact our accounts administrator for questions.",
        "Pay our sales administration office in Dayton.",
        "Payment due on receipt by receiver.",
        "Freight is payable by the receiver of the goods.",
        "Kundengelder werden auf einem Treuhandkonto verwahrt.",
        "Bitte auf unser Konto bei der Volksbank überweisen.",
        "Les acomptes sont conservés sur un compte séquestre.",
        "Paiement sur notre compte bancaire.",
    ],
)
def test_terms_about_buyers_and_deposits_hold_nothing(foot: str) -> None:
    assert codes_at_foot(foot) == set()
