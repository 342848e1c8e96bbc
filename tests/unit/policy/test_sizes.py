"""Another size, pack or grade under the right code: what contradicts holds, what is merely missing does not.

S2.170 (a text that strays from its code), S2.96 (no band excuses another item).
"""

from __future__ import annotations

import pytest

from app.policy.sizes import contradiction


@pytest.mark.parametrize(
    ("printed", "ordered"),
    [
        ("Gloves nitrile S, box 50", "Gloves nitrile L, box 100"),
        ("Gloves nitrile small", "Gloves, nitrile, L"),
        ("Gloves XL", "Gloves 2XL"),
        ("Gloves XXXL", "Gloves 2XL"),
        ("Cable 1,000 ft", "Cable 500 ft"),
        ("Screws, box of 1,000", "Screws, box of 500"),
        ("Cable 1,500 ft", "Cable 1,000 ft"),
        ("Motor 60 watt", "Motor 100 W"),
        ("Gloves nitrile 50/box", "Gloves nitrile box of 100"),
        ("Hex bolt M8x40", "Hex bolt M8x60"),
        ("Hex bolt M8 x 40 mm", "Hex bolt M8x60"),
        ("Hex bolt M10", "Hex bolt M8"),
        ("Cleaner 1 l", "Cleaner 5 l"),
        ("Cleaner 500 ml", "Cleaner 1 L"),
        ("Rod 10 mm", "Rod 12mm"),
        ('Pipe 1/2"', 'Pipe 3/4"'),
        ("Pipe 1/2 in", "Pipe 19 mm"),
        ("Screw 1-1/2 in", "Screw 1-1/4 in"),
        ("Water 6x500ml", "Water 12x500 ml"),
        ("Hex cap screw, Grade 5", "Hex cap screw, Grade 8"),
        ("Pipe Sch 40", "Pipe schedule 80"),
        ("Sheet stainless 304", "Sheet AISI 316"),
        ("Disc P80 grit 80", "Disc grit 120"),
        ("Handschuhe rot", "Gloves blue"),
        ("Motor 24 V", "Motor 12V"),
        ("Sugar 10 kg bag", "Sugar 25 kg bag"),
        ("Torque wrench uncalibrated 200 Nm", "Torque wrench calibrated 200 Nm"),
        ("Gauze pads, non-sterile", "Gauze pads, sterile"),
        ("Gauze pads, nonsterile", "Gauze pads sterile"),
        ("Kompressen unsteril", "Kompressen steril"),
        ("Kompressen, nicht steril", "Kompressen, steril"),
        ("Gloves unlined", "Gloves lined"),
        ("Kiste ohne Deckel", "Kiste mit Deckel"),
        ("Crate w/o lid", "Crate with lid"),
        ("Gloves, powder free", "Gloves with powder"),
        ("Door handle left", "Door handle right"),
        ("Türgriff links", "Door handle, right"),
        ("Safety goggles tinted anti-fog", "Safety goggles clear anti-fog"),
        ("Hex bolt stainless M8 x 40", "Hex bolt zinc M8 x 40"),
        ("Gloves, vinyl, L", "Gloves, nitrile, L"),
    ],
)
def test_another_size_pack_or_grade_is_told(printed: str, ordered: str) -> None:
    assert contradiction(printed, ordered) is not None
    assert contradiction(ordered, printed) is not None


@pytest.mark.parametrize(
    ("printed", "ordered"),
    [
        ("Gloves nitrile L", "Gloves nitrile L, box 100"),
        ("Gloves nitrile large", "Gloves nitrile L"),
        ("Gloves XXL", "Gloves 2XL"),
        ("Gloves XXXL", "Gloves 3XL"),
        ("Cable 1,000 ft", "Cable 1000 ft"),
        ("Screws, box of 1,000", "Screws 1.000/box"),
        ("Screws, box of 1,000", "Screws, box 1000"),
        ("Reiniger 1.000 ml", "Reiniger 1 l"),
        ("Salt 1.250 kg", "Salt 1250 g"),
        ("Motor 24 volt", "Motor 24 V"),
        ("Cleaner 0.5 l", "Cleaner 500ml"),
        ("Cleaner 0,5 L", "Cleaner 500 ml"),
        ('Pipe 1/2"', "Pipe 12.7 mm"),
        ('Pipe 1/2"', "Pipe 13 mm"),
        ("Screw 1-1/2 in", "Screw 1.5 inch"),
        ("Chicken stock 12/32 oz", "Chicken stock low sodium 32 oz"),
        ("Ham 5 lb", "Ham 2.27 kg"),
        ("Hex bolt M8", "Hex bolt M8x60 zinc"),
        ("Hex bolt M8x60", "Hex bolt zinc M8 x 60 mm"),
        ("Water 6x500ml", "Water 500 ml"),
        ("Gloves schwarz", "Gloves black"),
        ("Women's gloves M", "Gloves M"),
        ("Cap screw 3/8-16 x 1-1/2 in", "Hex Cap Screw, Grade 8, Yellow Zinc, 3/8-16 x 1-1/2 in"),
        ("Lot 7731 shipped 2026-02-01, Gloves", "Gloves L, 100/box"),
        ("90 Degree Elbow, Class 150, 1 in NPT", "90 DEG ELBOW CL150 1 IN NPT"),
        ("90 Degree Elbow Galvanized Class 150 1/2 in NPT", "90 Degree Elbow, Galvanized, Class 150, 1/2 in NPT"),
        ("Mat, slip resistant", "Mat, non-slip"),
        ("Mat, anti-slip", "Mat, non-slip"),
        ("Slip resistant mat", "Anti-slip mat"),
        ("Bin, free standing, 50 l", "Bin 50 l"),
        ("Coat, water repellent", "Coat, waterproof"),
        ("Union 1/2 in", "Pipe union, ion coated, 1/2 in"),
        ("Gloves lined", "Gloves"),
        ("Right angle drill, left hand", "Angle drill, left"),
        ("Screw zinc plated", "Schraube verzinkt"),
        ("Valve, chrome plated brass", "Valve brass"),
        ("Gloves nitrile powder-free", "Gloves nitrile, non powder"),
        ("Bolt grade 5 1/2 in", 'Bolt, Grade 5, 1/2"'),
        ("Sch 40 3/4 in pipe", "Pipe 3/4 in, schedule 40"),
        ("", "Gloves L"),
    ],
)
def test_other_words_for_the_same_and_less_text_are_no_contradiction(printed: str, ordered: str) -> None:
    assert contradiction(printed, ordered) is None
    assert contradiction(ordered, printed) is None
