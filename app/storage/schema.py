"""The tables, as they were first made. A later change is a migration of its own, never an edit here."""

from __future__ import annotations

VENDORS = """CREATE TABLE vendors (
    vendor_id TEXT PRIMARY KEY, name TEXT NOT NULL, tax_id TEXT, email TEXT, currency TEXT, payment_terms TEXT,
    status TEXT NOT NULL, tier TEXT NOT NULL, merged_lines_permitted INTEGER NOT NULL,
    partial_shipments_permitted INTEGER NOT NULL, bundled_accessorials_permitted INTEGER NOT NULL,
    accessorials TEXT NOT NULL, substitution_clause TEXT NOT NULL, substitution_reference TEXT,
    late_grace_days INTEGER NOT NULL, name_key TEXT NOT NULL, tax_key TEXT NOT NULL) STRICT"""

# Three-letter pieces of the names, so that a misread name still finds its vendor.
VENDOR_PIECES = """CREATE TABLE vendor_name_pieces (
    piece TEXT NOT NULL, vendor_id TEXT NOT NULL REFERENCES vendors (vendor_id) ON DELETE CASCADE,
    PRIMARY KEY (piece, vendor_id)) STRICT, WITHOUT ROWID"""

ITEMS = """CREATE TABLE items (
    sku TEXT PRIMARY KEY, description TEXT NOT NULL, base_uom TEXT NOT NULL, line_class TEXT,
    catch_weight INTEGER NOT NULL, sku_key TEXT NOT NULL) STRICT"""

CONVERSIONS = """CREATE TABLE uom_conversions (
    sku TEXT NOT NULL, vendor_id TEXT NOT NULL, from_uom TEXT NOT NULL, to_uom TEXT NOT NULL, factor TEXT NOT NULL,
    PRIMARY KEY (sku, vendor_id, from_uom, to_uom)) STRICT, WITHOUT ROWID"""

CROSS_REFERENCES = """CREATE TABLE item_cross_references (
    vendor_id TEXT NOT NULL, vendor_item_code TEXT NOT NULL, sku TEXT NOT NULL, code_key TEXT NOT NULL,
    PRIMARY KEY (vendor_id, vendor_item_code)) STRICT, WITHOUT ROWID"""

SUBSTITUTIONS = """CREATE TABLE substitutions (
    vendor_id TEXT NOT NULL, sku TEXT NOT NULL, substitute_sku TEXT NOT NULL, substitute_description TEXT,
    reason TEXT, reference TEXT, buyer_notified INTEGER NOT NULL, substitute_key TEXT NOT NULL,
    PRIMARY KEY (vendor_id, sku, substitute_sku)) STRICT, WITHOUT ROWID"""

# Keys of an order's number: as compared, with look-alike characters folded, and its digits alone.
ORDERS = """CREATE TABLE purchase_orders (
    po_number TEXT PRIMARY KEY, vendor_id TEXT NOT NULL, order_date TEXT, status TEXT NOT NULL, approved_by TEXT,
    buyer TEXT, currency TEXT, number_key TEXT NOT NULL, alike_key TEXT NOT NULL, digits_key TEXT NOT NULL) STRICT"""

ORDER_LINES = """CREATE TABLE order_lines (
    po_number TEXT NOT NULL REFERENCES purchase_orders (po_number), line_no INTEGER NOT NULL, sku TEXT NOT NULL,
    description TEXT NOT NULL, quantity TEXT NOT NULL, uom TEXT NOT NULL, unit_price TEXT NOT NULL,
    vendor_item_code TEXT, promised_date TEXT, ship_to TEXT, gl_account TEXT,
    already_invoiced_quantity TEXT NOT NULL, vendor_id TEXT NOT NULL, sku_key TEXT NOT NULL, code_key TEXT NOT NULL,
    PRIMARY KEY (po_number, line_no)) STRICT, WITHOUT ROWID"""

