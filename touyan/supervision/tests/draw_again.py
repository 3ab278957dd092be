"""Draw again from a published file, without any of the product's code: python draw_again.py draw-1.json"""

import hashlib
import json
import sys
import unicodedata

with open(sys.argv[1], encoding="utf-8") as file:
    published = json.load(file)


def plain(value):
    """Text in NFC, as the digest is made of it."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [plain(item) for item in value]
    return {key: plain(item) for key, item in value.items()} if isinstance(value, dict) else value


text = json.dumps(plain(published["frame"]), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
mark = hashlib.sha256(("touyan:draw\n" + text).encode()).hexdigest()
if mark != published["digest"]:
    sys.exit("the list differs from its digest")
for group in sorted({unit["group"] for unit in published["frame"]}):
    units = [unit for unit in published["frame"] if unit["group"] == group]
    lots = [hashlib.sha256(f"{published['seed']}\n{mark}\n{unit['code']}".encode()).hexdigest() for unit in units]
    order = sorted(zip([unit["times"] for unit in units], lots, [unit["code"] for unit in units], strict=False))
    print(*[code for _times, _lot, code in order[: published["each"]]], sep="\n")
