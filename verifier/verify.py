#!/usr/bin/env python3
"""Checks receipts, proofs, receipt bundles, PDFs, submission bundles and packages of them without anybody's help.

    python3 verify.py FILE [--keys FILE] [--offline] [--issuer URL] [--witness VKEY] [--json]

Exit 0: genuine. Exit 1: not genuine. Exit 2: it cannot tell. Written from docs/evidence.md alone, in the order of that
page, so that page and program can be read side by side. Needs Python 3.9 and the package `cryptography` (3.4 or later).

Whatever the file is, the program ends: sizes and nesting are bounded before anything is parsed, every loop is linear in the
file, and nothing of the file is executed, decompressed without a limit or written anywhere.
"""

from __future__ import annotations

import argparse
import base64
import calendar
import hashlib
import ipaddress
import json
import os
import re
import struct
import sys
import threading
import time
import urllib.parse
import urllib.request
import zlib

try:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    HAS_CRYPTOGRAPHY = True
except ImportError:
    HAS_CRYPTOGRAPHY = False

MIB = 1024 * 1024
JSON_LIMIT = 4 * MIB
JSON_LEVELS = 32
PDF_LIMIT = 64 * MIB
ZIP_LIMIT = 512 * MIB
EMBEDDED_LIMIT = 1 * MIB
KEYS_LIMIT = 256 * 1024
SAFE_INTEGER = 2**53 - 1
DICTIONARY_LIMIT = 4 * 1024
MOST_CERTIFICATES = 10
MOST_SIGNATURES = 64
# Not of the page: what keeps a hostile certificate from costing seconds. OpenSSL refuses larger RSA keys too.
LARGEST_RSA = 16384

GENUINE, NOT_GENUINE, CANNOT_TELL = "genuine", "not_genuine", "cannot_tell"
EXIT_CODES = {GENUINE: 0, NOT_GENUINE: 1, CANNOT_TELL: 2}


class Fault(Exception):
    """A check failed: the file is not genuine."""


class CannotTell(Exception):
    """It is none of the formats, or over the limits."""


class NotJson(Exception):
    """The bytes are no JSON text at all; what follows from it depends on where they stood."""


class Inquiry:
    """What one verification was given and what it found out; there is no other state."""

    def __init__(self, keys, witnesses, expected_issuer=None):
        self.trusted = trusted_keys(keys)
        self.witnesses = [read_vkey(vkey) for vkey in witnesses]
        self.expected_issuer = expected_issuer
        self.issuer = None
        self.kind = "unknown"
        self.proved = []
        self.untrusted = {}
        self.roots = {}

    def is_of(self, issuer: str) -> None:
        """Remembers who the file says issued it; another one than the expected makes it not genuine."""
        self.issuer = issuer
        if self.expected_issuer is not None and without_slash(issuer) != without_slash(self.expected_issuer):
            raise Fault(f"It is of the issuer {shown(issuer)}, not of {shown(self.expected_issuer)}.")


def shown(value) -> str:
    """Text of a file as it may go to a terminal: no control or direction characters, not endless."""
    text = str(value)
    cut = text[:200] + ("…" if len(text) > 200 else "")
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in cut)


# --- JSON: RFC 8785 of strings, booleans, safe integers, arrays and objects ---


def parse_json(raw: bytes):
    """The value of a JSON text, within the limits. Raises NotJson, CannotTell."""
    check_json_limits(raw)
    try:
        text = raw.decode("utf-8")
        return json.loads(text, parse_int=read_integer, parse_float=refuse_later, parse_constant=refuse_constant)
    except ValueError as error:
        raise NotJson() from error


def check_json_limits(raw: bytes) -> None:
    if len(raw) > JSON_LIMIT:
        raise CannotTell("It is, or holds, JSON of more than 4 MiB.")
    if nesting(raw) > JSON_LEVELS:
        raise CannotTell("It is, or holds, JSON of more than 32 levels.")


def nesting(raw: bytes) -> int:
    """How deep brackets are nested, counted before a recursive parser sees them."""
    # With the escapes gone, every second piece between quotation marks is inside a string.
    outside = b"".join(raw.replace(b"\\\\", b"").replace(b'\\"', b"").split(b'"')[::2])
    level = deepest = 0
    for byte in re.sub(rb"[^\[\]{}]+", b"", outside):
        if byte in b"[{":
            level += 1
            deepest = max(deepest, level)
        elif level > 0:
            level -= 1
    return deepest


def read_integer(text: str):
    """An integer; one too long for the canonical form is refused with it, so that its digits need no arithmetic."""
    return int(text) if len(text) <= 17 else refuse_later(text)


def refuse_later(_: str) -> float:
    """Stands for a number that is good JSON and that the canonical form does not have."""
    return float("inf")


def refuse_constant(text: str):
    raise ValueError(f"{text} is not JSON")


def canonical(value) -> bytes:
    """The JCS of a value. Raises Fault for what the formats do not have: null, fractions, large numbers, lone surrogates."""
    pieces = []
    write_canonical(value, pieces.append)
    try:
        return "".join(pieces).encode("utf-8")
    except UnicodeEncodeError:
        raise Fault("A text in it has half of a surrogate pair.") from None


# Escapes what ECMAScript escapes, and as it does.
write_string = json.JSONEncoder(ensure_ascii=False).encode


def write_canonical(value, write) -> None:
    kind = type(value)
    if kind is str:
        write(write_string(value))
    elif kind is bool:
        write("true" if value else "false")
    elif kind is int and abs(value) <= SAFE_INTEGER:
        write(str(value))
    elif kind is list:
        for index, item in enumerate(value):
            write("," if index else "[")
            write_canonical(item, write)
        write("]" if value else "[]")
    elif kind is dict:
        for index, name in enumerate(sorted(value, key=utf16_units)):
            write("," if index else "{")
            write(write_string(name) + ":")
            write_canonical(value[name], write)
        write("}" if value else "{}")
    else:
        raise Fault("It has a null, a fraction or an integer beyond 2^53-1, which the formats do not know.")


def utf16_units(name: str) -> bytes:
    return name.encode("utf-16-be", "surrogatepass")


def read_canonical(raw: bytes, what: str):
    """The value of bytes that must be exactly their own canonical form; a repeated member is found by that too."""
    try:
        value = parse_json(raw)
    except NotJson:
        raise Fault(f"{what} is not JSON.") from None
    if canonical(value) != raw:
        raise Fault(f"{what} is not in the canonical form of its own content.")
    return value


def decode_b64u(text, what: str) -> bytes:
    if type(text) is str and re.fullmatch(r"[A-Za-z0-9_-]*", text) and len(text) % 4 != 1:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        if b64u(raw) == text:
            return raw
    raise Fault(f"{what} is not canonical base64url.")


def decode_b64(text, what: str) -> bytes:
    if type(text) is str and re.fullmatch(r"[A-Za-z0-9+/]*={0,2}", text) and len(text) % 4 == 0:
        try:
            raw = base64.b64decode(text, validate=True)
        except ValueError:
            raw = None
        if raw is not None and base64.b64encode(raw).decode() == text:
            return raw
    raise Fault(f"{what} is not canonical base64.")


def b64u(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def sha256(raw) -> bytes:
    return hashlib.sha256(raw).digest()


def digest(raw) -> str:
    return b64u(sha256(raw))


# What a member may be. A boolean is an int to Python, so types are compared and not asked for.


def members(value, what: str, needed, optional=()) -> dict:
    if type(value) is not dict:
        raise Fault(f"{what} is not an object.")
    for name in needed:
        if name not in value:
            raise Fault(f"{what} lacks `{name}`.")
    for name in value:
        if name not in needed and name not in optional:
            raise Fault(f"{what} has a member `{shown(name)}` that does not belong there.")
    return value


def text_of(value, what: str) -> str:
    if type(value) is not str or value == "":
        raise Fault(f"{what} is not a text.")
    return value


def list_of(value, what: str) -> list:
    if type(value) is not list:
        raise Fault(f"{what} is not an array.")
    return value


def integer_of(value, what: str, least: int) -> int:
    if type(value) is not int or not least <= value <= SAFE_INTEGER:
        raise Fault(f"{what} is not an integer of at least {least}.")
    return value


def digest_of(value, what: str) -> str:
    if len(decode_b64u(value, what)) != 32:
        raise Fault(f"{what} is not a digest.")
    return value


def instant_of(value, what: str) -> str:
    """RFC 3339, UTC, milliseconds, Z, on a day that exists."""
    pattern = r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{3}Z"
    match = re.fullmatch(pattern, value) if type(value) is str else None
    if match:
        year, month, day = (int(match[group]) for group in (1, 2, 3))
        if year >= 1 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]:
            return value
    raise Fault(f"{what} is not an instant in UTC with milliseconds.")


def issuer_of(value, what: str) -> str:
    if type(value) is not str or not re.fullmatch(r"https?://[A-Za-z0-9\[][!-\"$-*,->@-~]*", value):
        raise Fault(f"{what} is not the address of an issuer.")
    return value


# --- Keys ---

THUMBPRINT_MEMBERS = {"OKP": ("crv", "kty", "x"), "RSA": ("e", "kty", "n"), "EC": ("crv", "kty", "x", "y")}
PURPOSES = {"OKP": ("evidence", "log"), "RSA": ("seal",), "EC": ("seal",)}


class Key:
    """A public key with its thumbprint and the one thing that it may sign."""

    def __init__(self, kid: str, purpose: str, raw: bytes):
        self.kid, self.purpose, self.raw = kid, purpose, raw

    def verifies(self, signature: bytes, message: bytes) -> bool:
        """For Ed25519; seals are checked with the key of the certificate."""
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, message)
            return True
        except (InvalidSignature, ValueError):
            return False


def thumbprint(jwk: dict) -> str:
    """RFC 7638, SHA-256."""
    return digest(canonical({name: jwk[name] for name in THUMBPRINT_MEMBERS[jwk["kty"]]}))


