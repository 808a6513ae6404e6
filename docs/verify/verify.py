#!/usr/bin/env python3
"""Checks an archive of a dialogue, sharing no code with the program that made it.

    verify.py DIR --log-key KEY [--log-key KEY] [--fingerprint DIGITS] [--checkpoint FILE]

Needs Python 3.9 and the package cryptography. Checks 1 to 12, 14 to 19 and 22 of docs/archive.md; the others are skipped.
Exit status: 0 all passed, 1 one failed, 2 unusable, 3 none failed and some were skipped.
"""
import argparse
import base64
import hashlib
import json
import os
import struct
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


class Failed(Exception):
    pass


class Skipped(Exception):
    pass


def sha(data):
    return hashlib.sha256(data).digest()


def leaf_hash(entry):
    return sha(b"\0" + entry)


def node_hash(left, right):
    return sha(b"\1" + left + right)


def tree_root(hashes):
    """The root by the definition: split at the largest power of two smaller than the number."""
    if not hashes:
        return sha(b"")
    stack = []
    for count, value in enumerate(hashes, 1):
        stack.append(value)
        while count % 2 == 0:
            right = stack.pop()
            stack.append(node_hash(stack.pop(), right))
            count //= 2
    value = stack.pop()
    while stack:
        value = node_hash(stack.pop(), value)
    return value


def parse_key(text):
    name, key_id, key = text.split("+", 2)
    raw = base64.b64decode(key, validate=True)
    if len(raw) != 33 or raw[0] != 1 or sha(name.encode() + b"\n" + raw)[:4].hex() != key_id:
        raise ValueError("not a key: " + text)
    return name, bytes.fromhex(key_id), Ed25519PublicKey.from_public_bytes(raw[1:])


def parse_note(data):
    text, signatures = data.decode("utf-8").rsplit("\n\n", 1)
    found = []
    for line in signatures.splitlines():
        dash, name, value = line.split(" ")
        raw = base64.b64decode(value, validate=True)
        if dash != "\u2014" or len(raw) < 5:
            raise Failed("a signature line is none: " + line)
        found.append((name, raw[:4], raw[4:]))
    return text + "\n", found


def verify_note(data, keys):
    text, signatures = parse_note(data)
    known = 0
    for name, key_id, signature in signatures:
        for other, other_id, key in keys:
            if (name, key_id) == (other, other_id):
                try:
                    key.verify(signature, text.encode())
                except InvalidSignature:
                    raise Failed("the signature of %s is wrong" % name)
                known += 1
    if not known:
        raise Failed("nobody whose key was given signed")
    return text


def parse_checkpoint(text):
    lines = text.split("\n")
    if len(lines) < 4 or lines[-1] or not lines[0]:
        raise Failed("a checkpoint has three lines")
    if not lines[1].isascii() or not lines[1].isdigit() or str(int(lines[1])) != lines[1]:
        raise Failed("its size is not decimal: " + lines[1])
    root = base64.b64decode(lines[2], validate=True)
    if len(root) != 32 or base64.b64encode(root).decode() != lines[2]:
        raise Failed("its root is not 32 bytes")
    return lines[0], int(lines[1]), root


def tile_name(kind, index, width):
    groups = ["%03d" % (index % 1000)]
    index //= 1000
    while index:
        groups.insert(0, "x%03d" % (index % 1000))
        index //= 1000
    return "tile/%s/%s%s" % (kind, "/".join(groups), "" if width == 256 else ".p/%d" % width)


def parse_entry(data):
    if data[:4] != b"JLE1":
        raise Failed("bad magic")
    if len(data) < 8 or len(data) > 16384:
        raise Failed("truncated header or too large")
    kind, count = struct.unpack(">HH", data[4:8])
    place, fields = 8, {}
    for _ in range(count):
        if len(data) < place + 6:
            raise Failed("truncated field header")
        tag, length = struct.unpack(">HI", data[place:place + 6])
        place += 6
        if fields and tag <= max(fields):
            raise Failed("tags not strictly ascending")
        if len(data) < place + length:
            raise Failed("field longer than entry")
        fields[tag] = data[place:place + length]
        place += length
    if place != len(data):
        raise Failed("trailing bytes")
    return kind, fields


