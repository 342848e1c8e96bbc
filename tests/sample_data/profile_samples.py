"""Writes the samples that lie beside shipped profiles: `python -m tests.sample_data.profile_samples [FOLDER]`.

They are invoices of vendors that send none to the sample desk; the bytes are the same every time.
"""

import sys
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from tests.sample_data.painter import paint
from tests.sample_data.records import Charge, Invoice, Line, to_cents

PROFILES_FOLDER = Path(__file__).resolve().parents[2] / "extraction_profiles"

D = Decimal


def _line(code: str, description: str, quantity: str, uom: str, price: str) -> Line:
    return Line(code, description, D(quantity), uom, D(price), to_cents(D(quantity) * D(price)))


# By the folder of the profile.
SAMPLES: Mapping[str, Invoice] = {
    "us/old-harbor": Invoice(
        file="OH-77031.pdf",
        shows="hazardous goods in drums: a hazmat fee, and a deposit on the drums",
        vendor_id="V210",
        number="OH-77031",
        issued=date(2026, 3, 18),
        po_number="PO-3990",
        lines=(
            _line("17010", "Sodium Hypochlorite, 12.5 Percent, 55 gal", "6", "DR", "184.50"),
            _line("17022", "Citric Acid, Anhydrous, 50 lb", "40", "BG", "61.25"),
            _line("17035", "Defoamer, Silicone Emulsion, 5 gal", "12", "CN", "97.80"),
        ),
        groups=None,
        charges=(
            Charge("hazmat_fee", "Hazardous materials fee", D("65.00")),
            Charge("deposit", "Drum deposit", D("120.00")),
            Charge("freight", "Freight", D("148.75")),
        ),
    ),
}


def write_samples(folder: Path) -> None:
    """Writes every sample beside its profile under the folder."""
    for profile, invoice in SAMPLES.items():
        target = folder / profile / "samples" / invoice.file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(paint(invoice).pdf)


if __name__ == "__main__":
    write_samples(Path(sys.argv[1]) if len(sys.argv) > 1 else PROFILES_FOLDER)
