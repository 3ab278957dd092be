"""Pictures: their size by the header, and a copy without the place and the camera they came from."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from touyan.core.intake.limits import Limits
from touyan.core.intake.refusals import FileRefused

PNG = b"\x89PNG\r\n\x1a\n"
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
STANDALONE = frozenset(range(0xD0, 0xD8)) | {0x01}
KEEP_PNG = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"pHYs"}


@dataclass(frozen=True)
class Image:
    """Kind (jpeg or png) and size in pixels."""

    kind: str
    width: int
    height: int


def image_facts(stream: BinaryIO, *, limits: Limits) -> Image:
    """What the header says; a picture larger than the limit or without an end is refused."""
    stream.seek(0)
    data = stream.read(limits.bytes + 1)
    image = _png(data) if data.startswith(PNG) else _jpeg(data)
    if image.width * image.height > limits.pixels:
        raise FileRefused("too_many_pixels", width=image.width, height=image.height)
    return image


def without_traces(data: bytes) -> bytes:
    """The same picture without EXIF, GPS, comments and thumbnails. A location is never kept."""
    if data.startswith(PNG):
        return PNG + b"".join(chunk for name, chunk in _chunks(data) if name in KEEP_PNG)
    kept = [b"\xff\xd8"]
    for marker, segment in _segments(data):
        if marker == 0xE1 or (marker == 0xFE) or (0xE3 <= marker <= 0xED):
            continue
        kept.append(segment)
    return b"".join(kept)


def _png(data: bytes) -> Image:
    if len(data) < 33 or data[12:16] != b"IHDR" or b"IEND" not in data[-16:]:
        raise FileRefused("truncated")
    width, height = struct.unpack_from(">II", data, 16)
    return Image("png", width, height)


def _jpeg(data: bytes) -> Image:
    for marker, segment in _segments(data):
        if marker in FRAMES and len(segment) >= 9:
            height, width = struct.unpack_from(">HH", segment, 5)
            return Image("jpeg", width, height)
    raise FileRefused("truncated")


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(PNG)
    while at + 12 <= len(data):
        length = struct.unpack_from(">I", data, at)[0]
        yield data[at + 4 : at + 8], data[at : at + 12 + length]
        at += 12 + length


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    # Segments up to the start of scan; from there on everything is picture.
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xDA:
            yield marker, data[at:]
            return
        length = 2 if marker in STANDALONE else 2 + struct.unpack_from(">H", data, at + 2)[0]
        yield marker, data[at : at + length]
        at += length
