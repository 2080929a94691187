"""
The verdicts of verifier/verify.py, rule by rule of docs/evidence.md, on files made by test/support/make_samples.py.

Each class is one test of test/verifier/python.test.ts; `python3 test/verifier/test_verify.py Receipts` runs one alone.
"""

from __future__ import annotations

import ast
import base64
import copy
import functools
import http.server
import json
import os
import random
import shutil
import struct
import subprocess
import sys
import tempfile
import threading
import time
import types
import unittest
import zlib

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path[:0] = [os.path.join(ROOT, "verifier"), os.path.join(ROOT, "test", "support")]

import make_samples as make  # noqa: E402
import verify as verifier  # noqa: E402
from make_samples import AT, b64, b64u, digest, jcs  # noqa: E402

PROGRAM = os.path.join(ROOT, "verifier", "verify.py")
KEYS = make.Keys()
OTHERS = make.Keys()
TRUSTED = KEYS.jwks()
GENUINE, NOT_GENUINE, CANNOT_TELL = "genuine", "not_genuine", "cannot_tell"


class Verdicts(unittest.TestCase):
    def check(self, expected: str, data: bytes, keys=TRUSTED, witnesses=()) -> dict:
        result = verifier.verify(data, keys, witnesses)
        self.assertEqual(result["verdict"], expected, result)
        self.assertEqual(bool(result["faults"]), expected != GENUINE, result)
        self.assertEqual(bool(result["proved"]), expected == GENUINE, result)
        self.assertNotIn("verifier itself failed", "".join(result["faults"]))
        return result

    def each(self, expected: str, build, changes: dict) -> None:
        """`build(change)` makes the file of each change."""
        for name, change in changes.items():
            with self.subTest(name):
                self.check(expected, build(change))


def without(value: dict, name: str) -> dict:
    return {key: item for key, item in value.items() if key != name}


def put(value, *path_and_item):
    """A copy of a value with one member, at a path, replaced (or removed, for Ellipsis)."""
    *path, last, item = path_and_item
    changed = copy.deepcopy(value)
    inner = functools.reduce(lambda at, step: at[step], path, changed)
    if item is ...:
        del inner[last]
    else:
        inner[last] = item
    return changed


EVIDENCE = make.make_evidence()
RECEIPT = make.make_receipt(KEYS, EVIDENCE)


class Json(Verdicts):
    def test_canonical_form_of_rfc_8785(self):
        raw = r'{"€":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew","1":"One","😀":"Emoji","\u0080":"Control","ö":"o"}'
        keys = list(json.loads(verifier.canonical(json.loads(raw))))
        self.assertEqual(keys, ["\r", "1", "\u0080", "ö", "€", "😀", "\ufb33"])
        self.assertEqual(
            verifier.canonical({"s": "€$\u000f\nA'B\"\\\\\"/\u007f\u2028", "b": [True, False], "n": [-(2**53) + 1, 0]}),
            '{"b":[true,false],"n":[-9007199254740991,0],"s":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/\u007f\u2028"}'.encode(),
        )

    def test_what_is_none_of_the_formats_cannot_be_told(self):
        for data in (
            b"", b"x", b"{}", b"[]", b"1", b'"gongmun-receipt/1"', b'{"format":"gongmun-receipt/2"}', b'{"format":1}',
            b'{"format":["gongmun-receipt/1"]}', b"%PDF-1.7\n", b"%PDF-1.7 /ByteRange 7", b"PK\3\4", b"PK\5\6" + bytes(18),
            b"\xff\xfe", jcs(RECEIPT)[:20], b"PK\3\4" + bytes(100), make.make_zip([("other", b"")]), b"\0" * 1000,
        ):  # fmt: skip
            with self.subTest(data[:30]):
                self.assertEqual(self.check(CANNOT_TELL, data)["kind"], "unknown")

    def test_a_file_is_exactly_its_canonical_form(self):
        raw = jcs(RECEIPT)
        self.each(NOT_GENUINE, lambda data: data, {
            "line feed after": raw + b"\n",
            "space before": b" " + raw,
            "byte order mark": b"\xef\xbb\xbf" + raw,
            "cut off": raw[:-1],
            "something after": raw + b"x",
            "twice": raw + raw,
            "space inside": raw.replace(b'"v":1', b'"v": 1'),
            "fraction": raw.replace(b'"v":1', b'"v":1.0'),
            "exponent": raw.replace(b'"v":1', b'"v":1e0'),
            "not a number": raw.replace(b'"v":1', b'"v":NaN'),
            "minus zero": raw.replace(b'"number":12', b'"number":-0'),
            "too large": raw.replace(b'"number":12', b'"number":9007199254740992'),
            "endless": raw.replace(b'"number":12', b'"number":' + b"9" * 1_000_000),
            "endless fraction": raw.replace(b'"number":12', b'"number":0.' + b"9" * 1_000_000),
            "null": raw.replace(b'"v":1', b'"v":null'),
            "repeated member": raw.replace(b'"v":1', b'"v":1,"v":1'),
            "repeated format": raw[:-1] + b',"format":"gongmun-receipt/1"}',
            "other order": json.dumps(RECEIPT, separators=(",", ":"), ensure_ascii=False).encode(),
            "needless escape": raw.replace(b"citizen", b"\\u0063itizen"),
            "half a pair": raw.replace(b"citizen", b"\\ud800"),
            "other half": raw.replace(b"citizen", b"\\udc00\\ud800"),
            "not UTF-8": raw.replace(b"citizen", b"\xff"),
            "surrogate in UTF-8": raw.replace(b"citizen", b"\xed\xa0\x80"),
            "control character": raw.replace(b"citizen", b"\x01"),
        })  # fmt: skip

    def test_limits_come_first(self):
        deep = b'{"format":"gongmun-receipt/1","x":' + b"[" * 32 + b"]" * 32 + b"}"
        for data in (deep, b"[" * 33, b'{"format":"gongmun-receipt/1",' + b" " * 2**22 + b"}", b"]" * 40 + b"[" * 33):
            with self.subTest(data[:40]):
                self.check(CANNOT_TELL, data)
        self.check(NOT_GENUINE, b'{"format":"gongmun-receipt/1","x":' + b"[" * 31 + b"]" * 31 + b"}")
        self.check(NOT_GENUINE, b'{"format":"gongmun-receipt/1","x":"' + b"[" * 99 + b'\\"' + b"[" * 99 + b'\\\\"}')

    def test_never_raises(self):
        for data in (None, 1, "text", [], {}, bytearray(b"x"), memoryview(b"abcd")[::2]):
            with self.subTest(repr(data)):
                self.assertEqual(verifier.verify(data, TRUSTED)["verdict"], CANNOT_TELL)
        raw = jcs(RECEIPT)
        for keys in (None, {}, [], 1, {"keys": None}, {"keys": [None, 1, {}, {"kty": []}, {"kty": "OKP"}, {"kty": "EC"}]}):
            with self.subTest(repr(keys)):
                self.assertEqual(verifier.verify(raw, keys)["verdict"], CANNOT_TELL)
        for witnesses in (["x"], [None], ["a+b+c"], [KEYS.vkey()[:-4]], [KEYS.vkey().replace("+", " ", 1)], 7):
            with self.subTest(repr(witnesses)):
                self.assertEqual(verifier.verify(raw, TRUSTED, witnesses)["verdict"], CANNOT_TELL)
        source = random.Random(1)
        for head in (b"", b"%PDF-1.7 /ByteRange [0 ", b"PK\3\4", b'{"format":"gongmun-receipt/1"'):
            for _ in range(200):
                result = verifier.verify(head + source.randbytes(source.randrange(300)), TRUSTED)
                self.assertNotEqual(result["verdict"], GENUINE)
                self.assertNotIn("verifier itself failed", "".join(result["faults"]))

    def test_terminals_are_safe_from_a_files_words(self):
        evidence = make.make_evidence(event="\u001b[2J\u202eeslaf", actor={"id": "a" * 5000, "capacity": "c"})
        proved = self.check(GENUINE, jcs(make.make_receipt(KEYS, evidence)))["proved"]
        self.assertTrue(all(line.isprintable() and len(line) < 400 for line in proved), proved)


