"""One form for what people type: names, telephones, codes, search words.

Compatibility folding (NFKC) turns ， into a comma and ９ into 9: right for codes, telephones and searching, never for
the text of a document or the characters of a name.
"""

import re
import unicodedata

from touyan.core.chinese.names import split

DOTS = str.maketrans(dict.fromkeys("•‧・･∙⋅．●˙᛫", "·"))
INVISIBLE = re.compile(r"[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
OLD_CODES = {"\ue863": "䶮"}
"""Code points of older encodings that never became characters of their own."""
PHONE = re.compile(r"1[3-9]\d{9}|0\d{2,3}\d{7,8}|[2-8]\d{6,7}")


def clean_name(text: str) -> str:
    """The name without padding and invisible characters: 张　三 → 张三, one kind of middle dot."""
    text = "".join(OLD_CODES.get(char, char) for char in INVISIBLE.sub("", text))
    text = unicodedata.normalize("NFC", text).translate(DOTS)
    text = " ".join(text.split())
    text = re.sub(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])", "", text)
    return re.sub(r"\s*·[\s·]*", "·", text).strip("·")


def name_fault(name: str) -> str:
    """The first character that cannot stand in a name (digit, sign, private-use code), or nothing."""
    for char in name:
        if char not in "·' -." and unicodedata.category(char)[0] not in "LM":
            return char
    return ""


def code(text: str) -> str:
    """A code or number as typed by anyone: folded, no spaces, capitals."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", INVISIBLE.sub("", text))).upper()


def phone(text: str) -> str | None:
    """Digits of a mainland telephone (mobile or fixed), without +86; empty for empty; None when it cannot be one."""
    digits = re.sub(r"[\s()\-—–.]", "", unicodedata.normalize("NFKC", INVISIBLE.sub("", text)))
    digits = re.sub(r"^(\+|00)86", "", digits)
    if not digits:
        return ""
    return digits if PHONE.fullmatch(digits) else None


def fold(text: str) -> str:
    """Search text: folded, lower case, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", INVISIBLE.sub("", text)).casefold().split())


def mask_phone(number: str) -> str:
    """138****5678; short numbers keep their last two digits only."""
    if len(number) >= 11:
        return f"{number[:3]}****{number[-4:]}"
    return "*" * max(len(number) - 2, 0) + number[-2:] if number else ""


def mask_name(name: str) -> str:
    """The surname and one ＊ per further character: 欧阳修 → 欧阳＊."""
    surname, given = split(name)
    shown = surname[:2] or given[:1]
    return shown + "＊" * (len(surname) + len(given) - len(shown))