RECEIPTS = """CREATE TABLE receipts (
    receipt_no TEXT NOT NULL, po_number TEXT NOT NULL, line_no INTEGER NOT NULL, received_date TEXT,
    quantity TEXT NOT NULL, uom TEXT NOT NULL, location TEXT,
    PRIMARY KEY (receipt_no, po_number, line_no)) STRICT, WITHOUT ROWID"""

POLICIES = """CREATE TABLE policies (
    number INTEGER PRIMARY KEY, version INTEGER NOT NULL, sha256 TEXT NOT NULL, text TEXT NOT NULL,
    imported TEXT NOT NULL, user TEXT NOT NULL, entry INTEGER NOT NULL) STRICT"""

# Bodies are canonical JSON, zlib-compressed, under the SHA-256 of the JSON.
SNAPSHOTS = "CREATE TABLE snapshots (sha256 TEXT PRIMARY KEY, body BLOB NOT NULL) STRICT"

# The newest version of each document, with what a list shows. *_minor: in hundredths, for sorting only.
DOCUMENTS = """CREATE TABLE documents (
    document_id INTEGER PRIMARY KEY, version INTEGER NOT NULL, sha256 TEXT NOT NULL, file TEXT NOT NULL,
    stored_name TEXT NOT NULL, channel TEXT NOT NULL, received TEXT NOT NULL, state TEXT NOT NULL, lane TEXT,
    vendor_id TEXT, vendor_name TEXT NOT NULL, vendor_key TEXT NOT NULL, tax_key TEXT NOT NULL,
    invoice_number TEXT NOT NULL, number_key TEXT NOT NULL, invoice_date TEXT, total TEXT, total_key TEXT NOT NULL,
    total_minor INTEGER, currency TEXT, is_credit INTEGER NOT NULL, po_numbers TEXT NOT NULL, exposure TEXT NOT NULL,
    exposure_minor INTEGER NOT NULL, open_cases INTEGER NOT NULL, headline TEXT NOT NULL, owner TEXT,
    categories TEXT NOT NULL) STRICT"""

# Every version a document ever had; the parts are names of snapshots.
DOCUMENT_VERSIONS = """CREATE TABLE document_versions (
    document_id INTEGER NOT NULL REFERENCES documents (document_id) DEFERRABLE INITIALLY DEFERRED,
    version INTEGER NOT NULL, state TEXT NOT NULL, reading TEXT NOT NULL, invoice TEXT, "match" TEXT, decision TEXT,
    desk TEXT, corrections TEXT, choices TEXT, first_entry INTEGER NOT NULL, last_entry INTEGER NOT NULL,
    PRIMARY KEY (document_id, version)) STRICT, WITHOUT ROWID"""

CASES = """CREATE TABLE cases (
    case_id INTEGER PRIMARY KEY, document_id INTEGER NOT NULL REFERENCES documents (document_id),
    category TEXT NOT NULL, patterns TEXT NOT NULL, lane TEXT, owner TEXT, release_role TEXT, exposure TEXT NOT NULL,
    rule TEXT NOT NULL, invoice_lines TEXT NOT NULL, po_lines TEXT NOT NULL, handover TEXT NOT NULL,
    state TEXT NOT NULL, outcome TEXT, hold_until TEXT, note TEXT NOT NULL, version INTEGER NOT NULL,
    opened TEXT) STRICT"""

CASE_VERSIONS = """CREATE TABLE case_versions (
    case_id INTEGER NOT NULL REFERENCES cases (case_id), version INTEGER NOT NULL, document_id INTEGER NOT NULL,
    document_version INTEGER NOT NULL, record TEXT NOT NULL,
    PRIMARY KEY (case_id, version)) STRICT, WITHOUT ROWID"""

BOOKINGS = """CREATE TABLE bookings (
    document_id INTEGER NOT NULL REFERENCES documents (document_id), position INTEGER NOT NULL,
    po_number TEXT NOT NULL, line_no INTEGER NOT NULL, invoice_line INTEGER NOT NULL, quantity TEXT NOT NULL,
    PRIMARY KEY (document_id, position)) STRICT, WITHOUT ROWID"""

