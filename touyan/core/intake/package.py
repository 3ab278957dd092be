"""What the directory of a zip package says, before anything is unpacked."""

from __future__ import annotations

import struct
import zipfile
from typing import BinaryIO

from touyan.core.intake.limits import Limits
from touyan.core.intake.refusals import FileRefused

END = b"PK\x05\x06"
END_SIZE = 22
COMMENT = 0xFFFF
ENCRYPTED = 0x1


def package_parts(stream: BinaryIO, *, limits: Limits) -> dict[str, int]:
    """Names of the parts with their sizes. Refuses bombs, secrets, odd paths and broken ends by the directory alone."""
    _directory_size(stream, limits)
    try:
        stream.seek(0)
        with zipfile.ZipFile(stream) as package:
            members = package.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, UnicodeError, OSError) as broken:
        raise FileRefused("truncated") from broken
    _judge(members, limits)
    return {member.filename: member.file_size for member in members}


def _directory_size(stream: BinaryIO, limits: Limits) -> None:
    # zipfile reads the whole directory into memory, so its size is looked at first.
    size = stream.seek(0, 2)
    stream.seek(max(0, size - COMMENT - END_SIZE))
    tail = stream.read()
    at = tail.rfind(END)
    if at < 0 or len(tail) - at < END_SIZE:
        raise FileRefused("truncated")
    directory = struct.unpack_from("<I", tail, at + 12)[0]
    if directory > limits.directory:  # also true of the zip64 mark, which no office file of this size needs
        raise FileRefused("too_many_members")


def _judge(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(members) > limits.members:
        raise FileRefused("too_many_members")
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise FileRefused("encrypted")
    names = [member.filename for member in members]
    if len(set(names)) < len(names) or any(_odd(name) for name in names):
        raise FileRefused("bad_paths")
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    if unpacked > limits.unpacked:
        raise FileRefused("bomb", ratio=unpacked // packed)
    worst = max((_ratio(member, limits) for member in members), default=0)
    if worst > limits.ratio:
        raise FileRefused("bomb", ratio=worst)


def _ratio(member: zipfile.ZipInfo, limits: Limits) -> int:
    return member.file_size // max(1, member.compress_size) if member.file_size > limits.free_ratio else 0


def _odd(name: str) -> bool:
    return (
        not name
        or name.startswith(("/", "\\"))
        or "\x00" in name
        or ":" in name
        or ".." in name.replace("\\", "/").split("/")
    )
