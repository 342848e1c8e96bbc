"""Who the sample desk buys from, what, on which orders, and what came in. All names are invented."""

from datetime import date
from decimal import Decimal

from tests.sample_data.records import Item, Order, OrderLine, Receipt, Vendor

BUYER_COMPANY = ("Marlowe & Finch Works", "Accounts Payable", "40 Foundry Lane", "Ashford, OH 45999")

_VENDOR_COLUMNS = (
    "tax_id", "email", "currency", "payment_terms", "status", "tier", "merged_lines", "partial_shipments",
    "bundled_accessorials", "accessorials", "substitution_clause", "substitution_reference", "late_grace_days",
)  # fmt: skip

_VENDORS = """
V201|Ironbark Industrial Supply, Inc.|90-5550101|ar@ironbark.example|USD|Net 30|active|trusted|permitted|permitted|refused|freight:250;fuel_surcharge:60|at_or_below_price|MSA 4.2|3
V202|Pinecrest Provisions, LLC|90-5550102|billing@pinecrest.example|USD|Net 14|active|standard|refused|permitted|refused|freight:120;fuel_surcharge:40|none||1
V203|Quarrystone Building Materials Co.|90-5550103|invoices@quarrystone.example|USD|Net 30|active|standard|refused|permitted|permitted|freight;pallet_charge:180|prior_approval|Terms 11.3|4
V204|Tannhaus Befestigungstechnik GmbH|DE999555104|rechnung@tannhaus.example|EUR|30 Tage netto|active|standard|refused|permitted|refused|freight:90;packaging:25|prior_approval|Rahmenvertrag 7.1|5
V205|Larkfield Office Products, Inc.|90-5550105|ar@larkfield.example|USD|Net 30|active|standard|permitted|permitted|refused|freight:75|at_or_below_price|Agreement 6|3
V206|Cobalt Ridge MRO Partners, Inc.|90-5550106|receivables@cobaltridge.example|USD|Net 45|active|standard|refused|refused|refused|freight:200;hazmat_fee:65|none||2
V207|Saltmarsh Seafood & Dairy Co.|90-5550107|office@saltmarsh.example|USD|Net 10|active|standard|refused|permitted|refused|freight:95;fuel_surcharge:35|none||0
V208|Vellum Facility Services, Inc.|90-5550108|accounts@vellum.example|USD|Net 30|active|standard|refused|permitted|refused||none||0
V209|Brindle Packaging Group, Inc.|90-5550109|ar@brindle.example|USD|Net 30|active|watch|refused|permitted|refused|freight:300;pallet_charge:60|prior_approval|Schedule C|2
V210|Old Harbor Chemical Corp.|90-5550110|billing@oldharbor.example|USD|Net 30|blocked|watch|refused|refused|refused||none||0
"""

_ADDRESSES = {
    "V201": ("2200 Anvil Road", "Dunmore, PA 18999", "Tel 555-0101"),
    "V202": ("18 Orchard Dock", "Millbrook, NY 12999", "Tel 555-0102"),
    "V203": ("7 Limekiln Way", "Stoneham, IN 46999", "Tel 555-0103"),
    "V204": ("Hammerweg 12", "59999 Eisenberg", "Tel. 0999 555-0104"),
    "V205": ("310 Ledger Street", "Fairhope, IL 60999", "Tel 555-0105"),
    "V206": ("95 Turbine Court", "Galena, MI 49999", "Tel 555-0106"),
    "V207": ("Pier 4, Harbour Road", "Port Ellery, ME 04999", "Tel 555-0107"),
    "V208": ("1 Lantern Square", "Ashford, OH 45999", "Tel 555-0108"),
    "V209": ("640 Corrugator Drive", "Holt, WI 53999", "Tel 555-0109"),
    "V210": ("Wharf 9", "Port Ellery, ME 04999", "Tel 555-0110"),
}

_UNIT_WORDS = {
    "V201": {},
    "V202": {"CS": "case", "EA": "each", "BG": "bag", "CN": "can"},
    "V203": {"BG": "Bag", "EA": "Each", "RL": "Roll"},
    "V204": {"EA": "Stk", "BX": "Schachtel", "PK": "Paket"},
    "V205": {"EA": "Each", "BX": "Box", "CT": "Carton", "PK": "Pack", "DZ": "Dozen", "LS": "Lot"},
    "V206": {"EA": "EA", "DR": "DRM", "PR": "PR", "RL": "ROLL"},
    "V207": {"LB": "LBS", "CS": "CASE"},
    "V208": {"HR": "Hour"},
    "V209": {"CT": "CTN", "PL": "PLT", "RL": "RLL", "BD": "BDL", "EA": "EA", "CS": "CS"},
    "V210": {},
}