def read_key(jwk) -> Key:
    """A key of the kind that its purpose asks for, with its right `kid`. Raises Fault."""
    kty = jwk.get("kty") if type(jwk) is dict else None
    if type(kty) is not str or kty not in THUMBPRINT_MEMBERS:
        raise Fault("A key is of a type that nothing here is signed with.")
    for name in THUMBPRINT_MEMBERS[kty] + ("kid", "purpose"):
        text_of(jwk.get(name), f"`{name}` of a key")
    if jwk["purpose"] not in PURPOSES[kty]:
        raise Fault(f"A key of type {kty} cannot have the purpose `{shown(jwk['purpose'])}`.")
    raw = b""
    if kty == "OKP":
        raw = decode_b64u(jwk["x"], "`x` of a key")
        if jwk["crv"] != "Ed25519" or len(raw) != 32:
            raise Fault("A key is not an Ed25519 key.")
    elif kty == "EC":
        point = [decode_b64u(jwk[name], f"`{name}` of a key") for name in "xy"]
        if jwk["crv"] != "P-256" or any(len(number) != 32 for number in point):
            raise Fault("A key is not an EC key on P-256.")
        try:
            ec.EllipticCurvePublicNumbers(*(int.from_bytes(n, "big") for n in point), ec.SECP256R1()).public_key()
        except ValueError:
            raise Fault("A key is not a point on P-256.") from None
    else:
        check_rsa_numbers(jwk)
    if thumbprint(jwk) != jwk["kid"]:
        raise Fault("The `kid` of a key is not its thumbprint.")
    return Key(jwk["kid"], jwk["purpose"], raw)


def check_rsa_numbers(jwk: dict) -> None:
    modulus, exponent = (decode_b64u(jwk[name], f"`{name}` of a key") for name in "ne")
    if modulus[:1] == b"\0" or exponent[:1] == b"\0":
        raise Fault("A number of an RSA key begins with a zero byte.")
    if len(modulus) * 8 > LARGEST_RSA or int.from_bytes(modulus, "big").bit_length() < 2048:
        raise Fault("An RSA key has less than 2048 bits, or far too many.")
    if len(exponent) > 4 or exponent[-1] % 2 == 0 or exponent == b"\1":
        raise Fault("The exponent of an RSA key is not one.")


def trusted_keys(jwk_set) -> dict:
    """(kid, purpose) → Key. What is not a key of ours in a published set is passed over."""
    trusted = {}
    for jwk in jwk_set["keys"] if jwk_set else ():
        try:
            key = read_key(jwk)
        except Fault:
            continue
        trusted[key.kid, key.purpose] = key
    return trusted


def carried_keys(value, what: str) -> dict:
    """(kid, purpose) → Key, of keys that are the file's own word; their shape is exact."""
    carried = {}
    for jwk in list_of(value, what):
        kty = jwk.get("kty") if type(jwk) is dict else None
        if type(kty) is str and kty in THUMBPRINT_MEMBERS:
            members(jwk, f"A key in {what}", THUMBPRINT_MEMBERS[kty] + ("kid", "purpose"))
        key = read_key(jwk)
        if (key.kid, key.purpose) in carried:
            raise Fault(f"A key is in {what} twice.")
        carried[key.kid, key.purpose] = key
    return carried


def find_key(inquiry: Inquiry, kid: str, purpose: str, carried: dict):
    """
    The key to check with, or None when nobody gave it. A carried key is good enough to find a broken signature; that it is
    not trusted is remembered, and keeps the verdict from being `genuine`.
    """
    key = inquiry.trusted.get((kid, purpose))
    if key is None:
        if any(known == kid for known, _ in inquiry.trusted):
            raise Fault(f"The key {shown(kid)} is trusted, but not for the purpose `{purpose}`.")
        inquiry.untrusted[kid, purpose] = True
        key = carried.get((kid, purpose))
    return key


# --- JWS ---


def check_jws(inquiry: Inquiry, jws, kind: str, payload: bytes, carried: dict, what: str) -> str:
    """Checks the signature of `what`, of typ gongmun-<kind>+jws, over exactly `payload`; returns the `kid`."""
    if type(jws) is not str or jws.count(".") != 2:
        raise Fault(f"The signature of {what} is not a compact JWS.")
    protected, body, signature = jws.split(".")
    header = read_canonical(decode_b64u(protected, f"The header of the signature of {what}"), "The header of a signature")
    members(header, "The header of a signature", ("alg", "kid", "typ"))
    if header["alg"] != "EdDSA" or header["typ"] != f"gongmun-{kind}+jws":
        raise Fault(f"The signature of {what} is of another kind.")
    kid = digest_of(header["kid"], "`kid` of a signature")
    if decode_b64u(body, f"What was signed of {what}") != payload:
        raise Fault(f"The signature of {what} is over something else.")
    raw = decode_b64u(signature, f"The signature of {what}")
    if len(raw) != 64:
        raise Fault(f"The signature of {what} has not 64 bytes.")
    key = find_key(inquiry, kid, "evidence", carried)
    if key is not None and not key.verifies(raw, f"{protected}.{body}".encode()):
        raise Fault(f"The signature of {what} does not hold: it was changed, or not signed by the key that it names.")
    return kid


# --- Receipt ---

NEEDED_OF_EVIDENCE = ("v", "id", "event", "at", "issuer", "submission", "sequence", "actor")


def check_receipt(inquiry: Inquiry, receipt, carried: dict) -> dict:
    """Checks a receipt whose form is known to be canonical; returns its evidence."""
    members(receipt, "The receipt", ("format", "evidence", "digest", "jws"))
    if receipt["format"] != "gongmun-receipt/1":
        raise Fault("The receipt is of another format.")
    evidence = check_evidence(receipt["evidence"])
    payload = canonical(evidence)
    if digest_of(receipt["digest"], "The digest of the receipt") != digest(payload):
        raise Fault("The digest of the receipt is not that of its evidence.")
    check_jws(inquiry, receipt["jws"], "evidence", payload, carried, "the receipt")
    inquiry.is_of(evidence["issuer"])
    return evidence


def check_evidence(evidence) -> dict:
    members(evidence, "The evidence", NEEDED_OF_EVIDENCE, ("content", "reasons", "facts", "previous"))
    if type(evidence["v"]) is not int or evidence["v"] != 1:
        raise Fault("The evidence is of another version.")
    for name in ("id", "event", "submission"):
        text_of(evidence[name], f"`{name}` of the evidence")
    instant_of(evidence["at"], "`at` of the evidence")
    issuer_of(evidence["issuer"], "`issuer` of the evidence")
    integer_of(evidence["sequence"], "`sequence` of the evidence", 1)
    actor = members(evidence["actor"], "The actor", ("id", "capacity"), ("office", "organisation", "for"))
    for name in actor:
        text_of(actor[name], f"`{name}` of the actor")
    if "content" in evidence:
        digest_of(evidence["content"], "`content` of the evidence")
    for reason in list_of(evidence.get("reasons", []), "`reasons` of the evidence"):
        members(reason, "A reason", ("code",), ("text",))
        text_of(reason["code"], "`code` of a reason")
        if "text" in reason:
            digest_of(reason["text"], "`text` of a reason")
    facts = evidence.get("facts", {})
    if type(facts) is not dict or any(type(fact) not in (str, int) for fact in facts.values()):
        raise Fault("`facts` of the evidence are not strings and integers.")
    if ("previous" in evidence) != (evidence["sequence"] > 1):
        raise Fault("`previous` is absent exactly on the first receipt of a procedure; here it is not so.")
    if "previous" in evidence:
        digest_of(evidence["previous"], "`previous` of the evidence")
    return evidence


OF_DOCUMENT = {f"Document{act}" for act in ("Proposed", "Reviewed", "SentBack", "Registered", "Dispatched", "Recalled")}
OF_DELIVERY = {
    *("ConsignmentNotification", "DocumentAcknowledged", "DocumentNeverRead", "DeliveryRecalled"),
    *("RemovalAnnounced", "DocumentRemoved"),
}
OF_RECORDS = re.compile(r"Hold|Dispos|Record")


def subject_of(evidence: dict) -> str:
    """Whose chain it is: a submission's, an official document's, or that of one recipient's delivery of it."""
    event, facts = evidence["event"], evidence.get("facts", {})
    if event in OF_DOCUMENT:
        return "Official document"
    if event in OF_DELIVERY or "document" in facts or str(facts.get("kind", "")).startswith("document_"):
        return "Delivery of an official document"
    # What offices send has numbers of its own, in which a slash follows the office.
    if "/" in str(facts.get("number", "")):
        return "Official document"
    return "Submission or official document" if OF_RECORDS.match(event) else "Submission"


def describe_evidence(evidence: dict) -> list:
    actor = evidence["actor"]
    who = f"{shown(actor['id'])} as {shown(actor['capacity'])}"
    for word, name in (("of office", "office"), ("of organisation", "organisation"), ("for", "for")):
        if name in actor:
            who += f", {word} {shown(actor[name])}"
    lines = [
        f"Issuer: {shown(evidence['issuer'])}",
        f"Event: {shown(evidence['event'])}, at {evidence['at']} by the issuer's clock",
        f"{subject_of(evidence)}: {shown(evidence['submission'])}, step {evidence['sequence']} of its procedure",
        f"Actor: {who}",
    ]
    if "number" in evidence.get("facts", {}):
        lines.append(f"Number: {shown(evidence['facts']['number'])}")
    for reason in evidence.get("reasons", [])[:10]:
        words = f", its words have the fingerprint {reason['text']}" if "text" in reason else ""
        lines.append(f"Reason: {shown(reason['code'])}{words}")
    if "content" in evidence:
        lines.append(f"Fingerprint of the content: {evidence['content']}")
    return lines


# --- Content digest ---


def content_digest(parts, salt, further=()) -> str:
    """The digest of [{"part", "sha256"}] and salt; the parts may have `further` members, which do not count."""
    named = set()
    for part in list_of(parts, "The list of parts"):
        members(part, "A part", ("part", "sha256", *further))
        digest_of(part["sha256"], "`sha256` of a part")
        if text_of(part["part"], "The name of a part") in named:
            raise Fault(f"The part {shown(part['part'])} is named twice.")
        named.add(part["part"])
    if not named:
        raise Fault("The content has no parts.")
    if len(decode_b64u(salt, "The salt")) != 32:
        raise Fault("The salt has not 32 bytes.")
    bare = [{"part": part["part"], "sha256": part["sha256"]} for part in parts]
    return digest(canonical({"parts": bare, "salt": salt}))


