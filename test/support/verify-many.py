"""Gives many files to verifier/verify.py in one process.

Standard input holds one file after the other, each with its length before it (4 bytes, big-endian). For each the verdict
is printed on a line of its own, or `crash` and what was raised. The argument is a file of trusted keys.
"""

import importlib.util
import json
import pathlib
import sys

PLACE = pathlib.Path(__file__).resolve().parents[2] / "verifier" / "verify.py"


def load():
    spec = importlib.util.spec_from_file_location("verifier", PLACE)
    module = importlib.util.module_from_spec(spec)
    sys.modules["verifier"] = module
    spec.loader.exec_module(module)
    return module


def main():
    verify = load().verify
    with open(sys.argv[1], encoding="utf-8") as file:
        keys = json.load(file)
    while True:
        head = sys.stdin.buffer.read(4)
        if len(head) < 4:
            break
        data = sys.stdin.buffer.read(int.from_bytes(head, "big"))
        try:
            verdict = verify(data, keys)["verdict"]
        except Exception as error:  # whatever it is: the verifier must not raise
            verdict = f"crash {type(error).__name__}: {error}".replace("\n", " ")
        print(verdict, flush=False)


if __name__ == "__main__":
    main()