# sku | vendor | the vendor's code | description | base unit | line class | c: catch-weight
_ITEMS = """
51010|V201|IB-3810|Hex Cap Screw, Grade 8, Yellow Zinc, 3/8-16 x 1-1/2 in|BX|commodity|
51014|V201|IB-3814|Flat Washer, SAE, Zinc Plated, 3/8 in|BX|commodity|
51020|V201|IB-6204|Deep Groove Ball Bearing, 6204-2RS|EA|commodity|
51024|V201|IB-6204C|Deep Groove Ball Bearing, 6204-2RS, C3 Clearance|EA|commodity|
51031|V201|IB-B52|V-Belt, Classical Section, B52|EA|commodity|
51042|V201|IB-RC40|Roller Chain, No. 40, Riveted, 10 ft|BX|commodity|
51050|V201|IB-CW45|Cut-Off Wheel, Aluminum Oxide, 4-1/2 x 0.045 in|BX|commodity|
51063|V201|IB-AS16|Anti-Seize Compound, Copper, 16 oz Brush Top|CN|commodity|
51077|V201|IB-CT11|Cable Tie, Nylon 6/6, 11 in, Black|BG|commodity|
51095|V201|IB-FR12|Filter Regulator, Compressed Air, 1/2 in NPT|EA|specialty|
51101|V201|IB-LH10|Lockout Hasp, Steel, 1 in Jaw|EA|commodity|
47821|V202|P-1075|Tomato Soup, Condensed, 10.75 oz Can|CS|commodity|
47830|V202|P-1502|Black Beans, Low Sodium, 15 oz Can|CS|commodity|
47838|V202|P-5001|All-Purpose Flour, Enriched, 50 lb|BG|commodity|
47844|V202|P-3510|Canola Oil, Clear Fry, 35 lb Jug|EA|commodity|
47851|V202|P-0472|Apple Juice Cup, Shelf Stable, 4 oz|CS|commodity|
47863|V202|P-2501|Parboiled Rice, Long Grain, 25 lb|BG|commodity|
47870|V202|P-2206|Ground Coffee, Medium Roast, 2 lb Can|CN|commodity|
62010|V203|Q-PC94|Portland Cement, Type I/II, Gray, 94 lb Bag, ASTM C150, Low Alkali|BG|commodity|
62014|V203|Q-CM80|Concrete Mix, High Strength, 5000 psi, 80 lb Bag, Fiber Reinforced|BG|commodity|
62021|V203|Q-MS80|Masonry Mortar Mix, Type S, Preblended, 80 lb Bag, for Structural Block|BG|commodity|
62033|V203|Q-GX58|Gypsum Board, Fire Rated Type X, 5/8 in x 4 ft x 12 ft, Tapered Edge|EA|commodity|
62038|V203|Q-GM12|Gypsum Board, Moisture Resistant, 1/2 in x 4 ft x 8 ft, Green Face|EA|commodity|
62045|V203|Q-SS36|Steel Stud, 20 Gauge, 3-5/8 in x 10 ft, Galvanized G40, Punched|EA|commodity|
62047|V203|Q-ST36|Steel Track, 20 Gauge, 3-5/8 in x 10 ft, Galvanized G40, Unpunched|EA|commodity|
62052|V203|Q-PW34|Plywood, CDX, 3/4 in x 4 ft x 8 ft, Exterior Glue, Southern Pine|EA|commodity|
62058|V203|Q-OS71|Oriented Strand Board, 7/16 in x 4 ft x 8 ft, Span Rated 24/16|EA|commodity|
62061|V203|Q-FB19|Fiberglass Batt Insulation, R-19, Unfaced, 15 in x 93 in, Bagged|BG|commodity|
62069|V203|Q-XP20|Extruded Polystyrene Board, 2 in x 2 ft x 8 ft, 25 psi, Square Edge|EA|commodity|
62074|V203|Q-JC62|Joint Compound, All Purpose, Ready Mixed, 61.7 lb Pail|EA|commodity|
62080|V203|Q-RB04|Reinforcing Bar, No. 4, Grade 60, 20 ft, Deformed|EA|commodity|
62085|V203|Q-CB88|Concrete Block, Normal Weight, 8 x 8 x 16 in, Two Core, ASTM C90|EA|commodity|
62091|V203|Q-HW15|House Wrap, Woven, 9 ft x 150 ft, Perforated|RL|commodity|
73010|V204|T-933-0830|Sechskantschraube DIN 933 M8x30 8.8 verzinkt|EA|contract|
73014|V204|T-933-1040|Sechskantschraube DIN 933 M10x40 8.8 verzinkt|EA|contract|
73015|V204|T-933-1040A|Sechskantschraube DIN 933 M10x40 Edelstahl A2|EA|contract|
73022|V204|T-934-10|Sechskantmutter DIN 934 M10 verzinkt|EA|contract|
73030|V204|T-125-10|Unterlegscheibe DIN 125 10,5 verzinkt|EA|contract|
73041|V204|T-975-12|Gewindestange DIN 975 M12x1000 4.6 verzinkt|EA|contract|
73055|V204|T-D10-50|Universaldübel 10x50 mit Kragen, 50 Stück|BX|contract|
73062|V204|T-S-0540|Spanplattenschraube TX20 5,0x40 gelb, 200 Stück|PK|contract|
84010|V205|LF-2210|Copy Paper, 20 lb, Letter, White, 92 Bright|CT|commodity|
84016|V205|LF-3107|Ballpoint Pen, Medium, Blue|DZ|commodity|
84021|V205|LF-4420|Hanging Folder, Letter, 1/5 Cut, Green|BX|commodity|
84027|V205|LF-1188|Toner Cartridge, Black, High Yield, 6000 Pages|EA|commodity|
84033|V205|LF-5061|Sticky Notes, 3 x 3 in, Canary|PK|commodity|
84038|V205|LF-6304|Packing Tape, Clear, 2 in x 55 yd|PK|commodity|
84044|V205|LF-7715|Desktop Stapler, Full Strip, Black|EA|commodity|
84049|V205|LF-8090|Whiteboard Marker, Chisel Tip, Assorted|BX|commodity|
84055|V205|LF-9002|File Storage Box, Letter/Legal, String Tie|CT|commodity|
95010|V206|CR-4410|Hydraulic Hose Assembly, 1/2 in x 6 ft, 2-Wire|EA|commodity|
95016|V206|CR-2032|Safety Glasses, Clear, Anti-Fog|PR|commodity|
95022|V206|CR-7705|Nitrile Glove, Reusable, 15 mil, Large|PR|commodity|
95028|V206|CR-5518|Lubricating Oil, ISO VG 46, 55 gal|DR|commodity|
95033|V206|CR-1204|Duct Tape, Industrial, 2 in x 60 yd, Silver|RL|commodity|
95039|V206|CR-8841|Solenoid Valve, 3/4 in, 120 VAC, Brass|EA|specialty|
95045|V206|CR-3310|Pipe Wrench, Heavy Duty, 18 in|EA|commodity|
36010|V207|SM-11|Atlantic Salmon Fillet, Skin On, Fresh|LB|commodity|c
36014|V207|SM-14|Cod Loin, Fresh|LB|commodity|c
36020|V207|SM-20|Aged Cheddar, Block, Random Weight|LB|commodity|c
36027|V207|SM-27|Haddock Fillet, Fresh|LB|commodity|c
36033|V207|SM-33|Salted Butter, 1 lb Prints|CS|commodity|
36038|V207|SM-38|Heavy Cream, 40 Percent, 1 qt|CS|commodity|
18010|V208|HVAC-PM|HVAC Preventive Maintenance, Technician|HR|services|
18014|V208|ELEC-JR|Electrical Service, Journeyman|HR|services|
18020|V208|PLMB-EM|Emergency Plumbing Repair, Master Plumber|HR|services|
29010|V209|BG-7712|Corrugated Carton, 18 x 12 x 10 in, 32 ECT, Kraft|CT|commodity|
29016|V209|BG-3300|Stretch Wrap, Hand, 18 in x 1500 ft, 80 Gauge|RL|commodity|
29022|V209|BG-5104|Edge Protector, V-Board, 2 x 2 x 48 in|BD|commodity|
29028|V209|BG-6028|Bubble Mailer, 9-1/2 x 14-1/2 in, Self-Seal|CS|commodity|
29033|V209|BG-9071|Strapping Kit, Polypropylene, 1/2 in, Cart|EA|specialty|
29039|V209|BG-1450|Void Fill Paper, 15 in x 1700 ft, Kraft|RL|commodity|
17010|V210|OH-200|Sodium Hypochlorite, 12.5 Percent, 55 gal|DR|commodity|
"""

