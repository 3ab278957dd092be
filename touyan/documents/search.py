"""Full-text search over documents, norms and files: one code for SQLite (FTS5) and PostgreSQL (tsvector)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connection
from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from django.urls import reverse

from touyan.documents.grams import grams, parts, phrases, snippet
from touyan.documents.models import Norm, NormVersion, OfficialDocument, SearchEntry, StoredFile
from touyan.organizations.policy import Actor


def index(kind: str, record_id: int, *, title: str, text: str, url: str, day: dt.date | None) -> None:
    """The record is found by every two neighbouring characters of its title and text, in place of what was known of it."""
    entry, _made = SearchEntry.objects.update_or_create(
        kind=kind, record_id=record_id, defaults={"title": title[:200], "text": text, "url": url, "day": day}
    )
    _drop(entry.pk)
    with connection.cursor() as cursor:
        for number, part in enumerate(parts(f"{title}\n{text}")):
            cursor.execute(_INSERT[connection.vendor], [entry.pk * PARTS + number, " ".join(grams(part))])


def forget(kind: str, record_id: int) -> None:
    """The record is found no longer."""
    for entry in SearchEntry.objects.filter(kind=kind, record_id=record_id):
        _drop(entry.pk)
        entry.delete()


def _drop(entry_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_DELETE, [entry_id * PARTS, (entry_id + 1) * PARTS])


# A row for each part of a record: its number is that of the entry times a thousand, plus that of the part.
PARTS = 1_000
_DELETE = "DELETE FROM documents_search WHERE rowid >= %s AND rowid < %s"
_INSERT = {
    "sqlite": "INSERT INTO documents_search (rowid, grams) VALUES (%s, %s)",
    "postgresql": "INSERT INTO documents_search (rowid, grams) VALUES (%s, to_tsvector('simple', %s))",
}


def _matching(query: str) -> RawSQL | None:
    asked = phrases(query)
    if not asked:
        return None
    if connection.vendor == "sqlite":
        words = " AND ".join('"' + " ".join(phrase) + '"' + ("*" if _alone(phrase) else "") for phrase in asked)
        return RawSQL("SELECT rowid / 1000 FROM documents_search WHERE documents_search MATCH %s", [words])
    words = " & ".join("(" + " <-> ".join(phrase) + (":*" if _alone(phrase) else "") + ")" for phrase in asked)
    sql = "SELECT rowid / 1000 FROM documents_search WHERE grams @@ to_tsquery('simple', %s)"
    return RawSQL(sql, [words])  # noqa: S611


def _alone(phrase: list[str]) -> bool:
    return len(phrase) == 1 and len(phrase[0]) == 1


@dataclass(frozen=True)
class Hit:
    """One result: what it is, where it opens, and the place where the words stand."""

    kind: str
    title: str
    url: str
    day: dt.date | None
    before: str
    found: str
    after: str


def find(actor: Actor, query: str, *, kind: str = "") -> QuerySet[SearchEntry]:
    """Entries that the actor may see and that hold every word of the query; titles first, then the newest."""
    matching = _matching(query)
    if matching is None:
        return SearchEntry.objects.none()
    entries = SearchEntry.objects.filter(_visible(actor), pk__in=matching)
    if kind:
        entries = entries.filter(kind=kind)
    in_title = When(title__icontains=query.strip(), then=Value(0))
    return entries.order_by(Case(in_title, default=Value(1)), "-day", "-pk")


def _visible(actor: Actor) -> Q:
    return (
        Q(kind="norm", record_id__in=Norm.objects.visible_to(actor).values("pk"))
        | Q(kind="document", record_id__in=OfficialDocument.objects.visible_to(actor).values("pk"))
        | Q(kind="file", record_id__in=StoredFile.objects.visible_to(actor).values("pk"))
    )


def hit(entry: SearchEntry, query: str) -> Hit:
    """The entry with the place where the words stand."""
    before, found, after = snippet(entry.text, query)
    return Hit(entry.kind, entry.title, entry.url, entry.day, before, found, after)


def file_indexed(stored: StoredFile, words: str) -> None:
    """The file is found by its name and words."""
    url = reverse("file_page", args=[stored.pk])
    index("file", stored.pk, title=stored.name, text=words, url=url, day=stored.kept_at.date())


def norm_indexed(norm: Norm, version: NormVersion, words: str = "") -> None:
    """The norm is found by the words of its newest version and of the attached file."""
    url = reverse("norm_page", args=[norm.pk])
    text = "\n".join(filter(None, [norm.number, version.text, words]))
    index("norm", norm.pk, title=norm.title, text=text, url=url, day=version.start)


def document_indexed(document: OfficialDocument, words: str) -> None:
    """The document is found by its title and text."""
    url = reverse("document_page", args=[document.pk])
    index("document", document.pk, title=document.title, text=words, url=url, day=document.made_at.date())
