"""
Makes genuine files of every format of docs/evidence.md, with keys of its own, and lets a test break one rule at a time.

It shares no line with the verifier: JSON is written by json.dumps, trees by the recursive definition of RFC 6962, zip files
by zipfile. A test that wants a broken file changes a value and has it signed again, so that only the broken rule is broken.
"""

from __future__ import annotations

import base64
import copy
import datetime
import hashlib
import io
import json
import struct
import zipfile
import zlib

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa, utils
from cryptography.x509.oid import NameOID

ISSUER = "https://exchange.example"
ORIGIN = "exchange.example/log"
AT = "2026-03-02T01:02:03.004Z"
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def jcs(value) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "surrogatepass")


def b64u(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def sha(raw: bytes) -> bytes:
    return hashlib.sha256(raw).digest()


def digest(raw: bytes) -> str:
    return b64u(sha(raw))


def number(value: int, size: int = 0) -> str:
    return b64u(value.to_bytes(size or (value.bit_length() + 7) // 8, "big"))


# --- Keys ---


def jwk_of(public, purpose: str) -> dict:
    if isinstance(public, ed25519.Ed25519PublicKey):
        bare = {"crv": "Ed25519", "kty": "OKP", "x": b64u(raw_of(public))}
    elif isinstance(public, rsa.RSAPublicKey):
        numbers = public.public_numbers()
        bare = {"e": number(numbers.e), "kty": "RSA", "n": number(numbers.n)}
    else:
        numbers = public.public_numbers()
        bare = {"crv": "P-256", "kty": "EC", "x": number(numbers.x, 32), "y": number(numbers.y, 32)}
    return {**bare, "kid": digest(jcs(bare)), "purpose": purpose}


def raw_of(public: ed25519.Ed25519PublicKey) -> bytes:
    return public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


class Signer:
    """A private key with its JWK."""

    def __init__(self, private, purpose: str):
        self.private = private
        self.jwk = jwk_of(private.public_key(), purpose)
        self.kid = self.jwk["kid"]


def certificate(name: str, key, issuer: str, issuer_key) -> bytes:
    def named(text):
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

    builder = x509.CertificateBuilder().subject_name(named(name)).issuer_name(named(issuer))
    builder = builder.public_key(key.public_key()).serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(datetime.datetime(2026, 1, 1)).not_valid_after(datetime.datetime(2036, 1, 1))
    return builder.sign(issuer_key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


class Keys:
    """All keys of an operator. `jwks()` is what a verifier is told to trust."""

    def __init__(self):
        self.evidence = Signer(ed25519.Ed25519PrivateKey.generate(), "evidence")
        self.log = Signer(ed25519.Ed25519PrivateKey.generate(), "log")
        self.rsa = Signer(rsa.generate_private_key(65537, 2048), "seal")
        self.ec = Signer(ec.generate_private_key(ec.SECP256R1()), "seal")
        self.witness = ed25519.Ed25519PrivateKey.generate()
        root = ec.generate_private_key(ec.SECP256R1())
        ca = certificate("CA", root, "CA", root)
        self.chains = {
            "rsa": [certificate("Seal", self.rsa.private, "CA", root), ca],
            "ec": [certificate("Seal", self.ec.private, "CA", root), ca],
        }

    def jwks(self, *without: str) -> dict:
        signers = {"evidence": self.evidence, "log": self.log, "rsa": self.rsa, "ec": self.ec}
        return {"keys": [{**signer.jwk, "use": "sig"} for name, signer in signers.items() if name not in without]}

    def vkey(self, name: str = "witness.example/w1") -> str:
        typed = b"\4" + raw_of(self.witness.public_key())
        return f"{name}+{sha(name.encode() + bytes([10]) + typed)[:4].hex()}+{b64(typed)}"


# --- Receipts ---


def make_jws(signer: Signer, kind: str, payload: bytes, header: bytes | None = None) -> str:
    if header is None:
        header = jcs({"alg": "EdDSA", "kid": signer.kid, "typ": f"gongmun-{kind}+jws"})
    signed = f"{b64u(header)}.{b64u(payload)}"
    return f"{signed}.{b64u(signer.private.sign(signed.encode()))}"


def make_evidence(sequence: int = 1, **changed) -> dict:
    evidence = {
        "v": 1,
        "id": f"ev-{sequence}",
        "event": "SubmissionReceived",
        "at": AT,
        "issuer": ISSUER,
        "submission": "sub-1",
        "sequence": sequence,
        "actor": {"id": "citizen-7", "capacity": "party", "organisation": "ACME", "for": "owner-3"},
        "reasons": [{"code": "late", "text": digest(b"words")}, {"code": "form"}],
        "facts": {"number": 12, "note": "", "제목": "\u0001\u2028é𝄞"},
    }
    if sequence > 1:
        evidence["previous"] = digest(b"previous")
    evidence.update(changed)
    return {name: value for name, value in evidence.items() if value is not None}


def make_receipt(keys: Keys, evidence: dict, signer: Signer | None = None) -> dict:
    payload = jcs(evidence)
    return {
        "format": "gongmun-receipt/1",
        "evidence": evidence,
        "digest": digest(payload),
        "jws": make_jws(signer or keys.evidence, "evidence", payload),
    }


def make_content(parts: dict) -> dict:
    named = [{"part": name, "sha256": digest(raw)} for name, raw in parts.items()]
    return {"parts": named, "salt": b64u(sha(b"salt"))}


# --- Log: RFC 6962 §2.1, as it is written there ---


def split(size: int) -> int:
    k = 1
    while k * 2 < size:
        k *= 2
    return k


def tree_hash(leaves: list) -> bytes:
    if not leaves:
        return sha(b"")
    if len(leaves) == 1:
        return sha(b"\0" + leaves[0])
    k = split(len(leaves))
    return sha(b"\1" + tree_hash(leaves[:k]) + tree_hash(leaves[k:]))


def tree_path(index: int, leaves: list) -> list:
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if index < k:
        return [*tree_path(index, leaves[:k]), tree_hash(leaves[k:])]
    return [*tree_path(index - k, leaves[k:]), tree_hash(leaves[:k])]


def make_note(keys: Keys, body: str, name: str = ORIGIN, cosign: str | None = None, signer=None, seconds=1772413324) -> str:
    signer = signer or keys.log
    key_id = sha(name.encode() + b"\n\1" + raw_of(signer.private.public_key()))[:4]
    note = body + f"\n— {name} {b64(key_id + signer.private.sign(body.encode()))}\n"
    if cosign is not None:
        typed = b"\4" + raw_of(keys.witness.public_key())
        signature = keys.witness.sign(f"cosignature/v1\ntime {seconds}\n{body}".encode())
        key_id = sha(cosign.encode() + b"\n" + typed)[:4]
        note += f"— {cosign} {b64(key_id + struct.pack('>Q', seconds) + signature)}\n"
    return note


def make_body(
    leaves: list, origin: str = ORIGIN, register=("busan 2026 3", "seoul 2025 40", "seoul 2026 12"), outgoing=("seoul 2026 4",)
) -> str:
    lines = [origin, str(len(leaves)), b64(tree_hash(leaves)), f"time {AT}"]
    lines += [*(f"register {line}" for line in register), *(f"outgoing {line}" for line in outgoing)]
    return "".join(line + "\n" for line in lines)


def make_leaves(entries: list) -> list:
    return [f"{kind}:{value}".encode() for kind, value in entries]


def make_proof(keys: Keys, entries: list, index: int, /, note: str | None = None, signer=None, drop=(), **changed) -> dict:
    """The proof of an entry (kind, digest) of a log."""
    leaves = make_leaves(entries)
    inner = {
        "kind": entries[index][0],
        "digest": entries[index][1],
        "index": index,
        "size": len(leaves),
        "path": [b64(step) for step in tree_path(index, leaves)],
        "checkpoint": note or make_note(keys, make_body(leaves)),
    }
    inner.update(changed)
    for name in drop:
        del inner[name]
    return {
        "format": "gongmun-proof/1",
        "proof": inner,
        "jws": make_jws(signer or keys.evidence, "proof", jcs(inner)),
    }


def other_entries(count: int) -> list:
    kinds = ["evidence", "access", "refusal", "printed", "history", "form"]
    return [(kinds[n % len(kinds)], digest(f"other {n}".encode())) for n in range(count)]


def make_receipt_bundle(keys: Keys, evidence: dict, entries_before: int = 3, **changed) -> dict:
    receipt = make_receipt(keys, evidence)
    entries = [*other_entries(entries_before), ("evidence", receipt["digest"]), *other_entries(2)]
    bundle = {
        "format": "gongmun-receipt-bundle/1",
        "receipt": receipt,
        "proof": make_proof(keys, entries, entries_before),
        "keys": [keys.evidence.jwk, keys.log.jwk],
    }
    bundle.update(changed)
    return bundle


# --- PDF ---


def tlv(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    if len(content) < 128:
        return bytes([tag, len(content)]) + content
    octets = len(content).to_bytes(4, "big").lstrip(b"\0")
    return bytes([tag, 128 + len(octets)]) + octets + content


def oid(dotted: str) -> bytes:
    first, second, *rest = (int(arc) for arc in dotted.split("."))
    out = b""
    for arc in (first * 40 + second, *rest):
        groups = [arc & 127]
        while arc > 127:
            arc >>= 7
            groups.insert(0, arc & 127 | 128)
        out += bytes(groups)
    return tlv(6, out)


NULL = tlv(5)
SHA256 = tlv(0x30, oid("2.16.840.1.101.3.4.2.1"), NULL)
RSA_SHA256 = tlv(0x30, oid("1.2.840.113549.1.1.11"), NULL)
ECDSA_SHA256 = tlv(0x30, oid("1.2.840.10045.4.3.2"))
DATA = oid("1.2.840.113549.1.7.1")


def name_and_serial(der_certificate: bytes) -> bytes:
    read = x509.load_der_x509_certificate(der_certificate)
    serial = read.serial_number
    return tlv(0x30, read.issuer.public_bytes(), tlv(2, serial.to_bytes(serial.bit_length() // 8 + 1, "big")))


class Cms:
    """The parts of a CMS SignedData; a test replaces one before `build`."""

    def __init__(self, keys: Keys, seal: str, file_digest: bytes):
        self.seal = seal
        self.private = (keys.rsa if seal == "rsa" else keys.ec).private
        self.certificates = keys.chains[seal]
        self.type = oid("1.2.840.113549.1.7.2")
        self.version = self.signer_version = tlv(2, b"\1")
        self.digest_algorithms = tlv(0x31, SHA256)
        self.content = tlv(0x30, DATA)
        self.crls = b""
        self.signer_name = name_and_serial(self.certificates[0])
        self.signer_digest = SHA256
        self.algorithm = RSA_SHA256 if seal == "rsa" else ECDSA_SHA256
        named = [tlv(0x30, tlv(4, sha(one))) for one in self.certificates]
        self.content_type = tlv(0x30, oid("1.2.840.113549.1.9.3"), tlv(0x31, DATA))
        self.message_digest = tlv(0x30, oid("1.2.840.113549.1.9.4"), tlv(0x31, tlv(4, file_digest)))
        self.signing_certificate = self.naming(tlv(0x30, *named))
        self.more_attributes = []
        self.unsorted = False
        self.unsigned = self.after = self.padding = b""
        self.high_s = False

    def naming(self, *values: bytes) -> bytes:
        return tlv(0x30, oid("1.2.840.113549.1.9.16.2.47"), tlv(0x31, tlv(0x30, *values)))

    def sign(self, message: bytes) -> bytes:
        if self.seal == "rsa":
            return self.private.sign(message, padding.PKCS1v15(), hashes.SHA256())
        r, s = utils.decode_dss_signature(self.private.sign(message, ec.ECDSA(hashes.SHA256())))
        if (s > P256_ORDER // 2) != self.high_s:
            s = P256_ORDER - s
        return utils.encode_dss_signature(r, s)

    def build(self) -> bytes:
        attributes = [self.content_type, self.message_digest, self.signing_certificate, *self.more_attributes]
        attributes.sort(reverse=self.unsorted)
        signer = tlv(
            0x30,
            self.signer_version,
            self.signer_name,
            self.signer_digest,
            tlv(0xA0, *attributes),
            self.algorithm,
            tlv(4, self.sign(tlv(0x31, *attributes))),
            self.unsigned,
        )
        signed = tlv(
            0x30,
            self.version,
            self.digest_algorithms,
            self.content,
            tlv(0xA0, *self.certificates),
            self.crls,
            tlv(0x31, signer),
            self.after,
        )
        return tlv(0x30, self.type, tlv(0xA0, signed)) + self.padding


class Pdf:
    """The parts of a sealed PDF; a test replaces one before `build`."""

    def __init__(self, keys: Keys, receipt: bytes, seal: str = "rsa"):
        self.keys, self.seal = keys, seal
        self.stream = zlib.compress(receipt)
        self.dictionary = b"<< /Type /EmbeddedFile /Filter /FlateDecode /Length %d /Params << /Size 7 >> >>" % len(self.stream)
        self.after_stream = b"\nendstream\nendobj\n"
        self.byte_range = "/ByteRange [0 %d %d %d]"
        self.extra = b""
        self.room = 6000
        self.after_gap = b" >>\nendobj\ntrailer << >>\n%%EOF\n"
        self.change_cms = lambda cms: None
        self.change_hex = lambda text: text
        self.ranges = lambda a, b, c: (a, b, c)

    def build(self) -> bytes:
        head = b"%PDF-1.7\n1 0 obj\n" + self.dictionary + b"\nstream\n" + self.stream + self.after_stream + self.extra
        head += b"2 0 obj\n<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached "
        width = len(self.byte_range % (10**9, 10**9, 10**9))
        contents = b" /Contents "
        start = len(head) + width + len(contents)
        end = start + self.room + 2
        ranges = self.ranges(start, end, len(self.after_gap))
        text = (self.byte_range % ranges).ljust(width).encode()
        head += text + contents
        cms = Cms(self.keys, self.seal, sha(head + self.after_gap))
        self.change_cms(cms)
        text = self.change_hex(cms.build().hex().ljust(self.room, "0"))
        return head + b"<" + text.encode() + b">" + self.after_gap


# --- Submission bundle ---


class Bundle:
    """The files of a submission bundle by path; a test changes them, or the manifest, before `build`."""

    def __init__(self, keys: Keys, receipts: int = 3, pdfs: bool = True, parts: int = 1):
        self.keys = keys
        self.submission, self.issuer = "sub-1", ISSUER
        self.files = {"README.txt": b"How to check this.\n"}
        self.files["keys.json"] = jcs({"keys": [one.jwk for one in (keys.evidence, keys.log, keys.rsa, keys.ec)]})
        self.attachments = {f"f-{n}": f"attachment {n}".encode() for n in range(parts)}
        self.receipts = []
        content = make_content({"answers": b'{"a":1}', **{f"file:{name}": raw for name, raw in self.attachments.items()}})
        previous = None
        for sequence in range(1, receipts + 1):
            extra = {"content": digest(jcs(content))} if sequence == 1 else {}
            self.receipts.append(make_receipt(keys, make_evidence(sequence, previous=previous, **extra)))
            previous = self.receipts[-1]["digest"]
        self.history = jcs({"events": [{"eventId": "1", "type": "Started"}]})
        entries = [("evidence", receipt["digest"]) for receipt in self.receipts]
        entries = [*other_entries(2), *entries, ("history", digest(self.history)), *other_entries(4)]
        note = make_note(keys, make_body(make_leaves(entries)))
        self.proofs = [make_proof(keys, entries, 2 + n, note) for n in range(receipts)]
        for n, (receipt, proof) in enumerate(zip(self.receipts, self.proofs), 1):
            self.files[f"evidence/{n:04d}.json"] = jcs(receipt)
            self.files[f"proofs/{n:04d}.json"] = jcs(proof)
            if pdfs:
                self.files[f"receipts/{n:04d}-ko.pdf"] = Pdf(keys, jcs(receipt), "rsa").build()
                self.files[f"receipts/{n:04d}-en.pdf"] = Pdf(keys, jcs(receipt), "ec").build()
        self.content = copy.deepcopy(content)
        for part in self.content["parts"]:
            name = part["part"]
            part["path"] = "content/0001/answers.json" if name == "answers" else f"files/{name[5:]}"
        self.content["format"] = "gongmun-content/1"
        self.files["content/0001.json"] = jcs(self.content)
        self.files["content/0001/answers.json"] = b'{"a":1}'
        for name, raw in self.attachments.items():
            self.files[f"files/{name}"] = raw
        self.listed = [
            {"id": name, "name": f"{name}.pdf", "mediaType": "application/pdf", "bytes": len(raw), "sha256": digest(raw)}
            for name, raw in self.attachments.items()
        ]
        self.files["files.json"] = jcs(self.listed)
        self.files["history/1.json"] = self.history
        self.files["history/1.proof.json"] = jcs(make_proof(keys, entries, 2 + receipts, note))
        self.change_manifest = lambda manifest: None
        self.change_entries = lambda entries: None
        self.signer = keys.evidence

    def build(self) -> bytes:
        listed = [{"path": path, "bytes": len(raw), "sha256": digest(raw)} for path, raw in self.files.items()]
        manifest = {"format": "gongmun-bundle/1", "submission": self.submission, "issuer": self.issuer, "at": AT}
        manifest["files"] = listed
        self.change_manifest(manifest)
        payload = jcs(manifest)
        signed = make_jws(self.signer, "manifest", payload).encode()
        entries = [("manifest.json", payload), ("manifest.jws", signed), *self.files.items()]
        self.change_entries(entries)
        return make_zip(entries)


def make_zip(entries: list, **changed) -> bytes:
    """A zip file by Python's own writer; `changed` are attributes of each ZipInfo."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, raw in entries:
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 0, 0
            for attribute, value in changed.items():
                setattr(info, attribute, value)
            archive.writestr(info, raw)
            info.external_attr = changed.get("external_attr", 0)  # zipfile sets one for files of its own
    return out.getvalue()