# Added by a later step: what was booked before it has nothing in it.
BILLED_BEYOND = "ALTER TABLE bookings ADD COLUMN beyond TEXT NOT NULL DEFAULT '0'"

# Added by a later step: of older documents the accounts were not read.
ACCOUNTS = (
    "ALTER TABLE documents ADD COLUMN accounts TEXT NOT NULL DEFAULT '[]'",
    # The accounts stand in it, so that documents without any are passed over by it alone.
    "CREATE INDEX documents_with_accounts ON documents (vendor_id, document_id, accounts)",
)

JOURNAL = """CREATE TABLE journal (
    sequence INTEGER PRIMARY KEY, time TEXT NOT NULL, kind TEXT NOT NULL, user TEXT NOT NULL, role TEXT NOT NULL,
    workstation TEXT NOT NULL, person INTEGER NOT NULL, program_version TEXT NOT NULL, document_id INTEGER,
    case_id INTEGER, summary TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL, reason TEXT NOT NULL,
    previous_hash TEXT NOT NULL, hash TEXT NOT NULL) STRICT"""

JOURNAL_HEAD = """CREATE TABLE journal_head (
    only INTEGER PRIMARY KEY CHECK (only = 1), sequence INTEGER NOT NULL, hash TEXT NOT NULL) STRICT"""

INBOX = """CREATE TABLE inbox (
    inbox_id INTEGER PRIMARY KEY, path TEXT NOT NULL, channel TEXT NOT NULL, state TEXT NOT NULL,
    document_id INTEGER REFERENCES documents (document_id), code TEXT NOT NULL, message TEXT NOT NULL,
    next_step TEXT NOT NULL, "when" TEXT NOT NULL) STRICT"""

ROLES = "CREATE TABLE roles (user TEXT PRIMARY KEY, role TEXT NOT NULL) STRICT"
SETTINGS = "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT"

TABLES = (
    VENDORS, VENDOR_PIECES, ITEMS, CONVERSIONS, CROSS_REFERENCES, SUBSTITUTIONS, ORDERS, ORDER_LINES, RECEIPTS,
    POLICIES, SNAPSHOTS, DOCUMENTS, DOCUMENT_VERSIONS, CASES, CASE_VERSIONS, BOOKINGS, JOURNAL, JOURNAL_HEAD, INBOX,
    ROLES, SETTINGS,
)  # fmt: skip

INDEXES = (
    "CREATE INDEX vendors_by_tax ON vendors (tax_key)",
    "CREATE INDEX vendors_by_name ON vendors (name_key)",
    "CREATE INDEX pieces_by_vendor ON vendor_name_pieces (vendor_id)",
    "CREATE INDEX items_by_key ON items (sku_key)",
    "CREATE INDEX cross_references_by_code ON item_cross_references (code_key)",
    "CREATE INDEX cross_references_by_sku ON item_cross_references (sku)",
    "CREATE INDEX substitutions_by_sku ON substitutions (sku)",
    "CREATE INDEX substitutions_by_substitute ON substitutions (substitute_key)",
    "CREATE INDEX orders_by_number ON purchase_orders (number_key)",
    "CREATE INDEX orders_by_alike ON purchase_orders (alike_key)",
    "CREATE INDEX orders_by_digits ON purchase_orders (digits_key)",
    "CREATE INDEX orders_by_vendor ON purchase_orders (vendor_id, status, order_date)",
    "CREATE INDEX lines_by_sku ON order_lines (sku_key, vendor_id)",
    "CREATE INDEX lines_by_code ON order_lines (code_key, vendor_id) WHERE code_key <> ''",
    "CREATE INDEX receipts_by_line ON receipts (po_number, line_no)",
    "CREATE INDEX documents_by_hash ON documents (sha256)",
    "CREATE INDEX documents_by_number ON documents (number_key)",
    "CREATE INDEX documents_by_total ON documents (total_key, vendor_id)",
    "CREATE INDEX documents_by_vendor ON documents (vendor_id, invoice_date)",
    "CREATE INDEX documents_by_name ON documents (vendor_key, invoice_date)",
    "CREATE INDEX documents_by_state ON documents (state, received)",
    "CREATE INDEX cases_by_document ON cases (document_id)",
    "CREATE INDEX cases_by_state ON cases (state)",
    "CREATE INDEX case_versions_by_document ON case_versions (document_id, document_version)",
    "CREATE INDEX bookings_by_line ON bookings (po_number, line_no)",
    "CREATE INDEX journal_by_document ON journal (document_id, sequence)",
    "CREATE INDEX journal_by_person ON journal (user, kind, sequence)",
    "CREATE INDEX inbox_by_state ON inbox (state)",
)