# --- Log ---

def leaf_hash(leaf: bytes) -> bytes:
    return sha256(b"\0" + leaf)


def root_from_path(leaf: bytes, index: int, size: int, path: list):
    """The root that follows from a leaf's hash and its path (RFC 9162 §2.1.3.2); None for a path of the wrong length."""
    if not 0 <= index < size:
        return None
    node, last, root = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return None
        if node & 1 or node == last:
            root = sha256(b"\1" + sibling + root)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            root = sha256(b"\1" + root + sibling)
        node, last = node >> 1, last >> 1
    return root if last == 0 else None


def origin_of(issuer: str) -> str:
    return without_slash(issuer.split("://", 1)[1]) + "/log"


def without_slash(address: str) -> str:
    return address[:-1] if address.endswith("/") else address


# --- Checkpoint ---


def read_vkey(vkey) -> tuple:
    """A witness from NAME+KEYID+KEY: name, key id, Ed25519 public key. Raises CannotTell."""
    parts = vkey.split("+", 2) if type(vkey) is str else []
    try:
        name, key_id, encoded = parts
        key = decode_b64(encoded, "The key")
    except (ValueError, Fault):
        key = b""
    if len(key) != 33 or key[0] != 4 or not is_note_name(name) or note_key_id(name, key).hex() != key_id:
        raise CannotTell(f"{shown(vkey)} is not the key of a witness (NAME+KEYID+KEY).")
    return name, bytes.fromhex(key_id), key[1:]


def note_key_id(name: str, typed_key: bytes) -> bytes:
    """The key id of a signed note: over the name and the key behind the byte that says its kind."""
    return sha256(name.encode() + b"\n" + typed_key)[:4]


def is_note_name(name: str) -> bool:
    return name != "" and "+" not in name and name.isprintable() and not any(char.isspace() for char in name)


def check_checkpoint(inquiry: Inquiry, note, carried: dict) -> dict:
    """Checks a signed note; returns what it says: origin, size, root, time, kid, cosigned [(name, seconds)]."""
    if type(note) is not str or note.count("\n\n") != 1 or not note.endswith("\n"):
        raise Fault("The checkpoint is not a signed note.")
    body, _, tail = note.partition("\n\n")
    said = read_checkpoint_body(body.split("\n"))
    signed = (body + "\n").encode()
    signatures = [read_note_signature(line) for line in tail[:-1].split("\n")]
    if len(signatures) > MOST_SIGNATURES:
        raise Fault("The checkpoint has more than 64 signatures.")
    said["kid"] = check_log_signature(inquiry, said["origin"], *signatures[0], signed, carried)
    said["cosigned"] = check_cosignatures(inquiry, signatures[1:], signed)
    if inquiry.roots.setdefault((said["origin"], said["size"]), said["root"]) != said["root"]:
        raise Fault("Two checkpoints of one size have different roots: the log tells two histories.")
    return said


def read_checkpoint_body(lines: list) -> dict:
    if len(lines) < 4 or not lines[3].startswith("time "):
        raise Fault("The checkpoint lacks its first four lines.")
    origin, size, root = lines[:3]
    if not is_note_name(origin) or not origin.endswith("/log") or origin == "/log":
        raise Fault("The first line of the checkpoint is not the origin of a log.")
    hashed = decode_b64(root, "The root of the checkpoint")
    if len(hashed) != 32:
        raise Fault("The root of the checkpoint is not a hash.")
    register = [read_register_line(line) for line in lines[4:]]
    if any(before[:3] >= after[:3] for before, after in zip(register, register[1:])):
        raise Fault("The register lines of the checkpoint are not sorted by register, office and year.")
    return {
        "origin": origin,
        "size": decimal(size, "The size in the checkpoint"),
        "root": hashed,
        "time": instant_of(lines[3][len("time ") :], "The time of the checkpoint"),
    }


def read_register_line(line: str) -> tuple:
    match = re.fullmatch(r"(register|outgoing) ([a-z0-9-]+) ([0-9]{4}) ([0-9]+)", line)
    if not match:
        raise Fault("A line of the checkpoint is not `register` or `outgoing` with office, year and highest number.")
    # What came is listed before what offices sent.
    return match[1] == "outgoing", match[2], match[3], decimal(match[4], "A highest number in the checkpoint")


def decimal(text: str, what: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,15}", text):
        raise Fault(f"{what} is not a decimal number from 1.")
    return integer_of(int(text), what, 1)


def read_note_signature(line: str) -> tuple:
    match = re.fullmatch(r"— ([^ ]+) ([A-Za-z0-9+/=]+)", line)
    if not match or not is_note_name(match[1]):
        raise Fault("A line under the checkpoint is not a signature.")
    return match[1], decode_b64(match[2], "A signature under the checkpoint")


def check_log_signature(inquiry, origin: str, name: str, raw: bytes, signed: bytes, carried: dict) -> str:
    """Checks the log's own signature; returns the `kid` of its key, or "" when nobody gave that key."""
    if name != origin or len(raw) != 68:
        raise Fault("The first signature under the checkpoint is not the log's.")
    # The note names its key by four bytes only, so several keys may have to be tried.
    for keys in (inquiry.trusted, carried):
        named = [key for key in keys.values() if key.raw and log_key_id(origin, key) == raw[:4]]
        for key in named:
            if key.purpose == "log" and key.verifies(raw[4:], signed):
                find_key(inquiry, key.kid, "log", carried)
                return key.kid
        if any(key.purpose == "log" for key in named) or (named and keys is inquiry.trusted):
            raise Fault("The log's signature under the checkpoint does not hold, or its key is not one for logs.")
    inquiry.untrusted[f"{raw[:4].hex()} (of {origin})", "log"] = True
    return ""


def log_key_id(origin: str, key: Key) -> bytes:
    return note_key_id(origin, b"\1" + key.raw)


def check_cosignatures(inquiry: Inquiry, signatures: list, signed: bytes) -> list:
    cosigned = []
    for name, raw in signatures:
        if len(raw) != 76:
            raise Fault("A witness's line under the checkpoint is not a cosignature.")
        seconds = struct.unpack(">Q", raw[4:12])[0]
        message = f"cosignature/v1\ntime {seconds}\n".encode() + signed
        for witness, key_id, key in inquiry.witnesses:
            if (witness, key_id) == (name, raw[:4]):
                if not Key("", "witness", key).verifies(raw[12:], message):
                    raise Fault(f"The countersignature of {shown(name)} does not hold.")
                cosigned.append((name, seconds))
    return cosigned


# --- Proof ---


def check_proof(inquiry: Inquiry, proof, carried: dict) -> dict:
    """Checks a proof whose form is known to be canonical; returns what it says, with the checkpoint's words."""
    members(proof, "The proof", ("format", "proof", "jws"))
    if proof["format"] != "gongmun-proof/1":
        raise Fault("The proof is of another format.")
    inner = members(
        proof["proof"], "The proof", ("kind", "digest", "index", "size", "path", "checkpoint"), ("timestamp",)
    )
    if not re.fullmatch(r"[a-z]+", text_of(inner["kind"], "`kind` of the proof")):
        raise Fault("`kind` of the proof is not of the letters a to z.")
    digest_of(inner["digest"], "The digest of the proof")
    size = integer_of(inner["size"], "The size in the proof", 1)
    index = integer_of(inner["index"], "The index in the proof", 0)
    path = [decode_b64(step, "A hash of the path") for step in list_of(inner["path"], "The path of the proof")]
    if any(len(step) != 32 for step in path):
        raise Fault("A hash of the path has not 32 bytes.")
    if "timestamp" in inner and not decode_b64(inner["timestamp"], "The time stamp"):
        raise Fault("The time stamp is empty.")
    checkpoint = check_checkpoint(inquiry, inner["checkpoint"], carried)
    leaf = f"{inner['kind']}:{inner['digest']}".encode()
    if checkpoint["size"] != size:
        raise Fault("The size in the proof is not the checkpoint's.")
    if root_from_path(leaf_hash(leaf), index, size, path) != checkpoint["root"]:
        raise Fault("The path of the proof does not lead to the checkpoint's root: the log does not hold this entry.")
    kid = check_jws(inquiry, proof["jws"], "proof", canonical(inner), carried, "the proof")
    return {
        "kind": inner["kind"],
        "digest": inner["digest"],
        "index": index,
        "stamped": "timestamp" in inner,
        "log_kid": checkpoint.pop("kid"),
        "kid": kid,
        **checkpoint,
    }


def describe_proof(inquiry: Inquiry, said: dict) -> list:
    lines = [
        f"Log: entry {said['index']} (counted from 0) of the {said['size']} in the list that {shown(said['origin'])} signed for with the "
        f"checkpoint of {said['time']}; whoever changes or removes it contradicts that checkpoint",
        f"Key of the log: {said['log_kid']}",
    ]
    for witness, _, _ in inquiry.witnesses:
        times = [seconds for name, seconds in said["cosigned"] if name == witness]
        when = f"countersigned at {posix(times[0])}" if times else "did not countersign"
        lines.append(f"Witness {shown(witness)}: {when}")
    if said["stamped"]:
        lines.append("A time stamp is with it; this program does not check it: openssl ts -verify does")
    return lines


def posix(seconds: int) -> str:
    if seconds >= 253402300800:  # the year 10000, where the calendar of most programs ends
        return f"POSIX time {seconds}"
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


# --- Receipt bundle ---


def check_receipt_bundle(inquiry: Inquiry, bundle) -> dict:
    members(bundle, "The bundle", ("format", "receipt", "proof", "keys"), ("content",))
    carried = carried_keys(bundle["keys"], "`keys`")
    evidence = check_receipt(inquiry, bundle["receipt"], carried)
    said = check_proof(inquiry, bundle["proof"], carried)
    check_belongs(said, "evidence", bundle["receipt"]["digest"], evidence["issuer"])
    check_carried_keys(carried, jws_kid(bundle["receipt"]), said["kid"], said["log_kid"])
    lines = [*describe_evidence(evidence), describe_key(bundle["receipt"]), *describe_proof(inquiry, said)]
    if "content" in bundle:
        content = members(bundle["content"], "The content", ("parts", "salt"))
        if content_digest(content["parts"], content["salt"]) != evidence.get("content"):
            raise Fault("The parts and the salt do not give the content digest of the evidence.")
        lines += [f"Part {shown(part['part'])}: SHA-256 {part['sha256']}" for part in content["parts"][:100]]
    inquiry.proved += lines
    return evidence


