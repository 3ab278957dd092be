"""Stores on disk: written, opened, and made from files larger than memory.

A store folder holds one raw column per file and `store.json` with the dictionaries. Runs over an
opened store read it block by block and keep no more than a block in memory.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from touyan.scoring import fields
from touyan.scoring.facts import PROBLEMS, Checked, check, conform
from touyan.scoring.store import (
    ALONE,
    Attribute,
    Store,
    arrange,
    factorize,
    pack,
    signature_columns,
    subject_side,
)

Array = np.ndarray[Any, Any]
SMALL = ("subjects", "kind", "offset", "middle")
LARGE = ("sig", "day", "quantity", "number", "work", "recorded")
FORM = 1
RAW = np.dtype(
    [("subject", "i8"), ("sig", "i8"), ("day", "i8"), ("quantity", "i8"), ("number", "i8"), ("work", "i8"),
     ("recorded", "i8")]
)  # fmt: skip


def _dictionary(table: dict[str, Attribute]) -> dict[str, Any]:
    return {name: [one.codes.tolist(), list(one.values)] for name, one in table.items()}


def _attributes(plain: dict[str, Any]) -> dict[str, Attribute]:
    return {name: Attribute(np.array(codes, np.int64), tuple(values)) for name, (codes, values) in plain.items()}


def save(store: Store, folder: str | Path) -> Path:
    """Write a store into a folder; its path."""
    path = Path(folder)
    path.mkdir(parents=True, exist_ok=True)
    for name in (*SMALL, *LARGE):
        column = getattr(store, name)
        if column is not None:
            np.ascontiguousarray(column).tofile(path / f"{name}.bin")
    _head(store, path)
    return path


def _head(store: Store, path: Path) -> None:
    kinds = {name: getattr(store, name).dtype.str for name in (*SMALL, *LARGE) if getattr(store, name) is not None}
    head = {
        "form": FORM,
        "columns": kinds,
        "epoch": store.epoch,
        "days": store.days,
        "table": _dictionary(store.table),
        "subjects": _dictionary(store.subject_table),
    }
    (path / "store.json").write_text(json.dumps(head, ensure_ascii=False), "utf-8")


def open_store(folder: str | Path, *, in_memory: bool = False) -> Store:
    """The store in a folder; large columns stay in their files unless `in_memory`.

    Raises ValueError when the folder is no store or of another form.
    """
    path = Path(folder)
    try:
        head = json.loads((path / "store.json").read_text("utf-8"))
    except FileNotFoundError as missing:
        raise ValueError(f"{path} 不是数据目录（缺少 store.json）") from missing
    if head.get("form") != FORM:
        raise ValueError(f"{path} 的格式版本是 {head.get('form')}，本程序读 {FORM}；请从原始数据重新生成")
    columns: dict[str, Any] = {"recorded": None}
    for name, kind in head["columns"].items():
        file = path / f"{name}.bin"
        if name in SMALL or in_memory or file.stat().st_size == 0:
            columns[name] = np.fromfile(file, np.dtype(kind))
        else:
            columns[name] = np.memmap(file, np.dtype(kind), "r")
    return Store(
        **columns,
        subject_table=_attributes(head["subjects"]),
        epoch=head["epoch"],
        days=head["days"],
        table=_attributes(head["table"]),
        folder=None if in_memory else path,
    )


class Buckets:
    """Raw facts on disk by ranges of subjects, with signatures numbered as they come."""

    def __init__(self, folder: Path, subjects: int, buckets: int) -> None:
        self.folder = folder
        self.width = -(-max(subjects, 1) // buckets)
        self.files = [(folder / f"bucket-{k:04d}.tmp").open("wb") for k in range(buckets)]
        self.known: dict[tuple[str, ...], int] = {}
        self.low, self.high = 1 << 40, -(1 << 40)

    def add(self, table: pa.Table, numbers: Array) -> None:
        """Append checked facts."""
        if not table.num_rows:
            return
        inverse, attributes = factorize(signature_columns(table))
        texts = [one.texts() for one in attributes.values()]
        codes = np.array([self.known.setdefault(row, len(self.known)) for row in zip(*texts, strict=True)], np.int64)
        raw = np.empty(table.num_rows, RAW)
        raw["subject"] = np.searchsorted(numbers, table["subject"].to_numpy())
        raw["sig"] = codes[inverse]
        raw["day"] = table["day"].cast(pa.int32()).to_numpy()
        raw["quantity"] = table["quantity"].fill_null(10_000).to_numpy()
        raw["number"] = table["fact"].to_numpy()
        raw["work"] = table["work"].fill_null(ALONE).to_numpy()
        known = table["recorded"].is_valid().to_numpy()
        raw["recorded"] = np.where(known, table["recorded"].cast(pa.int32()).fill_null(0).to_numpy(), raw["day"])
        self.low, self.high = min(self.low, int(raw["day"].min())), max(self.high, int(raw["day"].max()))
        bucket = raw["subject"] // self.width
        for k in np.unique(bucket).tolist():
            raw[bucket == k].tofile(self.files[k])

    def table(self) -> dict[str, Attribute]:
        """The signatures met so far."""
        names = [*signature_columns(_empty())]
        columns = list(zip(*self.known, strict=True)) if self.known else [() for _ in names]
        found = {}
        for name, texts in zip(names, columns, strict=True):
            values = tuple(sorted(set(texts)))
            place = {value: k for k, value in enumerate(values)}
            found[name] = Attribute(np.array([place[text] for text in texts], np.int64), values)
        return found


def _empty() -> pa.Table:
    from touyan.scoring.facts import schema

    return schema(fields.FACTS).empty_table()


def batches_of(files: Iterable[str | Path], rows: int) -> Iterable[pa.Table]:
    """Facts from Parquet files or folders, about so many rows at a time. Raises WrongTable."""
    import pyarrow.dataset as ds

    paths = [str(file) for file in files]
    source = ds.dataset(paths[0] if len(paths) == 1 else paths, format="parquet")
    for batch in source.to_batches(batch_size=rows):
        yield conform(pa.Table.from_batches([batch]), fields.FACTS, "记录表")


def cluster_files(
    files: Iterable[str | Path], subjects: pa.Table, folder: str | Path, *, rows: int = 1_000_000, buckets: int = 64,
    progress: Callable[[int], None] | None = None,
) -> Checked:  # fmt: skip
    """Make a store folder from Parquet facts of any size; what was refused comes back (with no table).

    Duplicates and cancellations are settled over the whole, so the result is that of `check` and
    `cluster`; memory stays near the size of one bucket and 8 bytes a fact.
    """
    path = Path(folder)
    path.mkdir(parents=True, exist_ok=True)
    numbers, kind, subject_table = subject_side(subjects)
    loose = _loose(files, rows)
    store = Buckets(path, len(numbers), buckets)
    problems: list[pa.Table] = []
    seen = 0
    for plain in batches_of(files, rows):
        plain = plain.append_column("row", pa.array(np.arange(seen, seen + plain.num_rows)))
        seen += plain.num_rows
        if loose:
            aside = np.isin(plain["fact"].fill_null(0).to_numpy(), loose)
            plain = plain.filter(pa.array(~aside))
        row = plain["row"].to_numpy()
        checked = check(plain.drop_columns(["row"]), subjects)
        problems.append(checked.problems.set_column(0, "row", pa.array(row[checked.problems["row"].to_numpy()])))
        store.add(checked.table, numbers)
        if progress is not None:
            progress(seen)
    if loose:
        problems.append(_together(files, rows, loose, subjects, store, numbers))
    for file in store.files:
        file.close()
    _finish(path, store, numbers, kind, subject_table)
    return Checked(_empty(), pa.concat_tables([*problems, PROBLEMS.empty_table()]))


def _loose(files: Iterable[str | Path], rows: int) -> list[int]:
    """Fact numbers that stand twice or take part in a cancellation: settled together."""
    columns, cancels = [], []
    for plain in batches_of(files, rows):
        columns.append(plain["fact"].fill_null(0).to_numpy())
        mask = plain["cancels"].is_valid().to_numpy()
        if mask.any():
            cancels.append(plain["fact"].fill_null(0).to_numpy()[mask])
            cancels.append(plain["cancels"].fill_null(0).to_numpy()[mask])
    ordered = np.sort(np.concatenate(columns)) if columns else np.zeros(0, np.int64)
    twice = ordered[1:][ordered[1:] == ordered[:-1]]
    return [int(one) for one in np.unique(np.concatenate([twice, *cancels]))]


def _together(
    files: Iterable[str | Path], rows: int, loose: list[int], subjects: pa.Table, store: Buckets, numbers: Array
) -> pa.Table:
    """Check the loose rows as one table and add what is left of them."""
    parts, at, seen = [], [], 0
    for plain in batches_of(files, rows):
        mask = np.isin(plain["fact"].fill_null(0).to_numpy(), loose)
        parts.append(plain.filter(pa.array(mask)))
        at.append(np.flatnonzero(mask) + seen)
        seen += plain.num_rows
    row = np.concatenate(at)
    checked = check(pa.concat_tables(parts), subjects)
    store.add(checked.table, numbers)
    return checked.problems.set_column(0, "row", pa.array(row[checked.problems["row"].to_numpy()]))


def _finish(path: Path, store: Buckets, numbers: Array, kind: Array, subject_table: dict[str, Attribute]) -> None:
    """Sort bucket by bucket into the final columns."""
    table = store.table()
    signatures = len(table["kind"].codes)
    epoch, days = (store.low, store.high - store.low + 1) if signatures else (0, 1)
    counts = np.zeros(len(numbers), np.int64)
    lone = np.zeros(len(numbers), np.int64)
    late = False
    files = {name: (path / f"{name}.bin").open("wb") for name in LARGE}
    for bucket in store.files:
        raw = np.fromfile(bucket.name, RAW)
        order, first, alone = arrange(raw["subject"], raw["work"], raw["day"], raw["number"])
        raw = raw[order]
        counts += np.bincount(raw["subject"], minlength=len(numbers))
        lone += np.bincount(raw["subject"][alone], minlength=len(numbers))
        late = late or not np.array_equal(raw["recorded"], raw["day"])
        pack(raw["sig"], first, signatures).tofile(files["sig"])
        (raw["day"] - epoch).astype(np.uint16).tofile(files["day"])
        raw["quantity"].astype(np.int32).tofile(files["quantity"])
        raw["number"].astype(np.int64).tofile(files["number"])
        raw["work"].astype(np.int64).tofile(files["work"])
        raw["recorded"].astype(np.int32).tofile(files["recorded"])
        Path(bucket.name).unlink()
    for file in files.values():
        file.close()
    if not late:
        (path / "recorded.bin").unlink()
    offset = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    sig = np.dtype(np.uint16 if signatures <= 1 << 15 else np.uint32)
    empty = {"sig": sig, "day": np.dtype(np.uint16), "quantity": np.dtype(np.int32), "number": np.dtype(np.int64),
             "work": np.dtype(np.int64), "recorded": np.dtype(np.int32)}  # fmt: skip
    made = {name: np.zeros(0, form) for name, form in empty.items() if name != "recorded" or late}
    small = {"subjects": numbers, "kind": kind, "offset": offset, "middle": offset[:-1] + lone}
    for name, column in small.items():
        column.tofile(path / f"{name}.bin")
    columns: dict[str, Any] = {"recorded": None, **small, **made}
    _head(Store(**columns, subject_table=subject_table, epoch=epoch, days=days, table=table), path)