# sku | vendor (blank: every vendor) | from | to | factor
CONVERSIONS = """
47821||CS|EA|24
47830||CS|EA|12
47851||CS|EA|72
84016||BX|DZ|12
84010||CT|PK|10
95016||BX|PR|12
36033||CS|LB|36
29016|V209|CS|RL|4
51010||CT|BX|8
"""

SUBSTITUTIONS = """
V201|51020|51024|Deep Groove Ball Bearing, 6204-2RS, C3 Clearance|successor part|MSA 4.2|yes
V201|51031|51033|V-Belt, Cogged Section, BX52|manufacturer change|MSA 4.2|no
V205|84044|84046|Desktop Stapler, Full Strip, Charcoal|generic equivalent|Agreement 6|yes
"""

_BUYERS = {"L": "Ilse Larkmoor", "T": "Teodor Vance", "N": "Nadia Quillfeather"}

# PO | vendor | ordered | promised | received | buyer | approved by | ship to | ledger account | status
#   line | sku | quantity | unit | price [| ship to] [| already invoiced]
_ORDERS = """
PO-3001|V201|2026-02-09|2026-03-06|2026-03-03|T|R. Okonedo|Plant Ashford|6110|open
  1|51010|40|BX|18.40
  2|51014|25|BX|9.65
  3|51042|6|BX|46.90
  4|51063|18|CN|14.80
PO-3002|V202|2026-02-20|2026-03-06|2026-03-05|N|R. Okonedo|Canteen Ashford|6420|open
  1|47821|10|CS|24.00
  2|47838|12|BG|19.75
PO-3003|V203|2026-02-11|2026-03-10|2026-03-09|L|S. Marchetti|Site Kells|6310|open
  1|62010|40|BG|14.50|Site Kells North
  2|62010|60|BG|14.50|Site Kells South
  3|62014|84|BG|6.50
  4|62021|56|BG|7.50
  5|62033|48|EA|21.00
  6|62038|36|EA|16.50
  7|62045|120|EA|9.00
  8|62047|40|EA|8.50
  9|62052|30|EA|41.00
  10|62058|64|EA|17.50
  11|62061|22|BG|58.00
  12|62069|50|EA|33.50
  13|62074|16|EA|19.50
  14|62080|75|EA|11.00
  15|62085|360|EA|2.50
  16|62091|5|RL|148.00
PO-3004|V204|2026-02-12|2026-03-16|2026-03-12|T|S. Marchetti|Plant Ashford|6115|open
  1|73010|12000|EA|0.085
  2|73022|8000|EA|0.052
  3|73041|240|EA|2.35
  4|73055|36|BX|11.90
PO-3005|V205|2026-02-24|2026-03-13|2026-03-11|N|R. Okonedo|Head Office|6510|open
  1|84010|20|CT|38.75
  2|84016|15|DZ|6.42
  3|84021|12|BX|17.35
  4|84033|30|PK|9.18
  5|84049|8|BX|13.96
  6|84027|4|EA|112.50
PO-3006|V205|2026-03-02|2026-03-20|2026-03-18|N|R. Okonedo|Head Office|6510|open
  1|84038|12|PK|9.50
  2|84044|6|EA|19.00
  3|84055|10|CT|28.80
  4|84010|15|CT|38.75
PO-3007|V201|2026-02-18|2026-03-27|2026-03-10|T|R. Okonedo|Plant Ashford|6110|open
  1|51031|24|EA|11.20
  2|51077|60|BG|6.35
PO-3008|V202|2026-03-06|2026-03-20|2026-03-19|N|R. Okonedo|Canteen Ashford|6420|open
  1|47830|15|CS|18.00
  2|47863|20|BG|15.90
  3|47844|8|EA|38.40
PO-3009|V209|2026-02-23|2026-03-20|2026-03-17|L|S. Marchetti|DC Northgate|6330|open
  1|29010|4|PL|480.00
  2|29016|50|RL|21.60||20
PO-3010|V207|2026-03-16|2026-03-20|2026-03-20|N|R. Okonedo|Canteen Ashford|6430|open
  1|36010|200|LB|9.85
  2|36014|120|LB|11.40
  3|36020|80|LB|6.75
PO-3011|V207|2026-03-19|2026-03-24|2026-03-24|N|R. Okonedo|Canteen Ashford|6430|open
  1|36027|110|LB|10.60
  2|36038|14|CS|43.20
PO-3012|V201|2026-03-04|2026-03-27|2026-03-23|T|R. Okonedo|Plant Ashford|6110|open
  1|51020|48|EA|8.75
  2|51050|20|BX|31.25
PO-3013|V204|2026-03-03|2026-04-02|2026-03-27|T|S. Marchetti|Plant Ashford|6115|open
  1|73014|5000|EA|0.164
  2|73030|9000|EA|0.021
  3|73062|45|PK|8.40
PO-3014|V203|2026-03-09|2026-03-30|2026-03-27|L|S. Marchetti|Site Kells|6310|open
  1|62014|96|BG|6.50
  2|62052|24|EA|41.00
  3|62080|110|EA|11.00
  4|62074|20|EA|19.50
PO-3015|V201|2026-03-11|2026-04-03|2026-03-30|T|R. Okonedo|Plant Ashford|6110|open
  1|51042|10|BX|46.90
  2|51095|6|EA|88.00
  3|51077|40|BG|6.35
PO-3016|V206|2026-03-02|2026-03-24|2026-03-31|L|S. Marchetti|Plant Kells|6120|open
  1|95010|40|EA|34.60
  2|95016|100|PR|3.85
  3|95045|12|EA|52.40
PO-3017|V205|2026-03-16|2026-03-30|2026-04-01|N|R. Okonedo|Head Office|6510|open
  1|84027|12|EA|112.50
  2|84021|24|BX|17.35
  3|84038|20|PK|9.50
PO-3018|V208|2026-01-12|2026-12-31||L|S. Marchetti|Plant Ashford|6710|open
  1|18010|160|HR|92.00
PO-3019|V209|2026-03-12|2026-04-03|2026-04-01|L|S. Marchetti|DC Northgate|6330|open
  1|29022|35|BD|27.80
  2|29028|16|CS|64.25
  3|29039|24|RL|33.10
PO-3020|V202|2026-03-20|2026-04-03|2026-04-02|N||Canteen Ashford|6420|open
  1|47851|18|CS|21.60
  2|47870|30|CN|16.45
PO-3021|V206|2026-03-13|2026-04-08|2026-04-06|L|S. Marchetti|Plant Kells|6120|open
  1|95022|72|PR|5.95
  2|95033|48|RL|8.30
PO-3022|V207|2026-03-31|2026-04-07|2026-04-07|N|R. Okonedo|Canteen Ashford|6430|open
  1|36033|12|CS|118.80
  2|36038|9|CS|43.20
PO-3023|V201|2026-03-30|2026-05-08||T|R. Okonedo|Plant Ashford|6110|open
  1|51050|30|BX|31.25
  2|51010|16|BX|18.40
PO-3024|V206|2026-03-25|2026-05-15||L|S. Marchetti|Plant Kells|6120|open
  1|95039|4|EA|214.00
  2|95028|2|DR|612.00
PO-3025|V203|2026-01-15|2026-02-10|2026-02-09|L|S. Marchetti|Site Kells|6310|closed
  1|62085|200|EA|2.50||200
PO-3026|V209|2026-04-02|2026-05-22||L|S. Marchetti|DC Northgate|6330|open
  1|29033|2|EA|389.00
"""