def check_belongs(said: dict, kind: str, expected: str, issuer: str) -> None:
    if said["kind"] != kind or said["digest"] != expected:
        raise Fault("The proof is of another entry than the one that it goes with.")
    if said["origin"] != origin_of(issuer):
        raise Fault("The proof is of another issuer's log.")


def check_carried_keys(carried: dict, receipt_kid: str, proof_kid: str, log_kid: str) -> None:
    """A receipt bundle carries exactly the keys that signed: otherwise it could be changed without being noticed."""
    used = dict.fromkeys([(receipt_kid, "evidence"), (proof_kid, "evidence"), (log_kid, "log")])
    if list(carried) != list(used):
        raise Fault("The bundle does not carry exactly the keys that signed, in the order receipt, proof, log.")


def jws_kid(receipt: dict) -> str:
    """The `kid` of a receipt whose JWS was checked."""
    return json.loads(decode_b64u(receipt["jws"].split(".")[0], "The header"))["kid"]


def describe_key(receipt: dict) -> str:
    return f"Signed with the key {jws_kid(receipt)}, to the letter as it is here"


# --- PDF: one PAdES signature over the whole file, a receipt inside ---

WHITE = rb"[\0\t\n\f\r ]"
BYTE_RANGE = re.compile(rb"/ByteRange" + WHITE + rb"*\[")
RANGES = re.compile(WHITE + rb"*0" + (WHITE + rb"+([0-9]{1,10})") * 3 + WHITE + rb"*\]")


def check_pdf(inquiry: Inquiry, view) -> tuple:
    """Checks a PDF; returns the bytes of the receipt in it and a line about its seal. The receipt is not checked here."""
    if len(view) > PDF_LIMIT:
        raise CannotTell("It is, or holds, a PDF of more than 64 MiB.")
    data = bytes(view)
    start, end = check_byte_range(data)
    receipt = embedded_file(data)
    check_json_limits(receipt)  # limits come before anything that can be wrong
    hashed = hashlib.sha256(view[:start])
    hashed.update(view[end:])
    encoded = data[start + 1 : end - 1]
    if len(encoded) % 2 or not re.fullmatch(rb"[0-9a-f]*", encoded):
        raise Fault("What stands between the signed ranges of the PDF is not lowercase hexadecimal.")
    return receipt, check_cms(inquiry, bytes.fromhex(encoded.decode()), hashed.digest())


def check_byte_range(data: bytes) -> tuple:
    """Where the gap between the two signed ranges begins and ends."""
    found = BYTE_RANGE.search(data)
    if not found or BYTE_RANGE.search(data, found.end()):
        raise Fault("The PDF has not exactly one signature.")
    match = RANGES.match(data, found.end())
    if not match:
        raise Fault("The `/ByteRange` of the PDF is not of the form [0 a b c].")
    first, second, rest = (int(match[group]) for group in (1, 2, 3))
    if first + 2 > second or second + rest != len(data):
        raise Fault("The signature of the PDF is not over the whole file.")
    if data[first : first + 1] != b"<" or data[second - 1 : second] != b">":
        raise Fault("The gap between the signed ranges of the PDF is not the signature.")
    return first, second


class Der:
    """Reads DER strictly, one element after the other: definite lengths in their shortest form, nothing left over."""

    def __init__(self, data: bytes):
        self.data, self.position = data, 0

    def element(self, tag: int) -> tuple:
        """The content and the whole of the next element."""
        start, data = self.position, self.data
        if start + 2 > len(data) or data[start] != tag:
            raise Fault("The signature of the PDF is not built as it must be.")
        length, head = data[start + 1], 2
        if length >= 0x80:
            count = length & 0x7F
            octets = data[start + 2 : start + 2 + count]
            length, head = int.from_bytes(octets[:4], "big"), 2 + count
            if not 1 <= count <= 4 or len(octets) != count or octets[0] == 0 or length < 0x80:
                raise Fault("A length in the signature of the PDF is not in DER.")
        end = start + head + length
        if end > len(data):
            raise Fault("The signature of the PDF is cut off.")
        self.position = end
        return data[start + head : end], data[start:end]

    def inside(self, tag: int) -> Der:
        return Der(self.element(tag)[0])

    def expect(self, der: bytes, what: str) -> None:
        if not self.data.startswith(der, self.position):
            raise Fault(f"In the signature of the PDF, {what} is not what it must be.")
        self.position += len(der)

    def more(self) -> bool:
        return self.position < len(self.data)

    def end(self) -> None:
        if self.more():
            raise Fault("The signature of the PDF has a part that does not belong there.")


def der(tag: int, *parts: bytes) -> bytes:
    """Writes one element; what can be foreseen of a signature is written and compared rather than read."""
    content = b"".join(parts)
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(octets)]) + octets + content


INTEGER, OCTETS, NULL, SEQUENCE, SET, CONTEXT = 0x02, 0x04, b"\x05\x00", 0x30, 0x31, 0xA0
SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
DATA = bytes.fromhex("06092a864886f70d010701")
CONTENT_TYPE = bytes.fromhex("06092a864886f70d010903")
MESSAGE_DIGEST = bytes.fromhex("06092a864886f70d010904")
SIGNING_CERTIFICATE_V2 = bytes.fromhex("060b2a864886f70d010910022f")
SHA_256 = der(SEQUENCE, bytes.fromhex("0609608648016503040201"), NULL)
SHA_256_WITH_RSA = der(SEQUENCE, bytes.fromhex("06092a864886f70d01010b"), NULL)
ECDSA_WITH_SHA_256 = der(SEQUENCE, bytes.fromhex("06082a8648ce3d040302"))
VERSION_1 = der(INTEGER, b"\1")
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def check_cms(inquiry: Inquiry, raw: bytes, file_digest: bytes) -> str:
    """Checks the CMS of the seal over a file with that digest; returns the line about it."""
    outer = Der(raw)
    content_info = outer.inside(SEQUENCE)
    if raw.count(0, outer.position) != len(raw) - outer.position:
        raise Fault("Behind the signature of the PDF there is something else than zeros.")
    content_info.expect(SIGNED_DATA, "the type of the content")
    explicit = content_info.inside(CONTEXT)
    content_info.end()
    signed_data = explicit.inside(SEQUENCE)
    explicit.end()
    signed_data.expect(VERSION_1, "the version")
    signed_data.expect(der(SET, SHA_256), "the digest algorithm")
    signed_data.expect(der(SEQUENCE, DATA), "the type of what was signed")
    certificates = split_certificates(signed_data.inside(CONTEXT))
    signers = signed_data.inside(SET)
    signed_data.end()
    signer = signers.inside(SEQUENCE)
    signers.end()
    signer.expect(VERSION_1, "the signer's version")
    signer.expect(certificate_fields(certificates[0])[0], "the name of the signer's certificate")
    signer.expect(SHA_256, "the signer's digest algorithm")
    attributes = signer.element(CONTEXT)[0]
    check_attributes(Der(attributes), file_digest, certificates)
    algorithm = signer.element(SEQUENCE)[1]
    signature = signer.element(OCTETS)[0]
    signer.end()
    # RFC 5652 §5.4: what is signed has the tag of a SET, whatever tag it has where it stands.
    return check_seal(inquiry, certificates[0], algorithm, signature, der(SET, attributes))


def split_certificates(reader: Der) -> list:
    certificates = []
    while reader.more():
        certificates.append(reader.element(SEQUENCE)[1])
        if len(certificates) > MOST_CERTIFICATES:
            raise Fault("The signature of the PDF has far too many certificates.")
    if not certificates:
        raise Fault("The signature of the PDF has no certificate.")
    return certificates


def certificate_fields(certificate: bytes) -> tuple:
    """IssuerAndSerialNumber and SubjectPublicKeyInfo with the very bytes of the certificate; nothing else in it matters."""
    fields = Der(certificate).inside(SEQUENCE).inside(SEQUENCE)
    if fields.data[:1] == bytes([CONTEXT]):  # the version
        fields.element(CONTEXT)
    serial = fields.element(INTEGER)[1]
    fields.element(SEQUENCE)  # the algorithm
    issuer = fields.element(SEQUENCE)[1]
    fields.element(SEQUENCE)  # the validity
    fields.element(SEQUENCE)  # the subject
    return der(SEQUENCE, issuer, serial), fields.element(SEQUENCE)[1]


def check_attributes(reader: Der, file_digest: bytes, certificates: list) -> None:
    """The three signed attributes, in DER order, whose bytes can be foreseen but for an `issuerSerial`."""
    attributes = []
    while reader.more() and len(attributes) < 4:
        attributes.append(reader.element(SEQUENCE)[1])
    if len(attributes) != 3 or attributes != sorted(attributes):
        raise Fault("The signed attributes of the PDF are not three, or not in order.")
    if der(SEQUENCE, CONTENT_TYPE, der(SET, DATA)) not in attributes:
        raise Fault("The signature of the PDF does not say that it is over data.")
    if der(SEQUENCE, MESSAGE_DIGEST, der(SET, der(OCTETS, file_digest))) not in attributes:
        raise Fault("The PDF was changed after it was sealed.")
    naming = [attribute for attribute in attributes if SIGNING_CERTIFICATE_V2 in attribute[:20]]
    if len(naming) != 1:
        raise Fault("The signature of the PDF does not name its certificates.")
    check_signing_certificate(Der(naming[0]).inside(SEQUENCE), certificates)