def _append_only(table: str) -> tuple[str, ...]:
    return tuple(
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for verb in ("UPDATE", "DELETE")
    )


TRIGGERS = (
    *_append_only("journal"),
    *_append_only("document_versions"),
    *_append_only("case_versions"),
    *_append_only("snapshots"),
    *_append_only("policies"),
    "CREATE TRIGGER journal_gap_free BEFORE INSERT ON journal "
    "WHEN NEW.sequence <> (SELECT sequence + 1 FROM journal_head) "
    "OR NEW.previous_hash <> (SELECT hash FROM journal_head) "
    "BEGIN SELECT RAISE(ABORT, 'journal entries follow the head'); END",
)

# Since the third step: see app.storage.seals.
SEALS = (
    "CREATE TABLE journal_seals (sequence INTEGER PRIMARY KEY, stream TEXT NOT NULL, position INTEGER NOT NULL, "
    "seal TEXT NOT NULL) STRICT",
    "CREATE UNIQUE INDEX seals_by_stream ON journal_seals (stream, position)",
    *_append_only("journal_seals"),
)

# Since the sixth step: what was attached to cases; what must not be deleted; which files were deleted, by which entry.
KEEPING = (
    "CREATE TABLE attachments (attachment_id INTEGER PRIMARY KEY, "
    "document_id INTEGER NOT NULL REFERENCES documents (document_id), "
    "case_id INTEGER NOT NULL REFERENCES cases (case_id), sha256 TEXT NOT NULL, name TEXT NOT NULL, "
    "size INTEGER NOT NULL, entry INTEGER NOT NULL) STRICT",
    "CREATE INDEX attachments_by_document ON attachments (document_id)",
    *_append_only("attachments"),
    "CREATE TABLE legal_holds (scope TEXT NOT NULL, subject TEXT NOT NULL, entry INTEGER NOT NULL, "
    "PRIMARY KEY (scope, subject)) STRICT, WITHOUT ROWID",
    "CREATE TABLE deleted_files (entry INTEGER NOT NULL, kind TEXT NOT NULL, stored_name TEXT NOT NULL, "
    "PRIMARY KEY (entry, kind, stored_name)) STRICT, WITHOUT ROWID",
    *_append_only("deleted_files"),
)

# Since the fifth step: see app.storage.search_text. No line (NULL) means that the row changed since.
SEARCH = (
    "CREATE TABLE document_search (document_id INTEGER PRIMARY KEY, folded TEXT) STRICT",
    "CREATE INDEX searches_missing ON document_search (document_id) WHERE folded IS NULL",
    "CREATE TRIGGER search_of_new AFTER INSERT ON documents "
    "BEGIN INSERT INTO document_search (document_id) VALUES (NEW.document_id); END",
    "CREATE TRIGGER search_of_changed AFTER UPDATE ON documents WHEN OLD.vendor_name IS NOT NEW.vendor_name "
    "OR OLD.invoice_number IS NOT NEW.invoice_number OR OLD.file IS NOT NEW.file "
    "OR OLD.po_numbers IS NOT NEW.po_numbers OR OLD.vendor_id IS NOT NEW.vendor_id "
    "BEGIN UPDATE document_search SET folded = NULL WHERE document_id = NEW.document_id; END",
    "CREATE TRIGGER search_of_gone AFTER DELETE ON documents "
    "BEGIN DELETE FROM document_search WHERE document_id = OLD.document_id; END",
    "INSERT INTO document_search (document_id) SELECT document_id FROM documents",
)