# Deliveries that differ from "all of it on the day the order was received": PO | line | day | quantity | where
_DELIVERIES = """
PO-3007|2|2026-03-10|30|Dock 1
PO-3007|2|2026-03-17|18|Dock 2
PO-3007|2|2026-03-24|12|Dock 1
PO-3009|2|2026-03-02|20|DC Northgate
PO-3009|2|2026-03-17|30|DC Northgate
PO-3010|1|2026-03-20|204.60|Cold Store
PO-3010|2|2026-03-20|118.35|Cold Store
PO-3010|3|2026-03-20|81.20|Cold Store
PO-3011|1|2026-03-24|110.20|Cold Store
PO-3016|1|2026-03-31|46|Plant Kells
PO-3016|2|2026-03-31|96|Plant Kells
PO-3016|3|||
PO-3019|2|||
"""

POLICY = """\
# The rules this desk works by. Percentages are of what was ordered; absolute amounts are for a whole line.
version = 1
receipts = "required"
escalate_exposure_over = 10000

[[approval_limits]]
role = "ap_clerk"
up_to = 100
[[approval_limits]]
role = "buyer"
up_to = 2500
[[approval_limits]]
role = "ap_supervisor"
up_to = 10000
[[approval_limits]]
role = "controller"

[header_tolerance]
percent = 2
absolute = 25

[line_tolerance.default]
quantity_short_percent = 3
quantity_over_percent = 0
price_percent = 1
price_absolute = 5
[line_tolerance.commodity]
quantity_short_percent = 10
quantity_over_percent = 3
price_percent = 2
price_absolute = 10
[line_tolerance.specialty]
quantity_short_percent = 1
quantity_over_percent = 0
price_percent = 0
price_absolute = 0
[line_tolerance.capital]
quantity_short_percent = 0
quantity_over_percent = 0
price_percent = 0
price_absolute = 0
[line_tolerance.services]
hours_over_authorised = 0
price_percent = 0
price_absolute = 0
[line_tolerance.contract]
quantity_short_percent = 3
quantity_over_percent = 0
price_percent = 0
price_absolute = 0
[line_tolerance.spot]
quantity_short_percent = 3
quantity_over_percent = 0
price_percent = 5
price_absolute = 50

[vendors.V207]
quantity_short_percent = 5

[tiers]
trusted = 1.0
standard = 1.0
watch = 0.5

[gl_accounts]
freight = "5100"
fuel_surcharge = "5110"
pallet_charge = "5130"
packaging = "5140"
environmental_fee = "5210"
hazmat_fee = "5220"
"""


