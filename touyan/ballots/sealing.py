"""The seal of a ballot. The key lies in a file beside the database, never in it and in no archive; after the count it is gone."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

FOLDER = ".ballot-keys"  # a name with a dot: archives leave it out
BLOCK = 256  # sealed votes of one ballot are padded to whole blocks of the longest possible vote


class Unreadable(Exception):
    """The key is not there, or a sealed vote was changed."""


@dataclass(frozen=True)
class Vote:
    """What a voter chose: the class, the receipt, and per unit and question the place of the choice (-1: blank)."""

    voter_class: int
    receipt: str
    answers: tuple[int, ...]


def folder() -> Path:
    """Where keys lie, for their owner only."""
    place = Path(settings.DATA) / FOLDER
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def key_new() -> str:
    """A new key; its name. Written and synced before it is used."""
    name = secrets.token_hex(16)
    handle = os.open(folder() / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(32))
        file.flush()
        os.fsync(file.fileno())
    return name


def key_of(name: str) -> bytes:
    """The key of that name. Raises Unreadable when it is gone."""
    try:
        return (folder() / name).read_bytes()
    except OSError:
        raise Unreadable from None


def key_destroy(name: str) -> None:
    """Overwrite and remove the key: what was sealed with it, in any old copy, stays sealed."""
    path = folder() / name
    if name and path.exists():
        with path.open("r+b") as file:
            file.write(secrets.token_bytes(32))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()


def receipt_new() -> str:
    """128 random bits for the voter to keep; the product does not keep them."""
    return secrets.token_hex(16)


def slip_id(receipt: str, target: int, question: int) -> str:
    """The number under which an answer lies in the box: only who holds the receipt can find it."""
    return hashlib.sha256(f"{receipt}:{target}:{question}".encode()).hexdigest()[:32]


def seal(key: bytes, vote: Vote) -> bytes:
    """The vote, unreadable without the key, and as long as every other vote with as many answers."""
    plain = json.dumps(
        {"c": f"{vote.voter_class:010d}", "r": vote.receipt, "a": "".join(f"{one + 1:02d}" for one in vote.answers)},
        separators=(",", ":"),
    ).encode()
    nonce = secrets.token_bytes(12)
    return nonce + AESGCM(key).encrypt(nonce, plain.ljust(-(-len(plain) // BLOCK) * BLOCK), None)


def unseal(key: bytes, sealed: bytes) -> Vote:
    """The vote again. Raises Unreadable when the seal is broken."""
    try:
        plain = json.loads(AESGCM(key).decrypt(sealed[:12], sealed[12:], None))
    except (InvalidTag, ValueError):
        raise Unreadable from None
    answers = tuple(int(plain["a"][at : at + 2]) - 1 for at in range(0, len(plain["a"]), 2))
    return Vote(int(plain["c"]), plain["r"], answers)