def check_signing_certificate(attribute: Der, certificates: list) -> None:
    attribute.expect(SIGNING_CERTIFICATE_V2, "the attribute that names the certificates")
    values = attribute.inside(SET)
    attribute.end()
    value = values.inside(SEQUENCE)
    values.end()
    named = value.inside(SEQUENCE)
    value.end()  # no policies
    for certificate in certificates:
        one = named.inside(SEQUENCE)
        # hashAlgorithm is SHA-256 by default, which DER leaves out.
        one.expect(der(OCTETS, sha256(certificate)), "the hash of a certificate")
        if one.more():
            one.element(SEQUENCE)  # issuerSerial: the hash has said it all
        one.end()
    named.end()


def check_seal(inquiry, certificate: bytes, algorithm: bytes, signature: bytes, message: bytes) -> str:
    try:
        key = serialization.load_der_public_key(certificate_fields(certificate)[1])
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise Fault("The key in the certificate of the PDF cannot be read.") from None
    try:
        if isinstance(key, rsa.RSAPublicKey):
            check_algorithm(algorithm, SHA_256_WITH_RSA)
            jwk = rsa_jwk(key)
            check_rsa_numbers(jwk)
            key.verify(signature, message, padding.PKCS1v15(), hashes.SHA256())
        elif isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1):
            check_algorithm(algorithm, ECDSA_WITH_SHA_256)
            check_low_s(signature)
            jwk = ec_jwk(key)
            key.verify(signature, message, ec.ECDSA(hashes.SHA256()))
        else:
            raise Fault("The key of the PDF's seal is neither RSA of at least 2048 bits nor EC on P-256.")
    except (InvalidSignature, ValueError):
        raise Fault("The seal of the PDF does not hold.") from None
    kid = thumbprint(jwk)
    find_key(inquiry, kid, "seal", {})
    return f"Sealed as a PDF with the key {kid}; not a byte of it was changed since"


def check_algorithm(algorithm: bytes, expected: bytes) -> None:
    if algorithm != expected:
        raise Fault("The algorithm of the PDF's signature is not the one for its key.")