def rows(block: str) -> list[list[str]]:
    """The cells of a block of text, one row a line."""
    return [[cell.strip() for cell in line.split("|")] for line in block.strip().splitlines()]


def _vendors() -> dict[str, Vendor]:
    found = {}
    for vendor_id, name, *terms in rows(_VENDORS):
        columns = dict(zip(_VENDOR_COLUMNS, terms, strict=True))
        digits = "".join(c for c in columns["payment_terms"] if c.isdigit())
        found[vendor_id] = Vendor(
            vendor_id=vendor_id,
            name=name,
            address=_ADDRESSES[vendor_id],
            columns=columns,
            layout=vendor_id,
            prints_own_codes=vendor_id in {"V204", "V205"},
            unit_words=_UNIT_WORDS[vendor_id],
            payment_days=int(digits),
        )
    return found


def _items() -> dict[str, Item]:
    return {
        sku: Item(sku, vendor, code, description, uom, line_class, flag == "c")
        for sku, vendor, code, description, uom, line_class, flag in rows(_ITEMS)
    }


def _order_line(cells: list[str]) -> OrderLine:
    number, sku, quantity, uom, price, *rest = cells
    ship_to, already = (*rest, "", "")[:2]
    return OrderLine(int(number), sku, Decimal(quantity), uom, Decimal(price), ship_to, Decimal(already or "0"))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _orders() -> dict[str, Order]:
    blocks: list[tuple[list[str], list[OrderLine]]] = []
    for cells in rows(_ORDERS):
        if cells[0].startswith("PO-"):
            blocks.append((cells, []))
        else:
            blocks[-1][1].append(_order_line(cells))
    found = {}
    for head, lines in blocks:
        number, vendor, ordered, promised, received, buyer, approver, ship_to, account, status = head
        found[number] = Order(
            po_number=number,
            vendor_id=vendor,
            order_date=date.fromisoformat(ordered),
            promised=date.fromisoformat(promised),
            received=_day(received),
            buyer=_BUYERS[buyer],
            approved_by=approver,
            ship_to=ship_to,
            gl_account=account,
            lines=tuple(lines),
            status=status,
        )
    return found


def _receipts() -> tuple[Receipt, ...]:
    special: dict[tuple[str, int], list[list[str]]] = {}
    for number, line, *delivery in rows(_DELIVERIES):
        special.setdefault((number, int(line)), []).append(delivery)
    found: list[Receipt] = []
    for order in ORDERS.values():
        for ordered in order.lines:
            key = (order.po_number, ordered.line_no)
            usual = [[str(order.received or ""), str(ordered.quantity), ordered.ship_to or order.ship_to]]
            for day, quantity, place in special.get(key, usual):
                if day:
                    number = f"RC-{7001 + len(found)}"
                    received = date.fromisoformat(day)
                    found.append(Receipt(number, *key, received, Decimal(quantity), ordered.uom, place))
    return tuple(found)


VENDORS = _vendors()
ITEMS = _items()
ORDERS = _orders()
RECEIPTS = _receipts()