class Keys(Verdicts):
    def test_thumbprint_of_rfc_7638(self):
        modulus = (
            "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMs"
            "tn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn"
            "1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"
        )
        jwk = {"kty": "RSA", "n": modulus, "e": "AQAB", "alg": "RS256", "kid": "2011-04-29"}
        self.assertEqual(verifier.thumbprint(jwk), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs")

    def test_trust(self):
        raw = jcs(RECEIPT)
        evidence = KEYS.evidence.jwk
        self.check(GENUINE, raw, {"keys": [{"kty": "oct"}, 7, evidence, {**evidence, "kid": "x"}]})
        for name, keys in {
            "nobody": None,
            "none": {"keys": []},
            "others": OTHERS.jwks(),
            "wrong kid": {"keys": [{**evidence, "kid": OTHERS.evidence.kid}]},
            "kid of another with its x": {"keys": [{**OTHERS.evidence.jwk, "kid": evidence["kid"]}]},
            "no purpose": {"keys": [without(evidence, "purpose")]},
            "purpose of another kind of key": {"keys": [{**evidence, "purpose": "seal"}]},
            "longer x": {"keys": [{**evidence, "x": evidence["x"] + "="}]},
        }.items():
            with self.subTest(name):
                self.check(CANNOT_TELL, raw, keys)
        self.check(NOT_GENUINE, raw, {"keys": [{**evidence, "purpose": "log"}]})
        self.check(GENUINE, raw, {"keys": [{**evidence, "purpose": "log"}, evidence]})

    def test_carried_keys_are_the_files_own_word(self):
        bundle = make.make_receipt_bundle(KEYS, EVIDENCE)
        forged = put(bundle, "receipt", "jws", bundle["receipt"]["jws"][:-8] + "A" * 8)
        self.check(CANNOT_TELL, jcs(bundle), None)
        self.check(CANNOT_TELL, jcs(bundle), OTHERS.jwks())
        self.check(CANNOT_TELL, jcs(bundle), KEYS.jwks("log"))
        self.check(CANNOT_TELL, jcs(bundle), KEYS.jwks("evidence"))
        self.check(NOT_GENUINE, jcs(forged), None)
        self.check(NOT_GENUINE, jcs(forged), KEYS.jwks("log"))

    def test_carried_keys_are_exact(self):
        bundle = make.make_receipt_bundle(KEYS, EVIDENCE)
        first, log = bundle["keys"]
        for name, keys in {
            "none": [], "no array": {}, "no object": [1, log], "one missing": [first], "other order": [log, first],
            "twice": [first, first, log], "one more": [first, log, OTHERS.evidence.jwk], "a seal": [first, log, KEYS.rsa.jwk],
            "further member": [{**first, "use": "sig"}, log], "no kid": [without(first, "kid"), log],
            "wrong kid": [{**first, "kid": log["kid"]}, log], "purpose": [{**first, "purpose": "log"}, log],
            "unknown purpose": [{**first, "purpose": "all"}, log], "type": [{**first, "kty": "oct"}, log],
            "curve": [{**first, "crv": "X25519"}, log], "no purpose": [without(first, "purpose"), log],
        }.items():  # fmt: skip
            for trusted in (TRUSTED, None):
                with self.subTest(name):
                    self.check(NOT_GENUINE, jcs({**bundle, "keys": keys}), trusted)

    def test_seal_keys_have_the_size_and_form_that_they_must_have(self):
        small = make.Signer(make.rsa.generate_private_key(65537, 1024), "seal").jwk
        off = {**KEYS.ec.jwk, "y": b64u(bytes(32))}
        off["kid"] = digest(jcs({name: off[name] for name in ("crv", "kty", "x", "y")}))
        padded = {**KEYS.rsa.jwk, "n": b64u(b"\0" + base64.urlsafe_b64decode(KEYS.rsa.jwk["n"] + "=="))}
        padded["kid"] = digest(jcs({name: padded[name] for name in ("e", "kty", "n")}))
        even = {**KEYS.rsa.jwk, "e": b64u(b"\4")}
        for jwk in (small, off, padded, even, {**KEYS.rsa.jwk, "purpose": "log"}, {**KEYS.ec.jwk, "crv": "P-384"}):
            with self.assertRaises(verifier.Fault):
                verifier.read_key(jwk)


class Receipts(Verdicts):
    def signed(self, evidence) -> bytes:
        return jcs(make.make_receipt(KEYS, evidence))

    def test_genuine(self):
        second = make.make_evidence(2)
        self.each(GENUINE, self.signed, {
            "first": EVIDENCE,
            "second": second,
            "least": {name: EVIDENCE[name] for name in verifier.NEEDED_OF_EVIDENCE},
            "content": {**EVIDENCE, "content": digest(b"content")},
            "unknown event": {**EVIDENCE, "event": "SomethingNew"},
            "leap day": {**EVIDENCE, "at": "2028-02-29T23:59:59.999Z"},
            "largest number": {**EVIDENCE, "facts": {"number": 2**53 - 1, "least": -(2**53) + 1}},
            "loopback": {**EVIDENCE, "issuer": "http://127.0.0.1:3000/"},
        })  # fmt: skip
        said = "\n".join(self.check(GENUINE, self.signed(second))["proved"])
        for words in (make.ISSUER, "SubmissionReceived", AT, "sub-1", "step 2", "citizen-7", "Number: 12", KEYS.evidence.kid):
            self.assertIn(words, said)

    def test_evidence(self):
        changes = {f"without {name}": without(EVIDENCE, name) for name in verifier.NEEDED_OF_EVIDENCE}
        for name, values in {
            "v": [2, True, "1", 0], "id": ["", 1, []], "event": ["", 1], "submission": ["", {}],
            "at": ["", "2026-03-02T01:02:03Z", "2026-02-30T01:02:03.004Z", "2026-03-02T24:00:00.000Z", AT + "\n", AT.lower(),
                   "2026-03-02T01:02:60.000Z", "2026-03-02T01:02:03.004+00:00", "2027-02-29T01:02:03.004Z", 7,
                   "2026-13-02T01:02:03.004Z", "2026-03-00T01:02:03.004Z", "٢026-03-02T01:02:03.004Z"],
            "issuer": ["", "exchange.example", "ftp://exchange.example", "https://", 7, "https:///x", "https://a b"],
            "sequence": [0, -1, 2, "1", True], "actor": ["citizen", {}, {"id": "a"}, {"capacity": "party"},
                {"id": "a", "capacity": "party", "role": "x"}, {"id": "", "capacity": "party"}, {"id": 1, "capacity": "party"},
                {"id": "a", "capacity": "party", "for": {}}, {"id": "a", "capacity": "party", "office": ""}],
            "content": ["", digest(b"")[:-1], digest(b"") + "=", "A" * 42 + "B", 7],
            "reasons": [{}, "late", [1], [{}], [{"code": 1}], [{"text": digest(b"")}], [{"code": "late", "text": "words"}],
                        [{"code": "late", "more": "x"}], [{"code": ""}]],
            "facts": [[], "x", {"a": True}, {"a": []}, {"a": {}}],
            "previous": [digest(b"")], "more": ["x"],
        }.items():  # fmt: skip
            changes.update({f"{name} {value!r:.60}": {**EVIDENCE, name: value} for value in values})
        second = make.make_evidence(2)
        changes["second without previous"] = without(second, "previous")
        changes["previous is no digest"] = {**second, "previous": "x"}
        self.each(NOT_GENUINE, self.signed, changes)

    def test_receipt(self):
        self.each(NOT_GENUINE, jcs, {
            **{f"without {name}": without(RECEIPT, name) for name in ("evidence", "digest", "jws")},
            "further member": {**RECEIPT, "keys": []},
            "digest": {**RECEIPT, "digest": digest(b"")},
            "digest with padding": {**RECEIPT, "digest": RECEIPT["digest"] + "="},
            "evidence changed": put(RECEIPT, "evidence", "event", "SubmissionDecided"),
            "evidence and digest changed": {
                **RECEIPT, "evidence": {**EVIDENCE, "id": "x"}, "digest": digest(jcs({**EVIDENCE, "id": "x"})),
            },
            "evidence is a text": {**RECEIPT, "evidence": "x"},
        })  # fmt: skip

    def test_signature(self):
        payload = jcs(EVIDENCE)
        head, body, signature = RECEIPT["jws"].split(".")
        kid, typ = KEYS.evidence.kid, "gongmun-evidence+jws"
        last = "AQgw".find(signature[-1])

        def signed(header: bytes) -> str:
            return make.make_jws(KEYS.evidence, "evidence", payload, header)

        self.each(NOT_GENUINE, lambda jws: jcs({**RECEIPT, "jws": jws}), {
            "number": 7, "empty": "", "two parts": f"{head}.{body}", "four parts": RECEIPT["jws"] + ".", "detached": f"{head}..{signature}",
            "padding": RECEIPT["jws"] + "==", "space": RECEIPT["jws"] + " ", "short": f"{head}.{body}.{signature[:-2]}",
            "long": f"{head}.{body}.{signature}AA", "none": f"{head}.{body}.",
            "unused bits": f"{head}.{body}.{signature[:-1]}" + "BRhx"[last],
            "other payload": make.make_jws(KEYS.evidence, "evidence", jcs({**EVIDENCE, "id": "x"})),
            "payload with a space": make.make_jws(KEYS.evidence, "evidence", payload + b" "),
            "other typ": make.make_jws(KEYS.evidence, "proof", payload),
            "other alg": signed(jcs({"alg": "none", "kid": kid, "typ": typ})),
            "Ed25519 as alg": signed(jcs({"alg": "Ed25519", "kid": kid, "typ": typ})),
            "further member": signed(jcs({"alg": "EdDSA", "crit": [], "kid": kid, "typ": typ})),
            "no kid": signed(jcs({"alg": "EdDSA", "typ": typ})), "kid": signed(jcs({"alg": "EdDSA", "kid": "x", "typ": typ})),
            "kid is a number": signed(jcs({"alg": "EdDSA", "kid": 1, "typ": typ})),
            "header in another order": signed(json.dumps({"typ": typ, "alg": "EdDSA", "kid": kid}).encode()),
            "header is an array": signed(b"[]"), "header is no JSON": signed(b"{"), "header is empty": signed(b""),
            "signed by another": make.make_jws(OTHERS.evidence, "evidence", payload, jcs({"alg": "EdDSA", "kid": kid, "typ": typ})),
            "signed by the log's key": make.make_jws(KEYS.log, "evidence", payload),
        })  # fmt: skip
        self.check(CANNOT_TELL, jcs(make.make_receipt(OTHERS, EVIDENCE)))


class Log(Verdicts):
    LEAVES = [bytes.fromhex(text) for text in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    )]  # fmt: skip
    # The published test vectors of RFC 6962's reference implementation: roots of the first n leaves, and paths.
    ROOTS = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]
    PATHS = {
        (0, 1): [],
        (0, 8): [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
        (5, 8): [
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
        (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
        (1, 5): [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    }

    def test_published_vectors(self):
        for (index, size), path in self.PATHS.items():
            leaf = verifier.leaf_hash(self.LEAVES[index])
            root = verifier.root_from_path(leaf, index, size, [bytes.fromhex(step) for step in path])
            self.assertEqual(root.hex(), self.ROOTS[size - 1])
        self.assertEqual([make.tree_hash(self.LEAVES[:size]).hex() for size in range(1, 9)], self.ROOTS)

    def test_every_path_of_every_small_tree_and_none_other(self):
        for size in [*range(1, 34), 63, 64, 65]:
            leaves = [bytes([n]) for n in range(size)]
            root = make.tree_hash(leaves)
            for index in range(size):
                leaf, path = verifier.leaf_hash(leaves[index]), make.tree_path(index, leaves)
                self.assertEqual(verifier.root_from_path(leaf, index, size, path), root)
                for wrong in (path + [leaf], path[:-1] if path else [leaf], path[::-1] + [root], [leaf] + path):
                    self.assertNotEqual(verifier.root_from_path(leaf, index, size, wrong), root)
                for other in {index + 1, index - 1, size, -1, 0} - {index}:
                    self.assertNotEqual(verifier.root_from_path(leaf, other, size, path), root)

    def test_proofs_in_trees_of_many_sizes(self):
        for size in (1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 33):
            entries = make.other_entries(size)
            for index in {0, size // 2, size - 1}:
                self.check(GENUINE, jcs(make.make_proof(KEYS, entries, index)))

    def test_proof(self):
        entries = make.other_entries(6)
        good = make.make_proof(KEYS, entries, 2)
        path = good["proof"]["path"]
        raw = jcs(good)
        self.each(NOT_GENUINE, lambda changed: jcs(make.make_proof(KEYS, entries, 2, **changed)), {
            **{f"without {name}": {"drop": (name,)} for name in good["proof"]},
            "further member": {"more": 1}, "other digest": {"digest": digest(b"x")}, "no digest": {"digest": "x"},
            "other kind": {"kind": "evidence"}, "kind with a digit": {"kind": "e1"}, "kind is empty": {"kind": ""},
            "kind with a colon": {"kind": "a:b"}, "index": {"index": 3}, "index is the size": {"index": 6}, "below": {"index": -1},
            "index is a text": {"index": "2"}, "size": {"size": 7}, "size below": {"size": 5}, "size 0": {"size": 0, "index": 0},
            "size is true": {"size": True}, "path": {"path": path[::-1]}, "short": {"path": path[:-1]}, "long": {"path": path + path[:1]},
            "no array": {"path": ""}, "hash as b64u": {"path": [path[0].rstrip("="), *path[1:]]}, "no hash": {"path": [1]},
            "short hash": {"path": [b64(bytes(31)), *path[1:]]}, "endless": {"path": path * 5000},
            "time stamp is empty": {"timestamp": ""}, "time stamp is no b64": {"timestamp": "AA"}, "time stamp is 1": {"timestamp": 1},
        })  # fmt: skip
        self.each(NOT_GENUINE, jcs, {
            "further member": {**good, "receipt": 1}, "no jws": without(good, "jws"),
            "index changed": put(good, "proof", "index", 3), "other typ": {**good, "jws": make.make_jws(KEYS.evidence, "evidence", jcs(good["proof"]))},
            "signed by the log": make.make_proof(KEYS, entries, 2, signer=KEYS.log),
        })  # fmt: skip
        self.check(CANNOT_TELL, jcs(make.make_proof(KEYS, entries, 2, signer=OTHERS.evidence)))
        self.check(CANNOT_TELL, raw, KEYS.jwks("log"))
        stamped = make.make_proof(KEYS, entries, 2, timestamp=b64(b"token"))
        self.assertIn("openssl ts -verify", "\n".join(self.check(GENUINE, jcs(stamped))["proved"]))
        self.check(GENUINE, jcs(make.make_proof(KEYS, [*entries[:2], ("another", digest(b"")), *entries[3:]], 2)))

    def test_checkpoint(self):
        entries = make.other_entries(6)
        leaves = make.make_leaves(entries)
        body = make.make_body(leaves)
        note = make.make_note(KEYS, body)
        lines = body.splitlines()
        first = note.split("\n\n")[1]

        def with_line(at: int, *new: str) -> str:
            return make.make_note(KEYS, "".join(line + "\n" for line in [*lines[:at], *new, *lines[at + 1 :]]))

        def proof(changed) -> bytes:
            return jcs(make.make_proof(KEYS, entries, 2, note=changed))

        self.check(GENUINE, proof(make.make_note(KEYS, make.make_body(leaves, register=(), outgoing=()))))
        self.check(GENUINE, proof(make.make_note(KEYS, make.make_body(leaves, outgoing=("busan 2026 9", "seoul 2026 1")))))
        self.check(GENUINE, proof(make.make_note(KEYS, make.make_body(leaves, origin="localhost:3000/a/log"), "localhost:3000/a/log")))
        self.check(GENUINE, proof(note + "".join(f"— w{n} {b64(bytes(76))}\n" for n in range(63))))
        self.each(NOT_GENUINE, proof, {
            "no text": 7, "empty": "x", "no signature": body + "\n", "no empty line": body + first, "only the body": body,
            "two empty lines": body + "\n\n" + first, "no last line feed": note[:-1], "one more line feed": note + "\n",
            "text behind": note + "x\n", "carriage returns": note.replace("\n", "\r\n"),
            "root": with_line(2, b64(bytes(32))), "root as b64u": with_line(2, lines[2].rstrip("=")), "short root": with_line(2, b64(bytes(31))),
            "size": with_line(1, "7"), "size with a zero": with_line(1, "06"), "size with a sign": with_line(1, "+6"), "hex": with_line(1, "0x6"),
            "no time": with_line(3), "time in seconds": with_line(3, "time 2026-03-02T01:02:03Z"), "time alone": with_line(3, AT),
            "no such day": with_line(3, "time 2026-02-30T01:02:03.004Z"), "further line": with_line(4, "other line", lines[4]),
            "unsorted offices": with_line(4, lines[5], lines[4]), "twice": with_line(4, lines[4], lines[4]),
            "unsorted years": make.make_note(KEYS, make.make_body(leaves, register=("seoul 2026 1", "seoul 2025 1"))),
            "one year twice": make.make_note(KEYS, make.make_body(leaves, register=("seoul 2026 1", "seoul 2026 2"))),
            "what was sent first": with_line(4, "outgoing seoul 2026 4", lines[4]), "sent twice": with_line(7, lines[7], lines[7]),
            "unsorted sent": with_line(7, lines[7], "outgoing busan 2026 1"), "nothing sent": with_line(7, "outgoing seoul 2026 0"),
            "office": with_line(4, "register Busan 2026 3"), "year": with_line(4, "register busan 26 3"),
            "number": with_line(4, "register busan 2026 03"), "no number": with_line(4, "register busan 2026"),
            "spaces": with_line(4, "register  busan 2026 3"), "tab": with_line(4, "register busan\t2026 3"),
            "origin": make.make_note(KEYS, make.make_body(leaves, origin="exchange.example"), "exchange.example"),
            "name is not the origin": make.make_note(KEYS, body, name="other.example/log"),
            "origin is not the name": make.make_note(KEYS, make.make_body(leaves, origin="other.example/log")),
            "hyphen for dash": body + "\n" + first.replace("—", "-"), "two spaces": body + "\n" + first.replace("— ", "—  "),
            "signature of another body": with_line(2, lines[2]).replace(lines[2], b64(bytes(32))),
            "witness first": body + "\n" + f"— w {b64(bytes(76))}\n" + first, "64 witnesses": note + f"— w {b64(bytes(76))}\n" * 64,
            "short cosignature": note + f"— w {b64(bytes(75))}\n", "plus in a name": note + f"— w+x {b64(bytes(76))}\n",
            "cosignature as b64u": note + f"— w {b64(bytes(76)).rstrip('=')}\n", "no signature": note + "— w\n",
            "long": body + "\n" + f"— {make.ORIGIN} {b64(base64.b64decode(first.split()[2]) + b'x')}\n",
        })  # fmt: skip
        self.check(CANNOT_TELL, proof(make.make_note(OTHERS, body)))
        self.check(NOT_GENUINE, proof(make.make_note(KEYS, body, signer=KEYS.evidence)))

    def test_witnesses(self):
        entries = make.other_entries(6)
        body = make.make_body(make.make_leaves(entries))
        name = "witness.example/w1"

        def proof(note: str) -> bytes:
            return jcs(make.make_proof(KEYS, entries, 2, note=note))

        signed = proof(make.make_note(KEYS, body, cosign=name))
        vkey = KEYS.vkey(name)
        self.assertIn("countersigned at 2026-03-02T01:02:04Z", "\n".join(self.check(GENUINE, signed, witnesses=[vkey])["proved"]))
        for other in (OTHERS.vkey(name), KEYS.vkey("else")):
            self.assertIn("did not countersign", "\n".join(self.check(GENUINE, signed, witnesses=[other])["proved"]))
        late = proof(make.make_note(KEYS, body, cosign=name, seconds=2**64 - 1))
        self.assertIn("POSIX time 18446744073709551615", "\n".join(self.check(GENUINE, late, witnesses=[vkey])["proved"]))
        raw = base64.b64decode(make.make_note(KEYS, body, cosign=name).split()[-1])
        for at in (5, 11, 12, 75):
            broken = bytearray(raw)
            broken[at] ^= 1
            forged = proof(make.make_note(KEYS, body) + f"— {name} {b64(bytes(broken))}\n")
            self.check(NOT_GENUINE, forged, witnesses=[vkey])
            self.check(GENUINE, forged)


class ReceiptBundles(Verdicts):
    PARTS = {"title": "제목".encode(), "file:f-1": b"attachment"}

    def bundle(self, **changed) -> dict:
        content = make.make_content(self.PARTS)
        evidence = make.make_evidence(content=digest(jcs(content)))
        return make.make_receipt_bundle(KEYS, evidence, content=content, **changed)

    def test_genuine(self):
        proved = self.check(GENUINE, jcs(self.bundle()))["proved"]
        self.assertIn("Log:", "\n".join(proved))
        self.check(GENUINE, jcs(without(self.bundle(), "content")))
        receipt = make.make_receipt(KEYS, EVIDENCE)
        entries = [("evidence", receipt["digest"])]
        later = make.Signer(make.ed25519.Ed25519PrivateKey.generate(), "evidence")
        rotated = {
            "format": "gongmun-receipt-bundle/1",
            "receipt": receipt,
            "proof": make.make_proof(KEYS, entries, 0, signer=later),
            "keys": [KEYS.evidence.jwk, later.jwk, KEYS.log.jwk],
        }
        trusted = {"keys": [*TRUSTED["keys"], later.jwk]}
        self.check(GENUINE, jcs(rotated), trusted)
        self.check(CANNOT_TELL, jcs(rotated))
        for keys in ([later.jwk, KEYS.evidence.jwk, KEYS.log.jwk], [KEYS.evidence.jwk, KEYS.log.jwk]):
            self.check(NOT_GENUINE, jcs({**rotated, "keys": keys}), trusted)

    def test_broken(self):
        good = self.bundle()
        other = make.make_receipt_bundle(KEYS, make.make_evidence(id="ev-other"))
        issuer = make.make_evidence(issuer="https://other.example")
        as_access = [("access", good["receipt"]["digest"])]
        no_content = make.make_receipt_bundle(KEYS, EVIDENCE, content=good["content"])
        self.each(NOT_GENUINE, jcs, {
            **{f"without {name}": without(good, name) for name in ("receipt", "proof", "keys")},
            "further member": {**good, "more": 1}, "proof of another": {**good, "proof": other["proof"]},
            "proof of another kind": {**good, "proof": make.make_proof(KEYS, as_access, 0)},
            "log of another issuer": make.make_receipt_bundle(KEYS, issuer), "receipt of another format": put(good, "receipt", "format", "x"),
            "proof of another format": put(good, "proof", "format", "x"), "evidence has no content": no_content,
            "receipt is a text": {**good, "receipt": "x"}, "proof is a text": {**good, "proof": []},
            "content": {**good, "content": []}, "content has more": put(good, "content", "path", "x"),
            "no salt": put(good, "content", "salt", ...), "salt": put(good, "content", "salt", b64u(bytes(32))),
            "short salt": put(good, "content", "salt", b64u(bytes(31))), "no parts": put(good, "content", "parts", []),
            "part": put(good, "content", "parts", 0, "part", "body"), "hash": put(good, "content", "parts", 0, "sha256", digest(b"")),
            "part has more": put(good, "content", "parts", 0, "path", "x"), "order": put(good, "content", "parts", good["content"]["parts"][::-1]),
        })  # fmt: skip

    def test_a_trailing_slash_of_the_issuer_is_not_in_the_origin(self):
        self.check(GENUINE, jcs(make.make_receipt_bundle(KEYS, make.make_evidence(issuer=make.ISSUER + "/"))))
        self.check(NOT_GENUINE, jcs(make.make_receipt_bundle(KEYS, make.make_evidence(issuer=make.ISSUER + "//"))))

    def test_parts_of_content_even_if_signed(self):
        for name, parts in {
            "none": [],
            "twice": [{"part": "a", "sha256": digest(b"")}] * 2,
            "no name": [{"part": "", "sha256": digest(b"")}],
            "no digest": [{"part": "a", "sha256": "x"}],
        }.items():
            content = {"parts": parts, "salt": b64u(bytes(32))}
            with self.subTest(name):
                evidence = make.make_evidence(content=digest(jcs(content)))
                self.check(NOT_GENUINE, jcs(make.make_receipt_bundle(KEYS, evidence, content=content)))


class Pdfs(Verdicts):
    def build(self, change=lambda pdf: None, seal: str = "rsa", receipt: bytes = jcs(RECEIPT)) -> bytes:
        pdf = make.Pdf(KEYS, receipt, seal)
        change(pdf)
        return pdf.build()

    def cms(self, **changed):
        """A change of a PDF whose CMS has other parts; a function is given the CMS."""

        def change_cms(cms):
            for name, value in changed.items():
                setattr(cms, name, value(cms) if callable(value) else value)

        return lambda pdf: setattr(pdf, "change_cms", change_cms)

    def stream(self, dictionary: str, stream: bytes = jcs(RECEIPT), **changed):
        """A change of a PDF whose embedded file is another; %d in the dictionary is the stream's length."""
        written = dictionary.replace("%d", str(len(stream))).encode()
        return lambda pdf: pdf.__dict__.update(dictionary=written, stream=stream, **changed)

    def test_genuine(self):
        for seal, signer in (("rsa", KEYS.rsa), ("ec", KEYS.ec)):
            with self.subTest(seal):
                self.assertIn(signer.kid, "\n".join(self.check(GENUINE, self.build(seal=seal))["proved"]))
                self.check(CANNOT_TELL, self.build(seal=seal), KEYS.jwks(seal))
                self.check(CANNOT_TELL, self.build(seal=seal), KEYS.jwks("evidence"))
                self.check(CANNOT_TELL, self.build(seal=seal), None)
                wrong = {"keys": [KEYS.evidence.jwk, {**KEYS.rsa.jwk, "purpose": "log"}]}
                self.check(CANNOT_TELL, self.build(seal=seal), wrong)
        plain = jcs(RECEIPT)
        self.each(GENUINE, self.build, {
            "not compressed": self.stream("<< /Type /EmbeddedFile /Length %d >>"),
            "array of filters": self.stream("<</Type/EmbeddedFile/Filter[/FlateDecode]/Length %d>>", zlib.compress(plain)),
            "crlf": self.stream("<< /Length %d /Type\r\n/EmbeddedFile>>", after_stream=b"\r\nendstream\r\nendobj\r\n"),
            "no line end": self.stream("<< /Length %d /Type /EmbeddedFile>>", after_stream=b"endstream endobj "),
            "white space": lambda pdf: setattr(pdf, "byte_range", "/ByteRange\t[ 0\n%d\r\n%d\f%d ]"),
            "names of files": lambda pdf: setattr(pdf, "extra", b"3 0 obj << /Type /EmbeddedFiles >> endobj\n"),
            "issuerSerial": self.cms(signing_certificate=lambda cms: cms.naming(make.tlv(0x30, *[
                make.tlv(0x30, make.tlv(4, make.sha(one)), make.tlv(0x30, make.tlv(0x30), make.tlv(2, b"\1"))) for one in cms.certificates
            ]))),
        })  # fmt: skip

    def test_ranges(self):
        good = self.build()
        self.each(NOT_GENUINE, self.build, {
            "another signature": lambda pdf: setattr(pdf, "extra", b"9 0 obj << /ByteRange [0 1 2 3] >> endobj\n"),
            "another in another form": lambda pdf: setattr(pdf, "extra", b"9 0 obj << /ByteRange\r[ >> endobj\n"),
            "another at the end": lambda pdf: setattr(pdf, "after_gap", pdf.after_gap + b"/ByteRange["),
            "not from the start": lambda pdf: setattr(pdf, "byte_range", "/ByteRange [1 %d %d %d]"),
            "five numbers": lambda pdf: setattr(pdf, "byte_range", "/ByteRange [0 %d %d %d 0]"),
            "comment": lambda pdf: setattr(pdf, "byte_range", "/ByteRange [0 %d %d %d%%\n]"),
            "sign": lambda pdf: setattr(pdf, "byte_range", "/ByteRange [0 +%d %d %d]"),
            "eleven digits": lambda pdf: setattr(pdf, "byte_range", "/ByteRange [0 %011d %d %d]"),
            "gap begins late": lambda pdf: setattr(pdf, "ranges", lambda a, b, c: (a + 1, b, c)),
            "gap begins early": lambda pdf: setattr(pdf, "ranges", lambda a, b, c: (a - 1, b, c)),
            "gap ends late": lambda pdf: setattr(pdf, "ranges", lambda a, b, c: (a, b + 1, c - 1)),
            "not to the end": lambda pdf: setattr(pdf, "ranges", lambda a, b, c: (a, b, c - 1)),
            "past the end": lambda pdf: setattr(pdf, "ranges", lambda a, b, c: (a, b, c + 1)),
            "backwards": lambda pdf: setattr(pdf, "ranges", lambda a, b, c: (b + c, 0, b + c)),
            "capital letters": lambda pdf: setattr(pdf, "change_hex", str.upper),
            "space in the hex": lambda pdf: setattr(pdf, "change_hex", lambda text: text[:-1] + " "),
            "half a byte": lambda pdf: setattr(pdf, "room", 6001),
            "not zeros behind": lambda pdf: setattr(pdf, "change_hex", lambda text: text[:-1] + "1"),
            "no signature": lambda pdf: setattr(pdf, "change_hex", lambda text: "0" * len(text)),
            "empty gap": lambda pdf: pdf.__dict__.update(change_hex=lambda text: "", ranges=lambda a, b, c: (a, a + 2, c)),
        })  # fmt: skip
        self.each(NOT_GENUINE, lambda data: data, {
            "a byte more": good + b"\n", "an update": good + b"3 0 obj << >> endobj %%EOF", "cut off": good[:-1],
            "changed before": good.replace(b"/SubFilter", b"/SubFiltex"), "changed behind": good.replace(b"trailer", b"trailex"),
        })  # fmt: skip
        self.check(CANNOT_TELL, good.replace(b"/ByteRange", b"/ByteRangf"))
        self.check(CANNOT_TELL, b" " + good)

    def test_cms(self):
        tlv, sha = make.tlv, make.sha
        root = KEYS.chains["rsa"][1]

        def other_key(cms):
            cms.private = OTHERS.rsa.private
            return cms.private

        changes = {
            "type": {"type": make.DATA}, "version": {"version": tlv(2, b"\3")}, "no digest algorithm": {"digest_algorithms": tlv(0x31)},
            "no NULL": {"digest_algorithms": tlv(0x31, tlv(0x30, make.oid("2.16.840.1.101.3.4.2.1")))},
            "two digest algorithms": {"digest_algorithms": tlv(0x31, make.SHA256, make.SHA256)},
            "SHA-1": {"signer_digest": tlv(0x30, make.oid("1.3.14.3.2.26"), make.NULL)},
            "content inside": {"content": tlv(0x30, make.DATA, tlv(0xA0, tlv(4, b"x")))}, "content is signed data": {"content": tlv(0x30, make.oid("1.2.840.113549.1.7.2"))},
            "no certificates": {"certificates": []}, "another's first": {"certificates": lambda cms: cms.certificates[::-1]},
            "another certificate": {"certificates": lambda cms: [*cms.certificates, root]}, "one missing": {"certificates": lambda cms: cms.certificates[:1]},
            "CRLs": {"crls": tlv(0xA1, tlv(0x30))}, "signer's version": {"signer_version": tlv(2, b"\3")}, "two bytes of version": {"version": tlv(2, b"\0\1")},
            "another's name": {"signer_name": make.name_and_serial(root)}, "key identifier": {"signer_name": tlv(0x80, b"x" * 20)},
            "no content type": {"content_type": b""}, "content type": {"content_type": tlv(0x30, make.oid("1.2.840.113549.1.9.3"), tlv(0x31, make.oid("1.2.3")))},
            "digest of another file": {"message_digest": tlv(0x30, make.oid("1.2.840.113549.1.9.4"), tlv(0x31, tlv(4, sha(b""))))},
            "two digests": {"message_digest": lambda cms: cms.message_digest[:-34].replace(b"\x31\x22", b"\x31\x44").replace(b"\x30\x2f", b"\x30\x51") + cms.message_digest[-34:] * 2},
            "no digest": {"message_digest": b""}, "no naming": {"signing_certificate": b""},
            "names only the first": {"signing_certificate": lambda cms: cms.naming(tlv(0x30, tlv(0x30, tlv(4, sha(cms.certificates[0])))))},
            "names another": {"signing_certificate": lambda cms: cms.naming(tlv(0x30, *[tlv(0x30, tlv(4, sha(b"x")))] * 2))},
            "names in another order": {"signing_certificate": lambda cms: cms.naming(tlv(0x30, *[tlv(0x30, tlv(4, sha(one))) for one in cms.certificates[::-1]]))},
            "hash algorithm written": {"signing_certificate": lambda cms: cms.naming(tlv(0x30, *[tlv(0x30, make.SHA256, tlv(4, sha(one))) for one in cms.certificates]))},
            "policies": {"signing_certificate": lambda cms: cms.naming(tlv(0x30, *[tlv(0x30, tlv(4, sha(one))) for one in cms.certificates]), tlv(0x30))},
            "names one more": {"signing_certificate": lambda cms: cms.naming(tlv(0x30, *[tlv(0x30, tlv(4, sha(one))) for one in [*cms.certificates, root]]))},
            "signing time": {"more_attributes": [tlv(0x30, make.oid("1.2.840.113549.1.9.5"), tlv(0x31, tlv(0x17, b"260302010203Z")))]},
            "unsorted": {"unsorted": True}, "unsigned attributes": {"unsigned": tlv(0xA1, tlv(0x30))}, "behind": {"after": tlv(5)},
            "behind all": {"padding": b"\1"}, "RSA by name only": {"algorithm": tlv(0x30, make.oid("1.2.840.113549.1.1.1"), make.NULL)},
            "RSA without NULL": {"algorithm": tlv(0x30, make.oid("1.2.840.113549.1.1.11"))}, "ECDSA for RSA": {"algorithm": make.ECDSA_SHA256},
            "signed by another": {"private": other_key},
        }  # fmt: skip
        self.each(NOT_GENUINE, lambda changed: self.build(self.cms(**changed)), changes)
        self.each(NOT_GENUINE, lambda changed: self.build(self.cms(**changed), "ec"), {
            "high s": {"high_s": True}, "RSA for ECDSA": {"algorithm": make.RSA_SHA256},
            "ECDSA with NULL": {"algorithm": tlv(0x30, make.oid("1.2.840.10045.4.3.2"), make.NULL)},
            "r is 0": {"sign": lambda cms: lambda message: tlv(0x30, tlv(2, b"\0"), tlv(2, b"\1"))},
            "padded s": {"sign": lambda cms: lambda message: padded_s(type(cms).sign(cms, message))},
            "behind": {"sign": lambda cms: lambda message: type(cms).sign(cms, message) + b"\0"},
            "no sequence": {"sign": lambda cms: lambda message: b"\x31" + type(cms).sign(cms, message)[1:]},
        })  # fmt: skip

    def test_at_most_ten_certificates(self):
        def certificates(count: int):
            def change(pdf):
                pdf.room = 20_000
                self.cms(
                    certificates=lambda cms: [*cms.certificates, *cms.certificates[1:] * (count - 2)],
                    signing_certificate=lambda cms: cms.naming(
                        make.tlv(0x30, *[make.tlv(0x30, make.tlv(4, make.sha(one))) for one in cms.certificates])
                    ),
                )(pdf)

            return self.build(change)

        self.check(GENUINE, certificates(10))
        self.assertIn("certificates", self.check(NOT_GENUINE, certificates(11))["faults"][0])

    def test_seals_by_keys_of_other_kinds(self):
        for private in (
            make.rsa.generate_private_key(65537, 1024), make.ec.generate_private_key(make.ec.SECP384R1()), make.ec.generate_private_key(make.ec.SECP256K1()),
        ):  # fmt: skip
            keys = copy.copy(KEYS)
            seal = "rsa" if isinstance(private, make.rsa.RSAPrivateKey) else "ec"
            setattr(keys, seal, types.SimpleNamespace(private=private))
            keys.chains = {seal: [make.certificate("Seal", private, "Seal", private)]}
            pdf = make.Pdf(keys, jcs(RECEIPT), seal)
            if seal == "ec":
                self.cms(sign=lambda cms: lambda message: cms.private.sign(message, make.ec.ECDSA(make.hashes.SHA256())))(pdf)
            self.assertNotIn("does not hold", self.check(NOT_GENUINE, pdf.build())["faults"][0])

    def test_lengths_are_in_der(self):
        def long_form(text: str) -> str:
            raw = bytes.fromhex(text)
            assert raw[:2] == b"\x30\x82"
            return (b"\x30\x83\0" + raw[2:-1]).hex()

        def indefinite(text: str) -> str:
            return (b"\x30\x80" + bytes.fromhex(text)[4:] + b"\0\0").hex()

        self.check(NOT_GENUINE, self.build(lambda pdf: setattr(pdf, "change_hex", long_form)))
        self.check(NOT_GENUINE, self.build(lambda pdf: setattr(pdf, "change_hex", indefinite)))
        for data in (b"", b"\x30", b"\x30\x81\x05hello", b"\x30\x85\0\0\0\0\1x", b"\x30\xff", b"\x30\x05abc", b"\x31\0", b"\x30\x80\0\0"):
            with self.assertRaises(verifier.Fault):
                verifier.Der(data).element(0x30)

    def test_embedded_file(self):
        plain = jcs(RECEIPT)
        deflated = zlib.compress(plain)
        good = "<< /Type /EmbeddedFile /Filter /FlateDecode /Length %d >>"
        self.each(NOT_GENUINE, self.build, {
            "none": self.stream("<< /Type /Other /Length %d >>"),
            "two": self.stream("<< /Type /EmbeddedFile /Length %d >>", extra=b"7 0 obj << /Type/EmbeddedFile >> endobj\n"),
            "no length": self.stream("<< /Type /EmbeddedFile >>"), "length elsewhere": self.stream("<< /Type /EmbeddedFile /Length 8 0 R >>"),
            "two lengths": self.stream("<< /Type /EmbeddedFile /Length %d /Length %d >>"),
            "wrong length": self.stream("<< /Type /EmbeddedFile /Length 7 >>"), "length past the end": self.stream("<< /Type /EmbeddedFile /Length 9999999999 >>"),
            "length of eleven digits": self.stream("<< /Type /EmbeddedFile /Length 000000%d >>".replace("%d", f"{len(plain):05d}")),
            "other filter": self.stream("<< /Type /EmbeddedFile /Filter /ASCIIHexDecode /Length %d >>", plain.hex().encode()),
            "two filters": self.stream("<< /Type /EmbeddedFile /Filter [/FlateDecode /FlateDecode] /Length %d >>", zlib.compress(deflated)),
            "filter twice": self.stream("<< /Type /EmbeddedFile /Filter /FlateDecode /Filter /FlateDecode /Length %d >>", deflated),
            "no filter named": self.stream("<< /Type /EmbeddedFile /Length %d >>", deflated), "filtered plain": self.stream(good, plain),
            "parameters": self.stream("<< /Type /EmbeddedFile /Filter /FlateDecode /DecodeParms << >> /Length %d >>", deflated),
            "cut off": self.stream(good, deflated[:-1]), "bytes behind": self.stream(good, deflated + b"x"), "two streams": self.stream(good, deflated * 2),
            "raw deflate": self.stream(good, deflated[2:-4]), "bomb": self.stream(good, zlib.compress(bytes(2**27), 9)),
            "long dictionary": self.stream("<< /Type /EmbeddedFile " + " " * 4096 + "/Length %d >>"),
            "more than 1 MiB": self.stream("<< /Type /EmbeddedFile /Length %d >>", plain + b" " * 2**20),
            "no end": self.stream("<< /Type /EmbeddedFile /Length %d >>", after_stream=b" \nendobj\n"),
            "empty": self.stream("<< /Type /EmbeddedFile /Length %d >>", b""),
        })  # fmt: skip
        other = jcs(make.make_receipt(KEYS, {**EVIDENCE, "v": 2}))
        for receipt in (b"{}", b"not JSON", plain + b"\n", jcs(make.make_receipt_bundle(KEYS, EVIDENCE)), other):
            with self.subTest(receipt[:20]):
                self.check(NOT_GENUINE, self.build(receipt=receipt))
        self.check(CANNOT_TELL, self.build(receipt=b"[" * 33 + b"]" * 33))


def padded_s(signature: bytes) -> bytes:
    """An ECDSA signature whose second number has a zero byte too many."""
    r_length = signature[3]
    s = signature[4 + r_length :]
    return make.tlv(0x30, signature[2 : 4 + r_length], make.tlv(2, b"\0" + s[2:]))


class Bundles(Verdicts):
    def build(self, change=lambda bundle: None, **options) -> bytes:
        bundle = make.Bundle(KEYS, **{"pdfs": False, **options})
        change(bundle)
        return bundle.build()

    def files(self, **changed):
        """A change of a bundle's files by path; None removes one, a function is given the bundle."""

        def change(bundle):
            for path, raw in changed.items():
                raw = raw(bundle) if callable(raw) else raw
                if raw is None:
                    bundle.files.pop(path)
                else:
                    bundle.files[path] = raw

        return change

    def test_genuine(self):
        proved = "\n".join(self.check(GENUINE, self.build(pdfs=True))["proved"])
        for words in (make.ISSUER, "sub-1", "3 receipts", "PDFs: 6", "Content: 2 parts", "histories: 1"):
            self.assertIn(words, proved)
        self.check(GENUINE, self.build(receipts=1, parts=0))
        self.check(GENUINE, self.build(receipts=12))
        content = {path: None for path in ("content/0001.json", "content/0001/answers.json")}
        proofs = {f"proofs/{n:04d}.json": None for n in (1, 2, 3)}
        self.each(GENUINE, lambda changed: self.build(self.files(**changed)), {
            "content destroyed": {**content, "files/f-0": None, "files.json": None},
            "no history": {"history/1.json": None, "history/1.proof.json": None},
            "any README": {"README.txt": b"\xff any bytes"},
        })  # fmt: skip
        said = "\n".join(self.check(GENUINE, self.build(self.files(**{"proofs/0003.json": None})))["proved"])
        self.assertIn("not yet in the log", said)
        self.assertIn("none of the receipts", "\n".join(self.check(GENUINE, self.build(self.files(**proofs)))["proved"]))
        self.check(GENUINE, self.build(self.files(**{"files.json": jcs([])}), parts=0))

    def test_keys(self):
        self.check(CANNOT_TELL, self.build(), None)
        self.check(CANNOT_TELL, self.build(pdfs=True), KEYS.jwks("ec"))
        self.check(CANNOT_TELL, self.build(), KEYS.jwks("log"))
        other_seal = {"receipts/0001-ko.pdf": lambda bundle: make.Pdf(OTHERS, jcs(bundle.receipts[0])).build()}
        self.check(CANNOT_TELL, self.build(self.files(**other_seal)))
        evidence = KEYS.evidence.jwk
        self.each(NOT_GENUINE, lambda keys: self.build(self.files(**{"keys.json": jcs(keys)})), {
            "array": [], "further member": {"keys": [], "more": 1}, "twice": {"keys": [evidence, evidence]},
            "member": {"keys": [{**evidence, "use": "sig"}]}, "kid": {"keys": [{**evidence, "kid": KEYS.log.kid}]},
        })  # fmt: skip

    def test_files(self):
        answers = "content/0001/answers.json"

        def content(**changed):
            return lambda bundle: jcs({**bundle.content, **changed})

        def part(index: int, **changed):
            return lambda bundle: jcs(put(bundle.content, "parts", index, {**bundle.content["parts"][index], **changed}))

        def listed(**changed):
            return lambda bundle: jcs([{**bundle.listed[0], **changed}])

        changes = {
            "no README": {"README.txt": None}, "no keys": {"keys.json": None}, "no first receipt": {"evidence/0001.json": None},
            "no last receipt": {"evidence/0003.json": None}, "no middle receipt": {"evidence/0002.json": None, "proofs/0002.json": None},
            "receipts swapped": {"evidence/0002.json": lambda bundle: jcs(bundle.receipts[2]), "evidence/0003.json": lambda bundle: jcs(bundle.receipts[1])},
            "first receipt twice": {"evidence/0002.json": lambda bundle: jcs(bundle.receipts[0])},
            "receipt is no JSON": {"evidence/0003.json": b"{"}, "receipt has a line feed": {"evidence/0003.json": lambda bundle: jcs(bundle.receipts[2]) + b"\n"},
            "three digits": {"evidence/004.json": b"{}"}, "five digits": {"evidence/00004.json": b"{}"}, "zero": {"evidence/0000.json": b"{}"},
            "another file": {"other.txt": b""}, "a file in evidence": {"evidence/note.txt": b""}, "proof of nothing": {"proofs/0004.json": b"{}"},
            "proof of another": {"proofs/0002.json": lambda bundle: jcs(bundle.proofs[0])},
            "PDF of nothing": {"receipts/0004-ko.pdf": b"%PDF-"}, "PDF in another tongue": {"receipts/0001-de.pdf": b"%PDF-"},
            "PDF is none": {"receipts/0001-ko.pdf": b"x"}, "PDF without signature": {"receipts/0001-ko.pdf": b"%PDF-1.7"},
            "PDF of another receipt": {"receipts/0001-ko.pdf": lambda bundle: make.Pdf(KEYS, jcs(bundle.receipts[1])).build()},
            "content of nothing": {"content/0002.json": lambda bundle: jcs(bundle.content)}, "content of none": {"content/0009.json": b"{}"},
            "content of another format": {"content/0001.json": content(format="x")}, "content has more": {"content/0001.json": content(more=1)},
            "other salt": {"content/0001.json": content(salt=b64u(bytes(32)))}, "other part": {"content/0001.json": part(0, part="body")},
            "other digest": {"content/0001.json": part(0, sha256=digest(b""))}, "part without path": {"content/0001.json": part(0, path="")},
            "path to nothing": {"content/0001.json": part(0, path="content/0001/none")}, "path elsewhere": {"content/0001.json": part(0, path="README.txt")},
            "path to another part": {"content/0001.json": part(0, path="files/f-0")},
            "part changed": {answers: b'{"a":2}'}, "part missing": {answers: None}, "part too many": {"content/0001/more": b"x"},
            "part of no content": {"content/0002/more": b"x"}, "attachment changed": {"files/f-0": b"x"}, "attachment missing": {"files/f-0": None},
            "attachment too many": {"files/f-9": b"x"}, "no list of files": {"files.json": None}, "list is an object": {"files.json": b"{}"},
            "listed size": {"files.json": listed(bytes=1)}, "listed digest": {"files.json": listed(sha256=digest(b""))},
            "listed id": {"files.json": listed(id="f-9")}, "listed name": {"files.json": listed(name="")}, "listed more": {"files.json": listed(more=1)},
            "listed without type": {"files.json": listed(mediaType=1)}, "listed twice": {"files.json": lambda bundle: jcs(bundle.listed * 2)},
            "not listed": {"files.json": b"[]"}, "path in an id": {"files.json": listed(id="../files/f-0")},
            "history changed": {"history/1.json": b"[]"}, "history is no JSON": {"history/1.json": b"x"},
            "history's proof of a receipt": {"history/1.proof.json": lambda bundle: jcs(bundle.proofs[0])},
            "proof of no history": {"history/1.json": None}, "history 01": {"history/01.json": b"[]"}, "history a": {"history/a.json": b"[]"},
        }  # fmt: skip
        self.each(NOT_GENUINE, lambda changed: self.build(self.files(**changed)), changes)

    def test_witnesses_and_time_stamps(self):
        def countersign(bundle):
            receipt = bundle.receipts[0]
            entries = [*make.other_entries(20), ("evidence", receipt["digest"])]
            note = make.make_note(KEYS, make.make_body(make.make_leaves(entries)), cosign="w")
            proof = make.make_proof(KEYS, entries, 20, note, timestamp=b64(b"token"))
            bundle.files["proofs/0001.json"] = jcs(proof)

        said = "\n".join(self.check(GENUINE, self.build(countersign), witnesses=[KEYS.vkey("w")])["proved"])
        self.assertIn("Witness w: 1 countersignatures under 3 checkpoints, last at 2026-03-02T01:02:04Z", said)
        self.assertIn("Time stamps are with 1", said)

    def test_chain(self):
        def receipts(change):
            def rebuild(bundle):
                evidence = put(bundle.receipts[1]["evidence"], *change)
                receipt = make.make_receipt(KEYS, evidence)
                bundle.files["evidence/0002.json"] = jcs(receipt)
                bundle.files["proofs/0002.json"] = jcs(make.make_proof(KEYS, [("evidence", receipt["digest"])], 0))
                bundle.files.pop("evidence/0003.json"), bundle.files.pop("proofs/0003.json")

            return self.build(rebuild)

        self.check(GENUINE, receipts(("id", "another")))
        self.each(NOT_GENUINE, receipts, {
            "previous": ("previous", digest(b"x")), "submission": ("submission", "sub-2"),
            "issuer": ("issuer", "https://other.example"), "sequence": ("sequence", 3),
        })  # fmt: skip

    def test_two_histories_of_one_log(self):
        def fork(bundle):
            receipt = bundle.receipts[1]
            entries = [*make.other_entries(9), ("evidence", receipt["digest"])]
            bundle.files["proofs/0002.json"] = jcs(make.make_proof(KEYS, entries, 9))

        self.assertIn("two histories", self.check(NOT_GENUINE, self.build(fork))["faults"][0])

    def test_manifest(self):
        def manifest(*change):
            def rebuild(bundle):
                bundle.change_manifest = lambda value: value.update(put(value, *change)) or [
                    value.pop(name) for name in [change[0]] if change[-1] is ...
                ]

            return rebuild

        self.each(NOT_GENUINE, lambda change: self.build(manifest(*change)), {
            **{f"without {name}": (name, ...) for name in ("format", "submission", "issuer", "at", "files")},
            "format": ("format", "x"), "further member": ("more", 1), "at": ("at", "2026-03-02"), "issuer": ("issuer", "https://other.example"),
            "submission": ("submission", "sub-2"), "size": ("files", 0, "bytes", 1), "digest": ("files", 0, "sha256", digest(b"")),
            "size is a text": ("files", 0, "bytes", "19"), "member of a file": ("files", 0, "more", 1), "no path": ("files", 0, "path", ...),
            "path": ("files", 0, "path", "README.md"), "one less": ("files", 0, ...), "files": ("files", {}), "file": ("files", 0, 1),
        })  # fmt: skip

        def entries(change):
            return self.build(lambda bundle: setattr(bundle, "change_entries", change))

        def swap(first: int, second: int):
            def change(listed):
                listed[first], listed[second] = listed[second], listed[first]

            return change

        def replace(at: int, raw: bytes):
            return lambda listed: listed.__setitem__(at, (listed[at][0], raw))

        signed = make.make_jws(KEYS.evidence, "manifest", b"{}").encode()
        self.each(NOT_GENUINE, entries, {
            "other order": swap(2, 3), "signature later": swap(1, 2), "signature of another": replace(1, signed), "no signature": replace(1, b""),
            "signature is no text": replace(1, b"\xff.\xff.\xff"), "not JSON": replace(0, b"x"), "not canonical": replace(0, b"{ }"),
            "file left out": lambda listed: listed.pop(), "file added": lambda listed: listed.append(("more", b"")),
            "no signature file": lambda listed: listed.pop(1), "only the manifest": lambda listed: listed.__delitem__(slice(1, None)),
            "line feed behind the signature": lambda listed: listed.__setitem__(1, ("manifest.jws", listed[1][1] + b"\n")),
        })  # fmt: skip
        self.check(CANNOT_TELL, entries(swap(0, 1)))
        self.check(CANNOT_TELL, self.build(lambda bundle: setattr(bundle, "signer", OTHERS.evidence)))
        self.check(NOT_GENUINE, self.build(lambda bundle: setattr(bundle, "signer", KEYS.log)))

    def test_limits_of_parts_come_first(self):
        for path, raw in (("evidence/0001.json", b"[" * 33), ("history/1.json", b" " * (2**22 + 1))):
            self.check(CANNOT_TELL, self.build(self.files(**{path: raw, "other.txt": b""})))

    def test_zip(self):
        good = self.build()
        bundle = make.Bundle(KEYS, pdfs=False)
        entries = []
        bundle.change_entries = entries.extend
        bundle.build()
        self.assertEqual(make.make_zip(entries)[:4], good[:4])
        self.check(GENUINE, make.make_zip(entries))
        for name, changed in {
            "compressed": {"compress_type": 8}, "comment": {"comment": b"x"}, "extra field": {"extra": b"\1\2\0\0"}, "made on unix": {"create_system": 3},
            "attributes": {"external_attr": 0o600 << 16}, "date": {"date_time": (2026, 3, 2, 0, 0, 0)}, "time": {"date_time": (1980, 1, 1, 0, 0, 2)},
            "version": {"extract_version": 45}, "made by": {"create_version": 45}, "internal attributes": {"internal_attr": 1},
        }.items():  # fmt: skip
            with self.subTest(name):
                raw = make.make_zip(entries, **changed)
                self.assertNotEqual(raw, make.make_zip(entries), "zipfile did not write the change")
                self.check(NOT_GENUINE, raw)
        end = len(good) - 22
        first = good.index(b"PK\1\2")
        for name, places in {
            "flags": {6: 8, first + 8: 8}, "flags here": {6: 8}, "flags there": {first + 9: 8}, "disk": {first + 34: 1}, "offset": {first + 42: 1},
            "CRC-32": {14: good[14] ^ 1, first + 16: good[14] ^ 1}, "sizes": {18: 0, 19: 0}, "compressed size": {18: good[18] ^ 1, first + 20: good[18] ^ 1},
            "extra field here": {28: 4}, "disk at the end": {end + 4: 1}, "entries at the end": {end + 8: good[end + 8] ^ 1},
        }.items():  # fmt: skip
            with self.subTest(name):
                raw = bytearray(good)
                for at, byte in places.items():
                    raw[at] = byte
                self.check(NOT_GENUINE, bytes(raw))
        self.each(NOT_GENUINE, lambda data: data, {
            "before the end": good[:end] + b"x" + good[end:], "after": good + b"x", "comment": good[:-2] + b"\1\0x", "cut off": good[:-1],
            "only the entries": good[: struct.unpack("<I", good[end + 16 : end + 20])[0]], "half": good[: len(good) // 2], "a header cut off": good[:30] + b"manifest.jsonPK\3\4",
            "empty entries": make.make_zip([("manifest.json", b""), ("manifest.jws", b"")]),
            "entry again": good[: struct.unpack("<I", good[end + 16 : end + 20])[0]] + good,
        })  # fmt: skip
        for name in ("../x", "/x", "a//b", "a/./b", "a/..", "a b", "a\\b", "C:x", "é", "a/", "."):
            with self.subTest(name):
                self.check(NOT_GENUINE, self.build(self.files(**{name: b""})))
        with self.subTest("a name twice"):
            with self.assertWarns(UserWarning):
                raw = make.make_zip([*entries, entries[2]])
            self.check(NOT_GENUINE, raw)


class Mutations(Verdicts):
    def mutate(self, data: bytes, count: int, source: random.Random):
        """Every position is sampled once before any is taken again."""
        positions = list(range(len(data)))
        source.shuffle(positions)
        for at in (positions * (count // len(data) + 1))[:count]:
            way = source.randrange(5)
            if way == 0:
                changed = data[:at] + bytes([data[at] ^ 1 << source.randrange(8)]) + data[at + 1 :]
            elif way == 1:
                changed = data[:at] + bytes([source.randrange(256)]) + data[at + 1 :]
            elif way == 2:
                changed = data[:at] + data[at + 1 :]
            elif way == 3:
                changed = data[:at] + bytes([source.choice(b'"{}[],:0 \\A<>/')]) + data[at:]
            else:
                size = source.randrange(1, 40)
                changed = data[:at] + data[at : at + size] + data[at:]
            if changed != data:
                yield at, way, changed

    def test_no_changed_file_is_genuine(self):
        receipt = jcs(RECEIPT)
        samples = {
            "receipt": (receipt, 2500), "proof": (jcs(make.make_proof(KEYS, make.other_entries(9), 4)), 2500),
            "receipt bundle": (jcs(make.make_receipt_bundle(KEYS, EVIDENCE)), 3500),
            "PDF with RSA": (make.Pdf(KEYS, receipt, "rsa").build(), 8000), "PDF with EC": (make.Pdf(KEYS, receipt, "ec").build(), 8000),
            "bundle": (make.Bundle(KEYS, 2).build(), 2500),
        }  # fmt: skip
        tried = 0
        for name, (data, count) in samples.items():
            self.check(GENUINE, data)
            for at, way, changed in self.mutate(data, count, random.Random(20260302)):
                tried += 1
                for keys in (TRUSTED, None) if tried % 4 == 0 else (TRUSTED,):
                    result = verifier.verify(changed, keys)
                    if result["verdict"] == GENUINE or "itself failed" in "".join(result["faults"]):
                        self.fail(f"{name}, byte {at}, way {way}: {result}")
        self.assertGreater(tried, 20_000)


class Hostile(Verdicts):
    """Each of these takes a naive reader minutes or gigabytes."""

    def test_time_is_bounded(self):
        mib = 2**20
        head = b'{"format":"gongmun-receipt/1","x":'
        deep_path = "/".join(["a"] * 20000)
        slow = {
            "brackets": b"[" * (64 * mib), "pairs of brackets": head + b"[" + b"[]," * mib + b"[]]}", "closing": b"]" * (4 * mib),
            "digits": head + b"9" * (4 * mib - 100) + b"}", "fraction": head + b"0." + b"9" * (4 * mib - 100) + b"}",
            "exponent": head + b"1e" + b"9" * (4 * mib - 100) + b"}", "open string": head + b'"' + b'\\"' * (2 * mib - 50),
            "quotation marks": head + b'"' * (4 * mib - 50), "backslashes": head + b'"' + b"\\" * (4 * mib - 50),
            "members": head + b"{" + b",".join(b'"%x":1' % n for n in range(350_000)) + b"}}",
            "ranges": b"%PDF-1.7 " + b"/ByteRange " * (5 * mib), "one range": b"%PDF-1.7 /ByteRange [0" + b" " * (60 * mib),
            "white space in a name": b"%PDF-1.7 /ByteRange" + b" " * (60 * mib), "embedded": b"%PDF-1.7 /ByteRange [0 30 32 1]<>" + b"/Type " * (8 * mib),
            "dots": jcs({**RECEIPT, "jws": "." * (3 * mib)}), "long signature": jcs({**RECEIPT, "jws": "A" * mib + "." + "A" * mib + "." + "A" * mib}),
            "long note": jcs(make.make_proof(KEYS, make.other_entries(1), 0, note="\n" * mib)),
            "register": jcs(make.make_proof(KEYS, make.other_entries(1), 0, note=make.make_note(KEYS, make.make_body(
                make.make_leaves(make.other_entries(1)), register=[f"a{n:06d} 2026 1" for n in range(40_000)])))),
            "long name": make.make_zip([("manifest.json", b"{}"), (deep_path, b"")]),
            "entries": make.make_zip([("manifest.json", b"{}"), *((f"files/{n}", b"") for n in range(65_000))]),
            "zip of signatures": b"PK\3\4" + make.make_zip([("manifest.json", b"PK\3\4" * mib)])[4:],
        }  # fmt: skip
        for name, data in slow.items():
            with self.subTest(name):
                begin = time.process_time()
                result = verifier.verify(data, TRUSTED)
                self.assertNotIn("itself failed", "".join(result["faults"]))
                self.assertLess(time.process_time() - begin, 10, name)

    def test_many_certificates_cost_little(self):
        pdf = make.Pdf(KEYS, jcs(RECEIPT))
        pdf.room = 4 * 2**20
        pdf.change_cms = lambda cms: setattr(cms, "certificates", cms.certificates[:1] * 3000)
        begin = time.process_time()
        self.check(NOT_GENUINE, pdf.build())
        self.assertLess(time.process_time() - begin, 10)


class Program(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)
        self.program = self.write("verify.py", open(PROGRAM, "rb").read())
        self.keys = self.write("keys.json", json.dumps(TRUSTED, indent=1).encode())
        self.receipt = self.write("receipt.json", jcs(RECEIPT))

    def write(self, name: str, data: bytes) -> str:
        path = os.path.join(self.folder, name)
        with open(path, "wb") as file:
            file.write(data)
        return path

    def run_program(self, *arguments: str, **env: str):
        environment = {**os.environ, "no_proxy": "*", **env}
        run = subprocess.run(
            [sys.executable, "-W", "error", self.program, *arguments], capture_output=True, timeout=60, env=environment
        )
        self.assertEqual(run.stderr.decode() if run.returncode != 2 else "", "")
        return run.returncode, run.stdout.decode()

    def test_is_python_3_9(self):
        ast.parse(open(PROGRAM, encoding="utf-8").read(), feature_version=(3, 9))

    def test_exit_codes_and_words(self):
        code, said = self.run_program(self.receipt, "--keys", self.keys)
        self.assertEqual(code, 0)
        self.assertTrue(said.startswith("GENUINE"))
        self.assertLess(said.index(make.ISSUER), said.index("SubmissionReceived"))
        code, said = self.run_program(self.receipt, "--offline")
        self.assertEqual((code, said.startswith("CANNOT TELL")), (2, True))
        broken = self.write("broken.json", jcs(RECEIPT) + b"\n")
        self.assertEqual(self.run_program(broken, "--keys", self.keys)[0], 1)
        self.assertEqual(self.run_program(os.path.join(self.folder, "none"), "--keys", self.keys)[0], 2)
        self.assertEqual(self.run_program(self.receipt, "--keys", self.receipt)[0], 2)
        self.assertEqual(self.run_program(self.receipt, "--keys", os.path.join(self.folder, "none"))[0], 2)
        self.assertEqual(self.run_program()[0], 2)
        self.assertEqual(self.run_program(self.receipt, "--keys", self.keys, "--witness", "x")[0], 2)
        code, said = self.run_program(self.receipt, "--keys", self.keys, "--json")
        result = json.loads(said)
        self.assertEqual((code, sorted(result)), (0, ["faults", "kind", "proved", "verdict"]))
        self.assertEqual(result, verifier.verify(jcs(RECEIPT), TRUSTED))

    def test_a_terminal_without_the_letters(self):
        evidence = make.make_evidence(event="접수")
        path = self.write("korean.json", jcs(make.make_receipt(KEYS, evidence)))
        code, said = self.run_program(path, "--keys", self.keys, PYTHONIOENCODING="ascii")
        self.assertEqual((code, "\\uc811\\uc218" in said), (0, True))

    def test_the_expected_issuer(self):
        for issuer, expected in ((make.ISSUER, 0), (make.ISSUER + "/", 0), (make.ISSUER.replace("https", "http"), 1), ("other", 2)):
            self.assertEqual(self.run_program(self.receipt, "--keys", self.keys, "--issuer", issuer)[0], expected)
        proof = self.write("proof.json", jcs(make.make_proof(KEYS, make.other_entries(3), 1)))
        for issuer, expected in ((make.ISSUER, 0), ("https://other.example", 1)):
            self.assertEqual(self.run_program(proof, "--keys", self.keys, "--issuer", issuer)[0], expected)

    def test_keys_beside_the_verifier(self):
        self.write("trusted-keys.json", json.dumps(TRUSTED).encode())
        self.assertEqual(self.run_program(self.receipt)[0], 0)
        self.assertEqual(self.run_program(self.receipt, "--keys", self.write("others.json", jcs(OTHERS.jwks())))[0], 2)

    def test_keys_that_the_issuer_publishes(self):
        asked = []

        class Issuer(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                asked.append(self.path)
                body = json.dumps(TRUSTED).encode()
                if self.path.startswith("/large/"):
                    body += b" " * 256 * 1024
                redirected = self.path.startswith("/moved/")
                self.send_response(302 if redirected else 200)
                self.send_header("Location", "/.well-known/jwks.json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Issuer)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        address = f"http://127.0.0.1:{server.server_address[1]}"
        for below, arguments, expected in (
            ("", [], 0), ("/", [], 0), ("/a", [], 0), ("/moved", [], 2), ("/large", [], 2), ("", ["--offline"], 2),
            ("", ["--issuer", address], 0), ("", ["--issuer", address + "/a"], 1),
        ):  # fmt: skip
            with self.subTest(below):
                asked.clear()
                path = self.write("own.json", jcs(make.make_receipt(KEYS, make.make_evidence(issuer=address + below))))
                self.assertEqual(self.run_program(path, *arguments)[0], expected)
                wanted = [] if arguments[:1] == ["--offline"] or expected == 1 else [below.rstrip("/") + "/.well-known/jwks.json"]
                self.assertEqual(asked, wanted)
        asked.clear()
        host = address[len("http://") :]
        body = make.make_body(make.make_leaves(make.other_entries(3)), origin=host + "/log")
        note = make.make_note(KEYS, body, name=host + "/log")
        proof = self.write("proof.json", jcs(make.make_proof(KEYS, make.other_entries(3), 1, note=note)))
        self.assertEqual((self.run_program(proof)[0], asked), (2, []))
        self.assertEqual(self.run_program(proof, "--issuer", address)[0], 0)
        asked.clear()
        broken = self.write("broken.json", jcs(make.make_receipt(KEYS, make.make_evidence(issuer=address))) + b"\n")
        self.assertEqual((self.run_program(broken)[0], asked), (1, []))

    def test_addresses_that_are_not_asked(self):
        for address in ("http://example.org", "http://10.0.0.1", "ftp://127.0.0.1", "https://", "https://a@b", "https://a?b", "http://[::1", "file:///x"):
            self.assertIsNone(verifier.keys_address(address), address)
        for address in ("https://example.org", "http://localhost:1/x/", "http://[::1]:80", "http://127.9.9.9"):
            self.assertTrue(verifier.keys_address(address).endswith("/.well-known/jwks.json"), address)

    def test_without_cryptography(self):
        package = os.path.join(self.folder, "blocked", "cryptography")
        os.makedirs(package)
        with open(os.path.join(package, "__init__.py"), "w") as file:
            file.write("raise ImportError\n")
        code, said = self.run_program(self.receipt, "--keys", self.keys, PYTHONPATH=os.path.dirname(package))
        self.assertEqual(code, 2)
        self.assertIn("`cryptography` is missing", said)


if __name__ == "__main__":
    unittest.main()
