"""Check an exported Tieout audit log without Tieout: Python 3.9 or newer, nothing else, no part of the program.

    python verify_audit_log.py audit.json [--anchor FILE]... [--key FILE]... [--documents FOLDER]
    python verify_audit_log.py proof.json --anchor FILE

``audit.json`` is what "tieout export audit --format json" wrote. Checked are: numbers without gaps; the hash of every
entry over all its columns; the chain from entry to entry; every seal of which the key is given; every anchor (number
of entries, last hash, root over all, seal); with --documents, that each stored invoice has the bytes that were logged.
Then the standing of every document is worked out from the log alone and counted, to be compared with the program's.

The formulas, so that they can be programmed again:
  entry hash   SHA-256 of  00 "tieout.journal.entry/1" 0A  and the JSON list of the entry's 15 columns (no spaces,
               UTF-8, in the order of COLUMNS below, the hash before it last); the first continues SHA-256 of
               "tieout.journal.genesis/1"
  seal         HMAC-SHA256 of  "tieout.seal/1" 0A STREAM " " POSITION " " HASH  under the key of that position;
               the next key is SHA-256 of  "tieout.seal.key/1" 0A KEY
  root         RFC 6962: an entry's hash is its leaf; a node is SHA-256 of  01 LEFT RIGHT
  anchor seal  HMAC-SHA256 of  "tieout.anchor/1" 0A  and the anchor's first five lines, under the key of its position

Exit status: 0 all that was checked holds; 1 it does not, or is not proved (with the reason); 2 a file cannot be read.
"""

import argparse
import hashlib
import hmac
import json
import sys
from collections import Counter
from datetime import datetime
from pathlib import Path

COLUMNS = (
    "sequence", "time", "kind", "user", "role", "workstation", "person", "program_version", "document_id", "case_id",
    "summary", "before", "after", "reason", "previous_hash",
)
SHOWN = {"time_utc", "time_local", "time_as_hashed", "role_in_words", "person_or_program", "hash"}
SHOWN |= {"seal_stream", "seal_position", "seal"}
GENESIS = hashlib.sha256(b"tieout.journal.genesis/1").hexdigest()
HEADING = "TIEOUT ANCHOR 1"


class Bad(Exception):
    """The log does not hold; the text says where and why. Or, "NOT PROVED", what is missing that would show it."""