def check_low_s(signature: bytes) -> None:
    """Of the two values of `s` that both verify only the lower one is allowed: one document, one signature."""
    outer = Der(signature)
    numbers = outer.inside(SEQUENCE)
    outer.end()
    for most in (P256_ORDER - 1, P256_ORDER // 2):
        content = numbers.element(INTEGER)[0]
        value = int.from_bytes(content[:40], "big")
        if not 1 <= value <= most or der(INTEGER, value.to_bytes(value.bit_length() // 8 + 1, "big")) != der(
            INTEGER, content
        ):
            raise Fault("The seal of the PDF is not a canonical ECDSA signature.")
    numbers.end()


def rsa_jwk(key) -> dict:
    numbers = key.public_numbers()
    as_text = [b64u(number.to_bytes((number.bit_length() + 7) // 8, "big")) for number in (numbers.n, numbers.e)]
    return {"kty": "RSA", "n": as_text[0], "e": as_text[1]}


def ec_jwk(key) -> dict:
    numbers = key.public_numbers()
    return {
        "kty": "EC",
        "crv": "P-256",
        "x": b64u(numbers.x.to_bytes(32, "big")),
        "y": b64u(numbers.y.to_bytes(32, "big")),
    }


EMBEDDED = re.compile(rb"/Type" + WHITE + rb"*/EmbeddedFile(?![A-Za-z0-9])")
LENGTH = re.compile(rb"/Length(?![A-Za-z0-9])")
PLAIN_LENGTH = re.compile(
    rb"/Length" + WHITE + rb"+([0-9]{1,10})(?![0-9.])(?!" + WHITE + rb"+[0-9]+" + WHITE + rb"+R(?![A-Za-z0-9]))"
)
FILTER = re.compile(rb"/Filter(?![A-Za-z0-9])")
DEFLATED = re.compile(rb"/Filter" + WHITE + rb"*(?:/FlateDecode(?![A-Za-z0-9])|\[/FlateDecode\])")


def embedded_file(data: bytes) -> bytes:
    """The data of the one stream that is an embedded file, found by text alone."""
    found = EMBEDDED.search(data)
    if not found or EMBEDDED.search(data, found.end()):
        raise Fault("The PDF has not exactly one embedded file.")
    start = data.rfind(b"obj", max(0, found.start() - DICTIONARY_LIMIT), found.start())
    stop = data.find(b"stream", found.end(), found.end() + DICTIONARY_LIMIT)
    if start < 0 or stop < 0 or stop + len(b"stream") - start > DICTIONARY_LIMIT:
        raise Fault("The embedded file of the PDF is not a stream with a short dictionary.")
    dictionary = data[start:stop]
    lengths, plain = LENGTH.findall(dictionary), PLAIN_LENGTH.search(dictionary)
    line_end = re.compile(rb"stream\r?\n").match(data, stop)
    if len(lengths) != 1 or not plain or not line_end:
        raise Fault("The embedded file of the PDF has no stream of a plain length.")
    end = line_end.end() + int(plain[1])
    if not re.compile(WHITE + rb"*endstream").match(data, end):
        raise Fault("The embedded file of the PDF does not end where it says.")
    filters = len(FILTER.findall(dictionary))
    if b"/DecodeParms" in dictionary or filters > 1 or (filters == 1 and not DEFLATED.search(dictionary)):
        raise Fault("The embedded file of the PDF is stored in a way that receipts are not.")
    content = data[line_end.end() : end]
    if filters == 1:
        content = inflate(content)
    if len(content) > EMBEDDED_LIMIT:
        raise Fault("The embedded file of the PDF has more than 1 MiB.")
    return content


def inflate(stored: bytes) -> bytes:
    inflater = zlib.decompressobj()
    try:
        content = inflater.decompress(stored, EMBEDDED_LIMIT + 1)
    except zlib.error:
        raise Fault("The embedded file of the PDF cannot be decompressed.") from None
    if len(content) <= EMBEDDED_LIMIT and (not inflater.eof or inflater.unused_data):
        raise Fault("The embedded file of the PDF is cut off, or something follows it.")
    return content


# --- Submission bundle: a zip of exactly the bytes that follow from its names and contents ---

NAME = re.compile(rb"(?!\.\.?(?:/|\Z))[A-Za-z0-9._-]+(?:/(?!\.\.?(?:/|\Z))[A-Za-z0-9._-]+)*")
FIXED = (20, 0, 0, 0, 0x0021)  # version, flags, method, time, date


def first_name(data) -> bytes:
    """The name of a zip's first entry, as far as there is one."""
    return bytes(data[30 : 30 + int.from_bytes(data[26:28], "little")]) if len(data) >= 30 else b""


def read_zip(data) -> dict:
    """Name → bytes (a view), in order. Raises Fault if the file is not the one zip file of these names and contents."""
    entries, central, position = {}, [], 0
    while data[position : position + 4] == b"PK\3\4":
        if len(data) < position + 30:
            raise Fault("The zip file is cut off.")
        crc, size, _, name_length = struct.unpack_from("<IIIH", data, position + 14)
        name = bytes(data[position + 30 : position + 30 + name_length])
        start = position + 30 + name_length
        content = data[start : start + size]
        fields = (*FIXED, zlib.crc32(content), len(content), len(content), len(name), 0)
        if bytes(data[position:start]) != struct.pack("<4s5H3I2H", b"PK\3\4", *fields) + name:
            raise Fault("An entry of the zip file is not written as it must be, or was changed.")
        if not NAME.fullmatch(name) or name.decode() in entries:
            raise Fault("A name in the zip file is not allowed, or is there twice.")
        if len(entries) == 65534:
            raise Fault("The zip file has too many entries.")
        entries[name.decode()] = content
        central.append(struct.pack("<4sH5H3I5H2I", b"PK\1\2", 20, *fields, 0, 0, 0, 0, position) + name)
        position = start + size
    directory = b"".join(central)
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, len(central), len(central), len(directory), position, 0)
    if len(data) - position != len(directory) + len(end) or data[position:] != directory + end:
        raise Fault("The directory of the zip file is not that of its entries.")
    return entries


class Folder:
    """The files of a bundle; at the end every one must have been asked for."""

    def __init__(self, entries: dict, digests: dict):
        self.entries, self.digests, self.used = entries, digests, set()

    def has(self, path: str) -> bool:
        return path in self.entries

    def take(self, path: str):
        if path not in self.entries:
            raise Fault(f"The bundle lacks {shown(path)}.")
        self.used.add(path)
        return self.entries[path]

    def json(self, path: str):
        return read_canonical(bytes(self.take(path)), path)

    def check_all_used(self) -> None:
        for path in self.entries:
            if path not in self.used:
                raise Fault(f"The bundle holds {shown(path)}, which does not belong in it.")


def check_bundle(inquiry: Inquiry, data) -> tuple:
    entries = read_zip(data)
    check_limits_of_entries(entries)
    manifest, folder = read_manifest(entries)
    carried = carried_keys(members(folder.json("keys.json"), "keys.json", ("keys",))["keys"], "keys.json")
    jws = bytes(entries["manifest.jws"]).decode("ascii", "replace")
    kid = check_jws(inquiry, jws, "manifest", bytes(entries["manifest.json"]), carried, "the manifest")
    inquiry.is_of(manifest["issuer"])
    folder.take("README.txt")
    evidences, receipts = check_evidences(inquiry, folder, manifest, carried)
    proofs = check_proofs(inquiry, folder, receipts, manifest["issuer"], carried)
    pdfs = check_pdfs(inquiry, folder, evidences)
    parts = check_contents(folder, evidences)
    check_files(folder)
    histories = check_histories(inquiry, folder, manifest["issuer"], carried)
    folder.check_all_used()
    lines = [
        f"Issuer: {shown(manifest['issuer'])}",
        f"{subject_of(evidences[0])}: {shown(manifest['submission'])}; the bundle was made at {manifest['at']}, signed with the key {kid}",
        f"Its {len(evidences)} receipts are all there from the first on, each naming the one before:",
    ]
    for evidence, receipt, said in zip(evidences[:200], receipts, proofs):
        number = evidence.get("facts", {}).get("number")
        lines.append(
            f"  {evidence['sequence']}. {shown(evidence['event'])}, at {evidence['at']}"
            + ("" if number is None else f", number {shown(number)}")
            + f", key {jws_kid(receipt)}, "
            + ("not yet in the log" if said is None else f"entry {said['index']} of the {said['size']} in the log")
        )
    lines += describe_bundle_log(inquiry, proofs)
    lines.append(f"PDFs: {pdfs}, each sealed and with its receipt inside")
    lines.append(f"Content: {parts} parts, each to the letter as its receipt's fingerprint says")
    sealed = sum(said is not None for said in histories)
    lines.append(f"Archived histories: {len(histories)}, of which {sealed} are in the log")
    inquiry.proved += lines
    return manifest, receipts


def check_limits_of_entries(entries: dict) -> None:
    """Limits come before anything that can be wrong: one entry over them, and it cannot be told."""
    for path, content in entries.items():
        if re.fullmatch(r"(?:(?:evidence|proofs|content|history)/)?[^/]+\.json", path):
            check_json_limits(bytes(content[: JSON_LIMIT + 1]))
        elif path.startswith("receipts/") and len(content) > PDF_LIMIT:
            raise CannotTell("It holds a PDF of more than 64 MiB.")


def read_manifest(entries: dict) -> tuple:
    manifest = read_canonical(bytes(entries["manifest.json"]), "manifest.json")
    members(manifest, "The manifest", ("format", "submission", "issuer", "at", "files"))
    if manifest["format"] != "gongmun-bundle/1":
        raise Fault("The manifest is of another format.")
    text_of(manifest["submission"], "`submission` of the manifest")
    issuer_of(manifest["issuer"], "`issuer` of the manifest")
    instant_of(manifest["at"], "`at` of the manifest")
    listed, digests = [], {}
    for file in list_of(manifest["files"], "`files` of the manifest"):
        members(file, "A file of the manifest", ("path", "bytes", "sha256"))
        listed.append(text_of(file["path"], "The path of a file"))
    if list(entries) != ["manifest.json", "manifest.jws", *listed]:
        raise Fault("The bundle does not hold exactly the files that its manifest names, in that order.")
    for file in manifest["files"]:
        content = entries[file["path"]]
        digests[file["path"]] = digest(content)
        if type(file["bytes"]) is not int or file["bytes"] != len(content):
            raise Fault(f"{shown(file['path'])} has another size than the manifest says.")
        if file["sha256"] != digests[file["path"]]:
            raise Fault(f"{shown(file['path'])} has another digest than the manifest says.")
    return manifest, Folder({path: entries[path] for path in listed}, digests)


def numbered(sequence: int) -> str:
    return f"{sequence:04d}"


def check_evidences(inquiry: Inquiry, folder: Folder, manifest: dict, carried: dict) -> tuple:
    evidences, receipts, previous = [], [], None
    while not evidences or folder.has(f"evidence/{numbered(len(evidences) + 1)}.json"):
        sequence = len(evidences) + 1
        receipt = folder.json(f"evidence/{numbered(sequence)}.json")
        evidence = check_receipt(inquiry, receipt, carried)
        if evidence["sequence"] != sequence:
            raise Fault(f"Receipt {numbered(sequence)} has another number in its procedure.")
        if evidence["submission"] != manifest["submission"] or evidence["issuer"] != manifest["issuer"]:
            raise Fault(f"Receipt {numbered(sequence)} is of another submission or issuer.")
        if evidence.get("previous") != previous:
            raise Fault(f"Receipt {numbered(sequence)} does not name the receipt before it: the chain is broken.")
        previous = receipt["digest"]
        evidences.append(evidence)
        receipts.append(receipt)
    return evidences, receipts


def check_proofs(inquiry: Inquiry, folder: Folder, receipts: list, issuer: str, carried: dict) -> list:
    """What the proof of each receipt says, or None."""
    proofs = []
    for sequence, receipt in enumerate(receipts, 1):
        path = f"proofs/{numbered(sequence)}.json"
        proofs.append(check_proof_of(inquiry, folder, path, "evidence", receipt["digest"], issuer, carried))
    return proofs


def check_proof_of(inquiry, folder: Folder, path: str, kind: str, expected: str, issuer: str, carried: dict):
    """What the proof at `path` says; None where there is none, since what it is of was not sealed yet."""
    if not folder.has(path):
        return None
    said = check_proof(inquiry, folder.json(path), carried)
    check_belongs(said, kind, expected, issuer)
    return said


def check_pdfs(inquiry: Inquiry, folder: Folder, evidences: list) -> int:
    count = 0
    for evidence in evidences:
        number = numbered(evidence["sequence"])
        for path in (f"receipts/{number}-ko.pdf", f"receipts/{number}-en.pdf"):
            if not folder.has(path):
                continue
            data = folder.take(path)
            if bytes(data[:5]) != b"%PDF-":
                raise Fault(f"{path} is not a PDF.")
            # That receipt was checked already, so equal bytes are a genuine receipt.
            if check_pdf(inquiry, data)[0] != folder.entries[f"evidence/{number}.json"]:
                raise Fault(f"The receipt in {path} is not the bundle's.")
            count += 1
    return count


def check_contents(folder: Folder, evidences: list) -> int:
    count = 0
    for evidence in evidences:
        number = numbered(evidence["sequence"])
        path = f"content/{number}.json"
        if not folder.has(path):
            continue
        content = members(folder.json(path), path, ("format", "parts", "salt"))
        if content["format"] != "gongmun-content/1":
            raise Fault(f"{path} is of another format.")
        if content_digest(content["parts"], content["salt"], ("path",)) != evidence.get("content"):
            raise Fault(f"{path} does not give the content digest of its receipt.")
        for part in content["parts"]:
            check_part(folder, number, part)
            count += 1
    return count


def check_part(folder: Folder, number: str, part: dict) -> None:
    path = text_of(part["path"], "The path of a part")
    if not path.startswith((f"content/{number}/", "files/")):
        raise Fault(f"The part {shown(part['part'])} of content {number} is not where parts are.")
    folder.take(path)
    if folder.digests[path] != part["sha256"]:
        raise Fault(f"{shown(path)} is not the part that the receipt is about.")


def check_files(folder: Folder) -> None:
    there = {path for path in folder.entries if path.startswith("files/")}
    if not there and not folder.has("files.json"):
        return
    for file in list_of(folder.json("files.json"), "files.json"):
        members(file, "A file in files.json", ("id", "name", "mediaType", "bytes", "sha256"))
        for name in ("id", "name", "mediaType"):
            text_of(file[name], f"`{name}` of a file")
        path = f"files/{file['id']}"
        if path not in there:
            raise Fault("files.json names a file that is not there, or one twice.")
        there.remove(path)
        folder.take(path)
        size = integer_of(file["bytes"], "`bytes` of a file", 0)
        if size != len(folder.entries[path]) or file["sha256"] != folder.digests[path]:
            raise Fault(f"{shown(path)} is not as files.json says.")
    if there:
        raise Fault("A file under files/ is not in files.json.")


def check_histories(inquiry: Inquiry, folder: Folder, issuer: str, carried: dict) -> list:
    """What the proof of each history says, or None."""
    proofs = []
    for path in list(folder.entries):
        match = re.fullmatch(r"history/(0|[1-9][0-9]*)\.json", path)
        if not match:
            continue
        folder.json(path)
        proof = f"history/{match[1]}.proof.json"
        proofs.append(check_proof_of(inquiry, folder, proof, "history", folder.digests[path], issuer, carried))
    return proofs


def describe_bundle_log(inquiry: Inquiry, proofs: list) -> list:
    sealed = [said for said in proofs if said is not None]
    if not sealed:
        return ["Log: none of the receipts is in it yet, as far as this bundle shows"]
    last = max(sealed, key=lambda said: said["size"])
    lines = [
        f"Log: {shown(last['origin'])} signed for {len(sealed)} of the {len(proofs)} receipts, last with the checkpoint of "
        f"{last['time']} over {last['size']} entries, key {last['log_kid']}; whoever changes or removes one contradicts it"
    ]
    for witness, _, _ in inquiry.witnesses:
        times = [seconds for said in sealed for name, seconds in said["cosigned"] if name == witness]
        when = f", last at {posix(max(times))}" if times else ""
        lines.append(f"Witness {shown(witness)}: {len(times)} countersignatures under {len(sealed)} checkpoints{when}")
    stamped = sum(said["stamped"] for said in sealed)
    if stamped:
        lines.append(f"Time stamps are with {stamped} of them; this program does not check them: openssl ts -verify does")
    return lines


# --- Packages: zips that hold what proves, and beside it what nobody signed ---


class Entries:
    """Checks each entry as a file of its own and goes on with the next; what fails is named by the entry."""

    def __init__(self, inquiry: Inquiry):
        self.inquiry, self.faults = inquiry, []

    def check(self, name: str, run):
        """What `run` gives, with what it proved; None where it failed. CannotTell ends it all."""
        outer, self.inquiry.issuer, before = self.inquiry.issuer, None, self.inquiry.proved
        self.inquiry.proved = []
        given = None
        try:
            given = run()
            if outer is not None and self.inquiry.issuer not in (None, outer):
                raise Fault("It is of another issuer than what is beside it.")
        except Fault as fault:
            self.faults.append(f"{name}: {fault}")
        said = self.inquiry.proved
        self.inquiry.proved = before
        self.inquiry.issuer = outer or self.inquiry.issuer
        return given, said

    def end(self) -> None:
        if self.faults:
            raise Fault(" ".join(self.faults[:20]))


def check_holds_exactly(entries: dict, names: list) -> None:
    if len(names) != len(entries) or set(names) != set(entries):
        raise Fault("The package does not hold exactly what belongs in it.")


def read_index(entries: dict, path: str, known: str) -> dict:
    if path not in entries:
        raise Fault(f"It lacks {path}.")
    index = read_canonical(bytes(entries[path]), path)
    if type(index) is not dict or index.get("format") != known:
        raise Fault(f"{path} is of another format.")
    return index


def check_record(inquiry: Inquiry, data) -> None:
    """What an archive is given: the bundle of a submission, and metadata, of which only that it fits is checked."""
    entries = read_zip(data)
    check_holds_exactly(entries, ["metadata.json", "bundle.zip"])
    metadata = read_index(entries, "metadata.json", "gongmun-record/1")
    parts = Entries(inquiry)
    given, said = parts.check("bundle.zip", lambda: check_bundle(inquiry, entries["bundle.zip"]))
    if given is not None:
        parts.check("metadata.json", lambda: check_metadata(metadata, *given))
    parts.end()
    inquiry.proved += [*said, "metadata.json names this submission and these receipts; the rest of it nobody signed"]


def check_metadata(metadata: dict, manifest: dict, receipts: list) -> None:
    record = metadata.get("record")
    if type(record) is not dict or record.get("identifier") != manifest["submission"]:
        raise Fault("It is of another submission than the bundle.")
    history, contents = [], {}
    for receipt in receipts:
        said = receipt["evidence"]
        event = {name: said[name] for name in ("sequence", "event", "at")}
        history.append({**event, "evidence": said["id"], "digest": receipt["digest"]})
        if "content" in said:
            contents[said["content"]] = True
    if canonical(metadata.get("eventHistory", "")) != canonical(history):
        raise Fault("It tells of other receipts than the bundle.")
    if canonical(record.get("contentDigests", "")) != canonical(list(contents)):
        raise Fault("It names other contents than the receipts.")


def check_mail(inquiry: Inquiry, data) -> str:
    """A document of a mailbox: the receipts of its delivery; if it was opened, the PDF and its attachments. Returns its id."""
    entries = read_zip(data)
    index = read_index(entries, "index.json", "gongmun-mail/1")
    members(index, "index.json", MAIL, ("salt",))
    for name in ("delivery", "document", "office"):
        text_of(index[name], f"`{name}` of index.json")
    if type(index["number"]) is not str or type(index["opened"]) is not bool:
        raise Fault("index.json is not as it must be.")
    for line in list_of(index["attachments"], "`attachments` of index.json"):
        members(line, "An attachment", ("id", "name", "mediaType", "bytes", "sha256"), ("path", "leftOut"))
        for name in ("id", "mediaType", *(name for name in ("path", "leftOut") if name in line)):
            text_of(line[name], f"`{name}` of an attachment")
        if type(line["name"]) is not str:
            raise Fault("The name of an attachment is not a text.")
        integer_of(line["bytes"], "`bytes` of an attachment", 0)
        digest_of(line["sha256"], "`sha256` of an attachment")
    if "salt" in index:
        digest_of(index["salt"], "`salt` of index.json")
    count = sum(name.startswith("receipts/") for name in entries)
    packed = [line for line in index["attachments"] if "path" in line]
    receipts = [f"receipts/{numbered(sequence)}.json" for sequence in range(1, count + 1)]
    opened = ["registration.json", "document.pdf"] if index["opened"] else []
    check_holds_exactly(entries, ["index.json", *receipts, *opened, *(line["path"] for line in packed)])
    if not receipts or (index["attachments"] and not opened):
        raise Fault("It holds no receipt, or attachments of what was not opened.")
    parts = Entries(inquiry)
    evidences, lines = check_delivery(inquiry, parts, entries, index, receipts)
    placed = next((one for one in evidences if one is not None and one["event"] == "ContentConsignment"), None)
    if None not in evidences:
        parts.check("index.json", lambda: check_placed(placed, index))
    if opened:
        lines += check_opened(inquiry, parts, entries, index, placed)
    for line in packed:
        parts.check(line["path"], lambda line=line: check_attachment(entries, line))
    named = placed is not None and "attachments" in placed.get("facts", {})
    if opened and (named or "salt" in index):
        parts.check("index.json", lambda: check_attachments(index, placed, named))
    parts.end()
    if packed:
        signed = "are those that the receipt of the delivery names" if named else "are with it; that they belong to it nobody signed"
        lines.append(f"Attachments: {len(index['attachments'])} {signed}")
    inquiry.proved += lines
    return index["delivery"]


MAIL = ("format", "delivery", "document", "office", "number", "opened", "attachments")


def check_delivery(inquiry: Inquiry, parts: Entries, entries: dict, index: dict, names: list) -> tuple:
    evidences, previous = [], None
    lines = [
        f"Delivery: {shown(index['delivery'])} of the official document {shown(index['document'])}, number "
        f"{shown(index['number'])}; its {len(names)} receipts are all there, each naming the one before, each in the log:"
    ]
    for sequence, name in enumerate(names, 1):

        def check(name=name, sequence=sequence, previous=previous):
            bundle = read_canonical(bytes(entries[name]), name)
            check_format(bundle)
            evidence = check_receipt_bundle(inquiry, bundle)
            if evidence["sequence"] != sequence or evidence["submission"] != index["delivery"]:
                raise Fault("It is of another delivery, or has another number in it.")
            if sequence == 1 or previous is not None:
                if evidence.get("previous") != previous:
                    raise Fault("It does not name the receipt before it: the chain is broken.")
            return evidence, bundle["receipt"]["digest"]

        given, _ = parts.check(name, check)
        evidence, previous = given if given is not None else (None, None)
        evidences.append(evidence)
        if evidence is not None:
            lines.append(f"  {sequence}. {shown(evidence['event'])}, at {evidence['at']}")
    return evidences, lines


def check_format(bundle) -> None:
    if type(bundle) is not dict or bundle.get("format") != "gongmun-receipt-bundle/1":
        raise Fault("It is no receipt bundle.")


def check_placed(placed, index: dict) -> None:
    facts = {} if placed is None else placed.get("facts", {})
    if facts.get("document") != index["document"] or facts.get("number") != index["number"]:
        raise Fault("No receipt says that this document was placed in the mailbox.")


def check_opened(inquiry: Inquiry, parts: Entries, entries: dict, index: dict, placed) -> list:
    def check_registration() -> dict:
        bundle = read_canonical(bytes(entries["registration.json"]), "It")
        check_format(bundle)
        evidence = check_receipt_bundle(inquiry, bundle)
        if evidence["event"] != "DocumentRegistered" or evidence["submission"] != index["document"]:
            raise Fault("It is not the receipt of this document's registration.")
        if evidence.get("facts", {}).get("number") != index["number"]:
            raise Fault("It has another number.")
        if placed is not None and placed.get("content") != evidence.get("content"):
            raise Fault("It is of another content than what was placed in the mailbox.")
        return bundle

    def check_document() -> str:
        pdf = entries["document.pdf"]
        if bytes(pdf[:5]) != b"%PDF-":
            raise Fault("It is not a PDF.")
        receipt, seal = check_pdf(inquiry, pdf)
        # One that is itself at fault was named already.
        if bundle is not None and receipt != canonical(bundle["receipt"]):
            raise Fault("The receipt in it is not that of registration.json.")
        return seal

    bundle, _ = parts.check("registration.json", check_registration)
    seal, _ = parts.check("document.pdf", check_document)
    return [] if seal is None else [f"document.pdf: the sealed document; {seal}"]


def check_attachment(entries: dict, line: dict) -> None:
    content = entries[line["path"]]
    if line["path"] != f"attachments/{line['id']}":
        raise Fault("It is not where attachments are.")
    if len(content) != line["bytes"] or digest(content) != line["sha256"]:
        raise Fault("It is not as index.json says.")


def check_attachments(index: dict, placed, named: bool) -> None:
    parts = [{"part": f"file:{line['id']}", "sha256": line["sha256"]} for line in index["attachments"]]
    if not named or "salt" not in index or content_digest(parts, index["salt"]) != placed["facts"]["attachments"]:
        raise Fault("The attachments are not those that the receipt of the delivery names.")


LISTED = (("submissions", "submission"), ("mailbox", "delivery"), ("drafts", "draft"))


def check_export(inquiry: Inquiry, data) -> None:
    """What a party took along. Drafts prove nothing and are not looked at."""
    entries = read_zip(data)
    index = read_index(entries, "index.json", "gongmun-export/1")
    members(index, "index.json", ("format", "requestedAt", "part", "parts", *dict(LISTED)), ("organisation",))
    if "organisation" in index:
        text_of(index["organisation"], "`organisation` of index.json")
    instant_of(index["requestedAt"], "`requestedAt` of index.json")
    for name in ("part", "parts"):
        integer_of(index[name], f"`{name}` of index.json", 1)
    listed, left_out = [], 0
    for folder, name in LISTED:
        for line in list_of(index[folder], f"`{folder}` of index.json"):
            members(line, "A line of index.json", (name,), ("path", "leftOut"))
            for member in line:
                text_of(line[member], f"`{member}` of index.json")
            if ("path" in line) == ("leftOut" in line):
                raise Fault("A line of index.json is not as it must be.")
            left_out += "leftOut" in line
            if "path" in line:
                if line["path"] != f"{folder}/{line[name]}.zip":
                    raise Fault("A line of index.json names another place.")
                listed.append((line["path"], folder, line[name]))
    check_holds_exactly(entries, ["index.json", *(path for path, _, _ in listed)])
    parts = Entries(inquiry)
    for path, folder, identity in listed:

        def check(path=path, folder=folder, identity=identity) -> None:
            if folder == "submissions":
                found = check_bundle(inquiry, entries[path])[0]["submission"]
            else:
                found = check_mail(inquiry, entries[path])
            if found != identity:
                raise Fault("It is of another one.")

        if folder == "drafts":
            continue
        _, said = parts.check(path, check)
        inquiry.proved += [f"{path}:", *said]
    parts.end()
    drafts = sum(folder == "drafts" for _, folder, _ in listed)
    inquiry.proved += [
        f"Part {index['part']} of {index['parts']} of what was asked for at {index['requestedAt']}",
        f"Left out, as index.json says, which nobody signed: {left_out}; drafts, which prove nothing: {drafts}",
    ]


# By the name of the first entry and the format that stands in it.
PACKAGES = (
    (b"metadata.json", b"gongmun-record/1", "record", check_record),
    (b"index.json", b"gongmun-mail/1", "mail", check_mail),
    (b"index.json", b"gongmun-export/1", "export", check_export),
)


def find_package(data):
    """The kind of package and its check; None where it is none."""
    first = first_name(data)
    extra, stated = struct.unpack_from("<H", data, 28)[0], struct.unpack_from("<I", data, 18)[0]
    start = 30 + len(first) + extra
    content = bytes(data[start : start + min(stated, JSON_LIMIT)])
    for name, known, kind, check in PACKAGES:
        if name == first and b'"format":"' + known + b'"' in content:
            return kind, check
    return None


# --- Verdicts ---


def check_any(inquiry: Inquiry, data) -> None:
    """Finds out what the file says that it is and checks that. Raises Fault, CannotTell."""
    if data[:5] == b"%PDF-":
        if len(data) > PDF_LIMIT:
            raise CannotTell("It is a PDF of more than 64 MiB.")
        if not BYTE_RANGE.search(data):
            raise CannotTell("It is a PDF without a signature, so none of ours.")
        inquiry.kind = "pdf"
        raw, seal = check_pdf(inquiry, data)
        receipt = read_canonical(raw, "The file embedded in the PDF")
        evidence = check_receipt(inquiry, receipt, {})
        inquiry.proved += [*describe_evidence(evidence), describe_key(receipt), seal, UNLOGGED]
    elif data[:4] == b"PK\3\4":
        if len(data) > ZIP_LIMIT:
            raise CannotTell("It is a zip file of more than 512 MiB.")
        if first_name(data) == b"manifest.json":
            inquiry.kind = "bundle"
            check_bundle(inquiry, data)
            return
        package = find_package(data) if len(data) >= 30 else None
        if package is None:
            raise CannotTell("It is a zip file, but none of the bundles that are known here.")
        inquiry.kind = package[0]
        package[1](inquiry, data)
    else:
        check_json_file(inquiry, bytes(data[: JSON_LIMIT + 1]))


UNLOGGED = "No proof is with it: that it is in the log was not checked"
# A bundle holds a receipt and a proof too, so it is the first to be looked for in what cannot be parsed.
JSON_KINDS = {
    "gongmun-receipt-bundle/1": "receipt-bundle",
    "gongmun-proof/1": "proof",
    "gongmun-receipt/1": "receipt",
}


def check_json_file(inquiry: Inquiry, raw: bytes) -> None:
    try:
        value = parse_json(raw)
    except NotJson:
        for known, kind in JSON_KINDS.items():
            if f'"format":"{known}"'.encode() in raw:
                inquiry.kind = kind
                raise Fault("It says that it is of a format of these, but it is not even JSON.") from None
        raise CannotTell("It is neither JSON nor a PDF nor a zip file.") from None
    known = value.get("format") if type(value) is dict else None
    if type(known) is not str or known not in JSON_KINDS:
        raise CannotTell("It is JSON of no format that is known here.")
    inquiry.kind = JSON_KINDS[known]
    if canonical(value) != raw:
        raise Fault("It is not in the canonical form of its own content.")
    if inquiry.kind == "receipt":
        evidence = check_receipt(inquiry, value, {})
        inquiry.proved += [*describe_evidence(evidence), describe_key(value), UNLOGGED]
    elif inquiry.kind == "proof":
        check_lone_proof(inquiry, value)
    else:
        check_receipt_bundle(inquiry, value)


def check_lone_proof(inquiry: Inquiry, proof) -> None:
    """A proof names no issuer, only a log, which must be that of the issuer expected, if one is."""
    said = check_proof(inquiry, proof, {})
    if inquiry.expected_issuer is not None and said["origin"] != origin_of(inquiry.expected_issuer):
        raise Fault(f"It is of the log {shown(said['origin'])}, not of that of {shown(inquiry.expected_issuer)}.")
    entry = f"Entry: {said['kind']}:{said['digest']}, as the proof says that was signed with the key {said['kid']}"
    inquiry.proved += [*describe_proof(inquiry, said), entry]


def examine(data, keys, witnesses, expected_issuer=None) -> tuple:
    """The result of `verify`, and the issuer that the file names (None if it was not reached)."""
    kind, issuer, inquiry = "unknown", None, None
    try:
        if not HAS_CRYPTOGRAPHY:
            raise CannotTell("The Python package `cryptography` is missing: install it (pip install cryptography).")
        if keys is not None and not (type(keys) is dict and type(keys.get("keys")) is list):
            raise CannotTell('The trusted keys are not a JWK set ({"keys":[…]}).')
        inquiry = Inquiry(keys, witnesses, expected_issuer)
        check_any(inquiry, memoryview(data).cast("B"))
        verdict, faults = (CANNOT_TELL, describe_untrusted(inquiry)) if inquiry.untrusted else (GENUINE, [])
    except Fault as fault:
        verdict, faults = NOT_GENUINE, [str(fault)]
    except CannotTell as reason:
        verdict, faults = CANNOT_TELL, [str(reason)]
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # also the panics of compiled code, which are no Exceptions
        verdict, faults = CANNOT_TELL, [f"The verifier itself failed ({type(error).__name__})."]
    if inquiry is not None:
        kind, issuer = inquiry.kind, inquiry.issuer
    proved = inquiry.proved if verdict == GENUINE else []
    return {"verdict": verdict, "kind": kind, "proved": proved, "faults": faults}, issuer


def describe_untrusted(inquiry: Inquiry) -> list:
    return [
        f"Nothing in it is broken as far as can be seen, but the key {shown(kid)} ({purpose}) is not among the trusted keys."
        for kid, purpose in list(inquiry.untrusted)[:10]
    ]


def verify(data: bytes, keys: dict | None, witnesses: list[str] = ()) -> dict:
    """
    Checks any file of any of the formats.

    keys: a JWK set of the keys to trust; None if there are none. witnesses: C2SP vkeys of cosignature/v1.
    Returns {"verdict": "genuine" | "not_genuine" | "cannot_tell", "kind", "proved": [sentence], "faults": [sentence]};
    `proved` is empty unless the verdict is `genuine`. Never raises.
    """
    return examine(data, keys, witnesses)[0]


# --- The program ---


class NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def keys_address(issuer: str):
    """Where an issuer publishes its keys; None for an address that must not be asked."""
    try:
        parts = urllib.parse.urlsplit(issuer)
        host = parts.hostname
    except ValueError:
        return None
    if not host or parts.username is not None or parts.query or parts.fragment:
        return None
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(host)):
        return None
    return without_slash(issuer) + "/.well-known/jwks.json"


def is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def fetch_keys(issuer: str):
    """The published keys of an issuer, or None."""
    address = keys_address(issuer)
    if address is None:
        return None
    answer = []

    def ask():
        try:
            with urllib.request.build_opener(NoRedirects).open(address, timeout=5) as response:
                raw = response.read(KEYS_LIMIT + 1)
                if response.status == 200 and len(raw) <= KEYS_LIMIT:
                    answer.append(parse_json(raw))
        except Exception:  # whatever goes wrong there, these keys are not to be had
            pass

    # The timeout above is for each read; a server that answers a byte at a time is left behind by this one.
    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(5)
    keys = answer[0] if answer else None
    return keys if type(keys) is dict and type(keys.get("keys")) is list else None


def read_keys_file(path: str):
    with open(path, "rb") as file:
        return parse_json(file.read(JSON_LIMIT + 1))


def run(arguments) -> tuple:
    """The result for the command line, and a line on where the trusted keys came from."""

    def unable(sentence: str) -> tuple:
        return {"verdict": CANNOT_TELL, "kind": "unknown", "proved": [], "faults": [sentence]}, ""

    beside = os.path.join(os.path.dirname(os.path.abspath(__file__)), "trusted-keys.json")
    source = arguments.keys or (beside if os.path.exists(beside) else None)
    keys, origin = None, ""
    try:
        if source is not None:
            keys, origin = read_keys_file(source), f"Trusted are the keys in {shown(source)}."
    except (OSError, NotJson, CannotTell):
        return unable(f"The trusted keys in {shown(source)} cannot be read.")
    try:
        with open(arguments.file, "rb") as file:
            data = file.read(ZIP_LIMIT + 1)
    except OSError as error:
        return unable(f"The file cannot be read: {shown(error.strerror)}.")
    if len(data) > ZIP_LIMIT:
        return unable("The file has more than 512 MiB.")
    if arguments.issuer is not None and not re.match(r"https?://.", arguments.issuer):
        return unable("--issuer is not an http: or https: address.")
    result, issuer = examine(data, keys, arguments.witness, arguments.issuer)
    asked = arguments.issuer or issuer
    # A file that is broken, or none of ours, is a reason to ask nobody.
    open_question = result["verdict"] == CANNOT_TELL and result["kind"] != "unknown"
    if open_question and source is None and not arguments.offline and asked:
        keys = fetch_keys(asked)
        if keys is None:
            return result, f"{shown(asked)} could not be asked for its keys."
        origin = f"Trusted are the keys that {shown(asked)} publishes now."
        result = examine(data, keys, arguments.witness, arguments.issuer)[0]
    return result, origin


WORDS = {"receipt-bundle": "receipt bundle", "pdf": "PDF", "bundle": "bundle", "unknown": "file"}
WORDS |= {"record": "record", "mail": "document of a mailbox", "export": "export of a party"}
HEADLINES = {
    GENUINE: "GENUINE: this {kind} is what the issuer made, to the letter.",
    NOT_GENUINE: "NOT GENUINE: this {kind} is not as an issuer made it.",
    CANNOT_TELL: "CANNOT TELL whether this is genuine.",
}


def main() -> int:
    parser = argparse.ArgumentParser(description="Checks a receipt, a proof, a PDF or a bundle.")
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--keys", metavar="FILE", help="the keys to trust, a JWK set")
    parser.add_argument("--offline", action="store_true", help="never ask the issuer for its keys")
    parser.add_argument("--issuer", metavar="URL", help="the issuer that it must be of; keys are asked for there")
    parser.add_argument("--witness", metavar="VKEY", action="append", default=[], help="NAME+KEYID+KEY of a witness")
    parser.add_argument("--json", action="store_true", help="the result as JSON")
    arguments = parser.parse_args()
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a letter is no reason to fail
    result, origin = run(arguments)
    if arguments.json:
        print(json.dumps(result))
    else:
        print(HEADLINES[result["verdict"]].format(kind=WORDS.get(result["kind"], result["kind"])))
        for line in [*result["proved"], *result["faults"], *filter(None, [origin])]:
            print(line)
    return EXIT_CODES[result["verdict"]]


if __name__ == "__main__":
    sys.exit(main())
