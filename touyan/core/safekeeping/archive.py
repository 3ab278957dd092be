"""The archive: a zip with a manifest that names every file, its size and its digest. Damage is found before use."""

from __future__ import annotations

import hashlib
import json
import lzma
import os
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

from touyan.core import canonical
from touyan.core.errors import Refused

FORMAT = 1
MANIFEST = "manifest.json"
DOMAIN = "backup"
CHUNK = 1 << 20
# What reading a damaged zip can raise: a turned-over bit may claim encryption, an unknown method or a name in no encoding.
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
)


@dataclass(frozen=True, kw_only=True)
class Held:
    """One file of the archive: its size in bytes and its SHA-256."""

    size: int
    sha256: str


@dataclass(kw_only=True)
class Manifest:
    """What the archive says of itself. `kind` is "sqlite" (the database file) or "records" (every table as lines)."""

    kind: str
    made_at: str
    product: str
    migrations: list[str]
    rows: dict[str, int]
    journal: list[Any]
    key_elsewhere: bool
    format: int = FORMAT
    files: dict[str, Held] = field(default_factory=dict)


class Writer:
    """An archive being written. It appears under its name only when it is whole, and only its owner may read it."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.partial = target.with_name(target.name + ".part")
        handle = os.open(self.partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        self._raw = os.fdopen(handle, "wb")
        self._zip = zipfile.ZipFile(self._raw, "w", zipfile.ZIP_DEFLATED, allowZip64=True, compresslevel=1)
        self.files: dict[str, Held] = {}

    @contextmanager
    def member(self, name: str) -> Iterator[IO[bytes]]:
        """Write one file's bytes inside the block; they are counted and digested on the way."""
        with self._zip.open(name, "w", force_zip64=True) as out:
            counted = _Counted(out)
            yield counted  # type: ignore[misc]
        self.files[name] = Held(size=counted.size, sha256=counted.sha.hexdigest())

    def add(self, file: Path, name: str) -> None:
        """Copy one file of the disk into the archive."""
        with file.open("rb") as source, self.member(name) as out:
            shutil.copyfileobj(source, out, CHUNK)

    def finish(self, manifest: Manifest) -> str:
        """Seal the archive with its manifest and give it its name. Returns the manifest's digest."""
        manifest.files = dict(sorted(self.files.items()))
        content = asdict(manifest)
        seal = canonical.digest(content, domain=DOMAIN)
        self._zip.writestr(MANIFEST, json.dumps({"manifest": content, "sha256": seal}, ensure_ascii=False, indent=1))
        self._zip.close()
        self._raw.flush()
        os.fsync(self._raw.fileno())
        self._raw.close()
        self.partial.replace(self.target)
        return seal

    def give_up(self) -> None:
        """Nothing of an unfinished archive stays."""
        self._zip.fp = None  # nothing more is written when it is collected
        self._raw.close()
        self.partial.unlink(missing_ok=True)


class _Counted:
    def __init__(self, out: IO[bytes]) -> None:
        self.out, self.size, self.sha = out, 0, hashlib.sha256()

    def write(self, data: bytes) -> int:
        self.size += len(data)
        self.sha.update(data)
        return self.out.write(data)


@dataclass(frozen=True, kw_only=True)
class Archive:
    """An archive that was read through and found whole."""

    file: Path
    manifest: Manifest
    seal: str

    def extract(self, prefix: str, into: Path) -> list[Path]:
        """Write the files under `prefix` into a folder, each for its owner only; returns what was written."""
        written = []
        with zipfile.ZipFile(self.file) as archive:
            for name in self.manifest.files:
                if not name.startswith(prefix):
                    continue
                target = into / name.removeprefix(prefix)
                target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                target.touch(mode=0o600)
                with archive.open(name) as source, target.open("wb") as out:
                    shutil.copyfileobj(source, out, CHUNK)
                written.append(target)
        return written

    @contextmanager
    def reading(self, name: str) -> Iterator[IO[bytes]]:
        """One file's bytes, streamed."""
        with zipfile.ZipFile(self.file) as archive, archive.open(name) as source:
            yield source


def opened(file: Path) -> Archive:
    """The archive, after every byte of it was compared with its manifest. Raises Refused with every damage found."""
    try:
        with zipfile.ZipFile(file) as archive:
            manifest, seal = _manifest(archive)
            damages = _damages(archive, manifest)
    except FileNotFoundError:
        raise Refused(f"没有这个文件：{file} / no such file") from None
    except IsADirectoryError:
        raise Refused(f"{file} 是一个目录，不是备份文件 / is a folder, not a backup") from None
    except UNREADABLE as error:
        raise Refused(
            f"{file.name} 不是完整的备份文件（{error}）/ is not a whole backup",
            possible="多半是没有下载或复制完。请用原件再试，或换一份更早的备份。",
        ) from error
    if damages:
        raise Refused(
            f"{file.name} 已损坏，没有恢复任何内容 / is damaged, nothing was restored:\n  " + "\n  ".join(damages[:20]),
            possible="请换一份备份。",
        )
    return Archive(file=file, manifest=manifest, seal=seal)


def _manifest(archive: zipfile.ZipFile) -> tuple[Manifest, str]:
    try:
        sealed = json.loads(archive.read(MANIFEST))
        content, seal = sealed["manifest"], sealed["sha256"]
    except (KeyError, TypeError, ValueError) as error:
        raise Refused("文件里没有可读的清单，不是本系统的备份 / it has no readable manifest") from error
    if canonical.digest(content, domain=DOMAIN) != seal:
        raise Refused("清单与它的摘要不符，备份已被改动 / the manifest is not the one that was sealed")
    if content.get("format") != FORMAT:
        raise Refused(
            f"备份格式 {content.get('format')}，本版本只认识 {FORMAT} / unknown format",
            possible="请用更新的版本恢复。",
        )
    content["files"] = {name: Held(**held) for name, held in content["files"].items()}
    return Manifest(**content), seal


def _damages(archive: zipfile.ZipFile, manifest: Manifest) -> list[str]:
    names = [name for name in archive.namelist() if name != MANIFEST]
    damages = [f"{name}: 清单中没有 / not in the manifest" for name in sorted(set(names) - set(manifest.files))]
    if len(names) != len(set(names)):
        damages.append("有重名的文件 / a name occurs twice")
    for name, held in manifest.files.items():
        if not _safe(name):
            damages.append(f"{name}: 路径不合规 / leads out of the archive")
        elif name not in names:
            damages.append(f"{name}: 缺少 / missing")
        elif problem := _differs(archive, name, held):
            damages.append(f"{name}: {problem}")
    return damages


def _safe(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name and "\0" not in name


def _differs(archive: zipfile.ZipFile, name: str, held: Held) -> str:
    sha, size = hashlib.sha256(), 0
    try:
        with archive.open(name) as source:
            while chunk := source.read(CHUNK):
                size += len(chunk)
                if size > held.size:
                    break
                sha.update(chunk)
    except UNREADABLE as error:
        return f"读不出来 / cannot be read ({error})"
    if size != held.size:
        return f"大小应为 {held.size} 字节 / has another size"
    return "" if sha.hexdigest() == held.sha256 else "内容与摘要不符 / content differs from its digest"