def entry_hash(columns):
    """Return the hash of an entry."""
    text = json.dumps(columns, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(b"\x00tieout.journal.entry/1\n" + text.encode()).hexdigest()


def columns_of_row(row):
    """Return the hashed columns of a row of the export."""
    special = {"time": row["time_as_hashed"], "person": int(row["person_or_program"] == "person")}
    return [special[name] if name in special else row[name] for name in COLUMNS]


def next_key(key):
    """Return the key after this one."""
    return hashlib.sha256(b"tieout.seal.key/1\n" + key).digest()


def code(key, text):
    """Return an authentication code."""
    return hmac.new(key, text, hashlib.sha256).hexdigest()


def node(left, right):
    """Return a node of the tree."""
    return hashlib.sha256(b"\x01" + bytes.fromhex(left) + bytes.fromhex(right)).hexdigest()


def root_of(hashes):
    """Return the root over hashes."""
    peaks = []
    for leaf in hashes:
        size = 1
        while peaks and peaks[-1][0] == size:
            size, leaf = 2 * size, node(peaks.pop()[1], leaf)
        peaks.append((size, leaf))
    if not peaks:
        return hashlib.sha256().hexdigest()
    root = peaks.pop()[1]
    while peaks:
        root = node(peaks.pop()[1], root)
    return root


def root_from(leaf, index, size, path):
    """Return the root that a leaf and its path lead to."""
    if bool(path) == (size == 1):
        raise Bad(f"a path of the proof is too {'long' if path else 'short'}")
    if not path:
        return leaf
    middle = 1 << ((size - 1).bit_length() - 1)
    if index < middle:
        return node(root_from(leaf, index, middle, path[:-1]), path[-1])
    return node(path[-1], root_from(leaf, index - middle, size - middle, path[:-1]))


def check_shown(row, words):
    """Check the columns that are there to be read only, which no hash covers, against those that it does."""
    known_kind = row["person_or_program"] in ("person", "program")
    times = {datetime.fromisoformat(row[name].replace("Z", "+00:00")) for name in ("time_utc", "time_as_hashed")}
    if len(times) > 1 or not known_kind:
        raise Bad(f"entry {row['sequence']} shows another time, or another kind of actor, than was hashed")
    if row["time_local"] != json.loads(row["after"]).get("local_time"):
        raise Bad(f"entry {row['sequence']} shows another local time than was hashed")
    if words.setdefault(row["role"], row["role_in_words"]) != row["role_in_words"]:
        raise Bad(f"entry {row['sequence']} calls the role {row['role']} otherwise than an entry before it")
    if strange := row.keys() - SHOWN - set(COLUMNS):
        raise Bad(f"entry {row['sequence']} has columns that are no part of a log: {', '.join(sorted(strange))}")


def check_chain(rows):
    """Check numbers, hashes and chain; return the hashes."""
    previous, hashes, words = GENESIS, [], {}
    for number, row in enumerate(rows, start=1):
        if row["sequence"] != number:
            raise Bad(f"entry {number} is missing: the next one is {row['sequence']}")
        if row["previous_hash"] != previous:
            raise Bad(f"entry {number} does not continue the one before it")
        previous = entry_hash(columns_of_row(row))
        if previous != row["hash"]:
            raise Bad(f"entry {number} does not agree with its hash: it was edited")
        check_shown(row, words)
        hashes.append(previous)
    return hashes


def check_seals(rows, keys):
    """Check every seal whose key is given; return how many were proved and how many entries have a seal."""
    places, proved, sealed = {}, 0, 0
    for row in rows:
        stream = row["seal_stream"]
        if not stream:
            if sealed:
                raise Bad(f"entry {row['sequence']} has no seal, and entries before it do")
            continue
        sealed += 1
        position, key = places.get(stream, (0, keys.get(stream)))
        if row["seal_position"] != position:
            raise Bad(f"the seal of entry {row['sequence']} is number {row['seal_position']}, not {position}")
        if key is not None:
            text = f"tieout.seal/1\n{stream} {position} {row['hash']}".encode()
            if not hmac.compare_digest(code(key, text), row["seal"]):
                raise Bad(f"the seal of entry {row['sequence']} does not fit it: it was written without the key")
            proved += 1
            key = next_key(key)
        places[stream] = (position + 1, key)
    if without := sorted(set(keys) - set(places)):
        raise Bad(f"no entry is sealed with the key of {without[0]}: written anew without seals, or another log's key")
    return proved, sealed


def check_anchor(hashes, anchor, keys):
    """Check the log against an anchor."""
    count = int(anchor["entries"])
    if count > len(hashes):
        raise Bad(f"the anchor of {anchor['time']} stands for {count} entries; the log has {len(hashes)}: it was cut")
    if count and hashes[count - 1] != anchor["head"]:
        raise Bad(f"entry {count} is not the one that the anchor of {anchor['time']} names")
    if root_of(hashes[:count]) != anchor["root"]:
        raise Bad(f"the first {count} entries are not those of the anchor of {anchor['time']}")
    check_anchor_seal(anchor, keys)


def check_anchor_seal(anchor, keys):
    """Check an anchor's own seal, where its key is given."""
    key = keys.get(anchor.get("stream", ""))
    if key is None:
        return
    for _ in range(int(anchor["position"])):
        key = next_key(key)
    text = "".join(f"{name} {anchor[name]}\n" for name in ("entries", "head", "root", "time"))
    if code(key, b"tieout.anchor/1\n" + f"{HEADING}\n{text}".encode()) != anchor.get("seal"):
        raise Bad(f"the anchor of {anchor['time']} was not sealed with the key given")


def replay(rows, documents):
    """Work out where every document stands; with a folder of documents, check their bytes. Return states and counts."""
    states, files, deleted, sealed = {}, {}, {}, 0
    for row in rows:
        effect = json.loads(row["after"]).get("store") or {}
        deleted.update((name, row["sequence"]) for kind, name in effect.get("deleted", ()) if kind == "document")
        said = effect.get("document")
        if not said:
            continue
        last = states.get(said["id"], (0, ""))[0]
        if said["version"] != last + 1:
            raise Bad(f"entry {row['sequence']} writes version {said['version']} of document {said['id']} after {last}")
        states[said["id"]] = (said["version"], said["state"])
        if "arrival" in effect:
            files[said["id"]] = (row["sequence"], effect["arrival"])
    for document, (number, arrival) in sorted(files.items()) if documents else ():
        path = documents / arrival["stored_name"]
        if deleted.get(path.name, 0) > number:
            continue
        if not path.is_file() and path.with_name(path.name + ".enc").is_file():
            sealed += 1
            continue
        if not path.is_file():
            raise Bad(f"the file of document {document} (entry {number}) is not in {documents}")
        if hashlib.sha256(path.read_bytes()).hexdigest() != arrival["sha256"]:
            raise Bad(f"the file of document {document} (entry {number}) has other bytes than were logged")
    gone = sum(deleted.get(arrival["stored_name"], 0) > number for number, arrival in files.values())
    return Counter(state for _, state in states.values()), len(files), gone, sealed


def check_proof(proof, anchors):
    """Check the entries of one document against anchors; return how many there are."""
    fitting = [anchor for anchor in anchors if int(anchor["entries"]) == proof["size"]]
    if not fitting:
        need = f"the one taken at {proof['anchored'][:19]} UTC" if proof.get("anchored") else "ask for it, or prove anew"
        raise Bad(f"no anchor given stands for just the {proof['size']} entries of this proof ({need})", "NOT PROVED")
    if not any(anchor["root"] == proof["root"] for anchor in fitting):
        raise Bad(f"the anchor of {proof['size']} entries has another root than this proof")
    for entry, path in proof["entries"]:
        columns = [int(entry[name]) if name == "person" else entry[name] for name in COLUMNS]
        leaf = entry_hash(columns)
        if leaf != entry["hash"]:
            raise Bad(f"entry {entry['sequence']} does not agree with its hash: it was edited")
        if root_from(leaf, entry["sequence"] - 1, proof["size"], path) != proof["root"]:
            raise Bad(f"entry {entry['sequence']} is not among those the root stands for")
    return len(proof["entries"])


def read_anchor(path):
    """Read an anchor file."""
    lines = [line.strip(" >\t\r") for line in path.read_text("utf-8").splitlines()]
    return dict(line.split(maxsplit=1) for line in lines[lines.index(HEADING) + 1 :] if " " in line)


def read_key(path):
    """Read a seal key file: the stream's name and its first key."""
    words = path.read_text("utf-8").split()
    return words[words.index("stream") + 1], bytes.fromhex(words[-1])


def check(args):
    """Check everything that was asked for and say what holds."""
    anchors = [read_anchor(path) for path in args.anchor]
    keys = dict(read_key(path) for path in args.key)
    for path in filter(None, (args.log, args.proof)):
        try:
            given = json.loads(path.read_text("utf-8"))
        except ValueError:
            given = {}
        if "entries" in given:
            for anchor in anchors:
                check_anchor_seal(anchor, keys)
            print(f"{check_proof(given, anchors)} entries are proved by the anchor.")
        elif "rows" in given:
            rows, about = given["rows"], given.get("about", {})
            if about.get("filters", "none") != "none":
                raise Bad(f"this export leaves entries out ({about['filters']}): check one without filters, or a proof")
            hashes = check_chain(rows)
            if about and (about["journal entries"], about["journal head"]) != (len(rows), (hashes or [GENESIS])[-1]):
                raise Bad(f"the export was of {about['journal entries']} entries, and {len(rows)} are here: it was cut")
            proved, sealed = check_seals(rows, keys)
            for anchor in anchors:
                check_anchor(hashes, anchor, keys)
            states, files, gone, encrypted = replay(rows, args.documents)
            print(f"{len(rows)} entries without a gap, each as it was hashed; head {hashes[-1] if hashes else GENESIS}")
            print(f"{sealed} have a seal, {proved} of them proved with a key; {len(anchors)} anchors hold")
            if keys and proved < len(rows):
                print(f"{len(rows) - proved} entries are not proved by a key given: ask who wrote them, and for it")
            print(f"{files} documents came in, the files of {gone} were deleted under retention")
            if args.documents:
                print(f"every stored file has the bytes that were logged; {encrypted} are encrypted and were not read")
            print("They stand: " + (", ".join(f"{count} {state}" for state, count in sorted(states.items())) or "none"))
        else:
            raise ValueError(f"{path} is neither a log (“tieout export audit --format json”) nor a proof (“audit prove”)")


def main():
    """Run the checks; return the exit status."""
    parser = argparse.ArgumentParser(description="Checks an exported Tieout audit log without Tieout.")
    parser.add_argument("log", nargs="?", type=Path, help="what “tieout export audit --format json” or “audit prove” wrote")
    parser.add_argument("--anchor", type=Path, action="append", default=[], metavar="FILE")
    parser.add_argument("--key", type=Path, action="append", default=[], metavar="FILE")
    parser.add_argument("--documents", type=Path, metavar="FOLDER", help="the workspace's documents folder")
    parser.add_argument("--proof", type=Path, metavar="FILE", help="what “tieout audit prove” wrote")
    args = parser.parse_args()
    if not args.log and not args.proof:
        parser.error("name the exported log, or a proof")
    try:
        check(args)
    except Bad as bad:
        print(f"{(*bad.args, 'NOT WHOLE')[1]}: {bad.args[0]}")
        return 1
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        print("cannot be read as an audit log, anchor, key or proof:", error if type(error) is ValueError else repr(error))
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