KINDS = {0x01, 0x02, 0x03, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x20, 0x22, 0x23, 0x50, 0x60}


class Verifier:
    def __init__(self, folder, keys, checkpoints, fingerprint=None):
        self.folder, self.keys, self.given, self.fingerprint = folder, keys, checkpoints, fingerprint
        self.manifest = json.loads(self.read("manifest.json"))
        self.entries, self.leaves = [], []

    def read(self, name):
        path = os.path.join(self.folder, name)
        if os.path.islink(path):
            raise Failed(name + " is a link")
        with open(path, "rb") as file:
            return file.read()

    def has(self, name):
        return os.path.exists(os.path.join(self.folder, name))

    def documents(self, name):
        return json.loads(self.read(name))

    def check_1(self):
        names = set()
        for base, _, files in os.walk(self.folder):
            for file in files:
                names.add(os.path.relpath(os.path.join(base, file), self.folder))
        names -= {"SHA256SUMS", "SHA256SUMS.note"}
        sums = {}
        for line in self.read("SHA256SUMS").decode().splitlines():
            sums[line[66:]] = line[:64]
        if names != set(sums):
            raise Failed("listed or found only: " + ", ".join(sorted(names ^ set(sums))[:5]))
        for name in sorted(sums):
            if sha(self.read(name)).hex() != sums[name]:
                raise Failed(name + " is another file than listed")

    def check_2(self):
        text, _ = parse_note(self.read("log/checkpoint"))
        self.origin, self.size, self.root = parse_checkpoint(text)
        if self.origin != self.manifest["origin"]:
            raise Failed("it is of " + self.origin)

    def check_3(self):
        keys = [key for key in self.keys if key[0] == self.manifest["origin"]]
        verify_note(self.read("log/checkpoint"), keys)
        text = verify_note(self.read("SHA256SUMS.note"), keys)
        wanted = "jirga.archive/1\n%s\n%s\n" % (self.origin, sha(self.read("SHA256SUMS")).hex())
        if text != wanted:
            raise Failed("SHA256SUMS.note is of another list")
        if self.fingerprint:
            text, _ = parse_note(self.read("log/checkpoint"))
            found = "%024d" % (int.from_bytes(sha(b"jirga/v1/fingerprint\0" + text.encode())[:16], "big") % 10 ** 24)
            if "".join(c for c in self.fingerprint if c.isdigit()) != found:
                raise Failed("the fingerprint is %s" % " ".join(found[i:i + 4] for i in range(0, 24, 4)))

    def check_5(self):
        self.entries = self.bundles("log", self.size)
        self.parsed = []
        for index, entry in enumerate(self.entries):
            try:
                kind, fields = parse_entry(entry)
            except Failed as problem:
                raise Failed("entry %d: %s" % (index, problem))
            if kind not in KINDS:
                raise Failed("entry %d: unknown type 0x%x" % (index, kind))
            self.parsed.append((index, kind, fields))

    def bundles(self, log, size):
        entries = []
        for index in range((size + 255) // 256):
            width = min(256, size - index * 256)
            data, place, count = self.read(log + "/" + tile_name("entries", index, width)), 0, 0
            while place < len(data):
                length = struct.unpack(">H", data[place:place + 2])[0]
                if len(data) < place + 2 + length:
                    raise Failed("bundle %d is cut" % index)
                entries.append(data[place + 2:place + 2 + length])
                place += 2 + length
                count += 1
            if count != width:
                raise Failed("bundle %d has %d entries, not %d" % (index, count, width))
        return entries

    def check_6(self):
        self.leaves = [leaf_hash(entry) for entry in self.entries]
        self.tiles("log", 0, self.leaves)

    def tiles(self, log, level, hashes):
        for index in range((len(hashes) + 255) // 256):
            part = hashes[index * 256:index * 256 + 256]
            stored = self.read(log + "/" + tile_name(level, index, len(part)))
            for place, value in enumerate(part):
                if stored[place * 32:place * 32 + 32] != value:
                    raise Failed("level %d, hash %d: computed %s" % (level, index * 256 + place, value.hex()))

    def check_7(self):
        level, hashes = 1, self.leaves
        while len(hashes) >= 256:
            hashes = [tree_root(hashes[at:at + 256]) for at in range(0, len(hashes) // 256 * 256, 256)]
            self.tiles("log", level, hashes)
            level += 1

    def check_8(self):
        found = tree_root(self.leaves)
        if found != self.root:
            raise Failed("computed %s, signed %s" % (found.hex(), self.root.hex()))

    def check_9(self):
        notes = [self.read("checkpoints/" + name) for name in sorted(os.listdir(self.folder + "/checkpoints"))] \
            if self.has("checkpoints") else []
        for path in self.given:
            with open(path, "rb") as file:
                notes.append(file.read())
        if not notes:
            raise Skipped("no earlier checkpoint is known")
        for note in notes:
            text = verify_note(note, [key for key in self.keys if key[0] == self.origin])
            origin, size, root = parse_checkpoint(text)
            if origin != self.origin or size > self.size or tree_root(self.leaves[:size]) != root:
                raise Failed("two histories, both signed:\n%s\n%s" % (
                    note.decode(), self.read("log/checkpoint").decode()))

    def check_10(self):
        _, kind, fields = self.parsed[0]
        if kind != 1 or fields.get(1) != self.origin.encode() or fields.get(2, b"").hex() != self.manifest["dialogue"]:
            raise Failed("entry 0 does not open this log")

    def check_11(self):
        for index, kind, fields in self.parsed:
            if kind == 2:
                message = b"jirga/v1/keychange\0" + self.origin.encode() + fields[7]
                try:
                    parse_key(fields[5].decode())[2].verify(fields[8], message)
                except InvalidSignature:
                    raise Failed("entry %d: the new key did not sign" % index)

    def check_12(self):
        if not self.has("anchor/checkpoint"):
            raise Skipped("there is no anchor log")
        text, _ = parse_note(self.read("anchor/checkpoint"))
        origin, size, root = parse_checkpoint(text)
        verify_note(self.read("anchor/checkpoint"), [key for key in self.keys if key[0] == origin])
        entries = self.bundles("anchor", size)
        if tree_root([leaf_hash(entry) for entry in entries]) != root:
            raise Failed("the anchor log does not lead to its root")
        found = 0
        for kind, fields in map(parse_entry, entries):
            if kind == 0x60 and fields[1] == self.origin.encode():
                at = int.from_bytes(fields[0x51], "big")
                if at > self.size or tree_root(self.leaves[:at]) != fields[0x52]:
                    raise Failed("the anchor log knows another history of %d entries" % at)
                found += 1
        if not found:
            raise Failed("the anchor log does not know this log")

    def check_14(self):
        wanted = {}
        for index, kind, fields in self.parsed:
            if kind in (0x12, 0x15):
                place = (fields[0x12].hex(), fields[0x21].decode(), kind == 0x15)
                wanted.setdefault(place, []).append((index, fields[0x20]))
        for text in self.documents("texts.json"):
            versions = wanted.pop((text["statement"], text["language"], text["isTranslation"]), None)
            if versions is None:
                raise Failed("statement %s is not in the log" % text["statement"])
            if text.get("text") is None:
                if not self.erased_from(0):
                    raise Failed("statement %s has no text, and the log has no erasure" % text["statement"])
                continue
            salted = b"jirga/v1/text\0" + bytes.fromhex(text["salt"]) + text["text"].encode()
            if sha(salted) not in [commitment for _, commitment in versions]:
                raise Failed("entry %d: the text is another" % versions[-1][0])
        if wanted:
            raise Failed("the text of entry %d is missing" % min(versions[-1][0] for versions in wanted.values()))
        missing = 0
        for index, kind, fields in self.parsed:
            if kind in (0x22, 0x23):
                name = "rules/%s.txt" % fields[4].hex()
                if not self.has(name):
                    missing += 1
                elif sha(self.read(name)) != fields[4]:
                    raise Failed("entry %d: the rules are others" % index)
        if missing:
            raise Skipped("texts fit; %d earlier versions of the rules are not here" % missing)

    def check_15(self):
        logged = sorted((f[0x12].hex(), f[0x22][0], f[0x23][0]) for _, kind, f in self.parsed if kind == 0x13)
        listed = sorted((m["statement"], m["action"], m["reason"]) for m in self.documents("moderation.json"))
        if logged != listed:
            raise Failed("the lists differ")

    def check_16(self):
        logged, listed = {}, {}
        for _, kind, fields in self.parsed:
            if kind == 0x10:
                logged[fields[0x11].hex()] = logged.get(fields[0x11].hex(), 0) + 1
        excluded = {batch.hex() for batch in self.excluded()}
        for batch in self.documents("admissions.json"):
            listed[batch["batch"]] = batch["admitted"]
            if batch.get("isExcluded") not in (None, batch["batch"] in excluded):
                raise Failed("batch %s: the log says otherwise whether it is excluded" % batch["batch"])
        if logged != {batch: count for batch, count in listed.items() if count}:
            raise Failed("log %s, published %s" % (logged, listed))

    def check_17(self):
        votes = sum(1 for _, kind, _ in self.parsed if kind == 0x11)
        if sum(self.manifest["votes"].values()) != votes:
            raise Failed("%s are not %d votes" % (self.manifest["votes"], votes))
        if self.manifest["votes"]["erased"] > self.erased_from(0):
            raise Failed("more votes are called erased than the log speaks of")

    def erased_from(self, start):
        return sum(int.from_bytes(f[9], "big") for index, kind, f in self.parsed if kind == 3 and index >= start)

    def excluded(self):
        # Exclusions and restorations take turns; entries sealed at one moment stand in no order.
        balance = {}
        for _, kind, fields in self.parsed:
            if kind in (0x14, 0x17):
                balance[fields[0x11]] = balance.get(fields[0x11], 0) + (1 if kind == 0x14 else -1)
        for batch, count in balance.items():
            if count not in (0, 1):
                raise Failed("batch %s was excluded and restored out of turn" % batch.hex())
        return {batch for batch, count in balance.items() if count}

    def openings(self):
        if not self.has("sealed/openings"):
            raise Skipped("the opened votes are not here")
        data = self.read("sealed/openings")
        place = 24
        count = struct.unpack(">I", data[20:24])[0]
        statements = [data[place + at * 16:place + at * 16 + 16] for at in range(count)]
        place += count * 16
        count = struct.unpack(">I", data[place:place + 4])[0]
        place += 4
        tags = [data[place + at * 64:place + at * 64 + 16] for at in range(count)]
        batches = [data[place + at * 64 + 16:place + at * 64 + 32] for at in range(count)]
        self.credentials = [data[place + at * 64 + 32:place + at * 64 + 64] for at in range(count)]
        place += count * 64
        count = struct.unpack(">Q", data[place:place + 8])[0]
        place += 8
        if data[:4] != b"JOP1" or len(data) != place + count * 45:
            raise Failed("sealed/openings is not of its length")
        return data[4:20], statements, tags, batches, struct.iter_unpack(">IIIB32s", data[place:])

    def check_18(self):
        dialogue, statements, tags, _, votes = self.openings()
        left = {fields[0x20]: index for index, kind, fields in self.parsed if kind == 0x11}
        for number, (person, statement, revision, choice, nonce) in enumerate(votes):
            body = b"JVB1" + dialogue + statements[statement] + tags[person] + struct.pack(">IB", revision, choice)
            if left.pop(sha(b"jirga/v1/vote\0" + nonce + body), None) is None:
                raise Failed("opened vote %d is in no entry" % number)
        if len(left) != self.manifest["votes"]["erased"]:
            raise Failed("%d votes are not opened" % len(left))

    def check_19(self):
        _, statements, _, batches, votes = self.openings()
        name = "result.json" if self.has("result.json") else "sealed/result.json"
        if not self.has(name):
            raise Skipped("no result is here")
        excluded = self.excluded()
        last = {}
        for person, statement, _, choice, _ in votes:
            if batches[person] not in excluded:
                last[(person, statement)] = choice
        numbers = {t["statement"]: t["number"] for t in self.documents("texts.json") if not t["isTranslation"]}
        tally = {}
        for (_, statement), choice in last.items():
            if choice:
                counts = tally.setdefault(str(numbers[statements[statement].hex()]), [0, 0, 0])
                counts[choice - 1] += 1
        results = [index for index, kind, _ in self.parsed if kind == 0x50]
        erased = self.erased_from(results[-1]) if results else 0
        missing = 0
        for statement in self.documents(name)["statements"]:
            said = [statement["agrees"], statement["disagrees"], statement["passes"]]
            counted = tally.pop(statement["id"], [0, 0, 0])
            more = [a - b for a, b in zip(said, counted)]
            if any(more) and (not erased or min(more) < 0):
                raise Failed("statement %s: counted %s, the result says %s" % (statement["id"], counted, said))
            missing += sum(more)
        if tally:
            raise Failed("statement %s is not in the result" % min(tally))
        if missing > erased:
            raise Failed("the result has %d votes more than are here" % missing)
        if missing:
            raise Skipped("%d votes were erased after the result; all others add up to it" % missing)

    def check_20(self):
        _, _, _, batches, _ = self.openings()
        if not self.manifest["needsAdmission"] and not any(kind == 0x18 for _, kind, _ in self.parsed):
            raise Skipped("nobody had to be admitted")
        admitted = {fields[0x20]: fields[0x11] for _, kind, fields in self.parsed if kind == 0x10}
        for person, (batch, credential) in enumerate(zip(batches, self.credentials)):
            if not any(batch) and not any(credential):
                raise Failed("participant %d was never admitted" % person)
            if admitted.pop(credential, None) != batch:
                raise Failed("participant %d was not admitted in batch %s" % (person, batch.hex()))
        missing = set(admitted.values()) & self.excluded()
        if missing and not any(kind == 3 for _, kind, _ in self.parsed):
            raise Failed("somebody of the excluded batch %s is not among the opened" % min(missing).hex())

    def check_22(self):
        results = [(index, fields) for index, kind, fields in self.parsed if kind == 0x50]
        name = "result.json" if self.has("result.json") else "sealed/result.json"
        if not results or not self.has(name):
            raise Skipped("there is no result")
        index, fields = results[-1]
        if sha(self.read(name)) != fields[0x50]:
            raise Failed("entry %d is of another result" % index)
        if 0x51 in fields:
            size = int.from_bytes(fields[0x51], "big")
            if size > self.size or tree_root(self.leaves[:size]) != fields[0x52]:
                raise Failed("entry %d: the result was counted from another log" % index)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder")
    parser.add_argument("--log-key", action="append", default=[])
    parser.add_argument("--fingerprint", help="the 24 digits that were read aloud")
    parser.add_argument("--checkpoint", action="append", default=[])
    arguments = parser.parse_args()
    try:
        verifier = Verifier(arguments.folder, [parse_key(key) for key in arguments.log_key], arguments.checkpoint,
                            arguments.fingerprint)
        if not arguments.log_key:
            raise ValueError("give --log-key")
        if verifier.manifest["schema"] != "jirga.archive/1":
            raise ValueError("not an archive this program knows")
    except (OSError, ValueError, KeyError, TypeError, Failed) as problem:
        print("error: %s" % problem, file=sys.stderr)
        return 2
    status, broken = 0, False
    for number in range(1, 25):
        check = getattr(verifier, "check_%d" % number, None)
        try:
            if broken:
                raise Skipped("the log can't be read")
            if check is None:
                raise Skipped("this program does not check it")
            check()
            print("%2d ok" % number)
        except Skipped as reason:
            print("%2d skipped  %s" % (number, reason))
            status = status or 3
        except Exception as problem:  # whatever is wrong with the archive is a failed check
            print("%2d FAILED   %s: %s" % (number, type(problem).__name__, problem))
            status, broken = 1, broken or number in (2, 5, 6, 7, 8)
    return status


if __name__ == "__main__":
    sys.exit(main())
