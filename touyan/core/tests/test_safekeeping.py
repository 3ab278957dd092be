"""The archive: whole ones open, and every kind of damage is refused with its reason before anything is touched."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from touyan.core import canonical
from touyan.core.errors import Refused
from touyan.core.safekeeping.archive import DOMAIN, MANIFEST, Archive, Manifest, Writer, opened

TEXT = "张三、李四、王五\n".encode() * 5000


def made(folder: Path, name: str = "kept.zip", **files: bytes) -> Path:
    """An archive with two files."""
    writer = Writer(folder / name)
    for place, content in ({"data/名册.txt": TEXT, "database.sqlite3": b"\0" * 9000} | files).items():
        with writer.member(place) as out:
            out.write(content)
    manifest = Manifest(
        kind="sqlite",
        made_at="2026-01-01T00:00:00+00:00",
        product="0",
        migrations=[],
        rows={},
        journal=[],
        key_elsewhere=False,
    )
    writer.finish(manifest)
    return folder / name


def rewritten(file: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The archive again as a valid zip, with its members changed behind the manifest's back."""
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file


def resealed(members: dict[str, bytes], change: Callable[[dict], None]) -> None:
    """Change the manifest and seal it anew, as somebody would who knows the format."""
    content = json.loads(members[MANIFEST])["manifest"]
    change(content)
    sealed = {"manifest": content, "sha256": canonical.digest(content, domain=DOMAIN)}
    members[MANIFEST] = json.dumps(sealed).encode()


def test_a_whole_archive_opens_and_gives_back_what_went_in(tmp_path: Path) -> None:
    archive = opened(made(tmp_path))
    assert isinstance(archive, Archive)
    archive.extract("data/", tmp_path / "out")
    assert (tmp_path / "out" / "名册.txt").read_bytes() == TEXT
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["名册.txt"]


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    file = made(tmp_path)
    assert file.stat().st_mode & 0o077 == 0
    [written] = opened(file).extract("data/", tmp_path / "out")
    assert written.stat().st_mode & 0o077 == 0


def test_an_unfinished_archive_leaves_nothing(tmp_path: Path) -> None:
    writer = Writer(tmp_path / "kept.zip")
    with writer.member("a") as out:
        out.write(b"1")
    writer.give_up()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("keep", [0.999, 0.5, 0.1, 0.0])
def test_a_cut_off_file_is_refused(tmp_path: Path, keep: float) -> None:
    file = made(tmp_path)
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * keep)])
    with pytest.raises(Refused, match="不是完整的备份文件"):
        opened(file)


def test_any_changed_byte_is_refused_or_harmless(tmp_path: Path) -> None:
    """Every 97th byte is turned over; what opens all the same must give back the very same files."""
    file = made(tmp_path)
    whole = file.read_bytes()
    refused = 0
    for place in range(0, len(whole), 97):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        try:
            archive = opened(file)
        except Refused:
            refused += 1
            continue
        with archive.reading("data/名册.txt") as source:
            assert source.read() == TEXT
    assert refused > len(whole) // 97 // 2


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda m: m.update({"data/名册.txt": TEXT[:-3] + "陆".encode()}), "名册.txt: 内容与摘要不符"),
        (lambda m: m.update({"data/名册.txt": TEXT + b"!"}), "名册.txt: 大小应为"),
        (lambda m: m.pop("database.sqlite3"), "database.sqlite3: 缺少"),
        (lambda m: m.update({"data/多.txt": b""}), "多.txt: 清单中没有"),
        (lambda m: m.pop(MANIFEST), "没有可读的清单"),
        (lambda m: m.update({MANIFEST: b"[]"}), "没有可读的清单"),
        (lambda m: m.update({MANIFEST: m[MANIFEST].replace(b'"sqlite"', b'"records"')}), "清单与它的摘要不符"),
        (lambda m: resealed(m, lambda c: c.update(format=99)), "备份格式 99"),
    ],
)
def test_a_changed_archive_is_refused_with_the_reason(tmp_path: Path, change: Callable, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        opened(rewritten(made(tmp_path), change))


@pytest.mark.parametrize("name", ["data/../../evil", "/etc/evil", "data\\..\\evil"])
def test_a_path_out_of_the_archive_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused, match="路径不合规"):
        opened(made(tmp_path, **{name: b"1"}))


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    for file in (tmp_path / "empty", tmp_path / "missing", tmp_path):
        with pytest.raises(Refused):
            opened(file)
