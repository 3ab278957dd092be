"""The verbs of files: keep one, hand one out, put one away. Bytes lie under names that tell nothing."""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path
from typing import Any, BinaryIO

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext as _

from touyan.core import clock, journal
from touyan.core.errors import Refused
from touyan.core.intake import CONTENT_TYPES, DEFAULT, Accepted, FileRefused, Limits, accept, lines
from touyan.documents import search
from touyan.documents.models import StoredFile
from touyan.organizations import policy
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor

PAPERS = frozenset({"docx", "pdf", "xlsx", "csv"})
PHOTOS = frozenset({"jpeg", "png"})


def new_place(folder: str) -> str:
    """A fresh name in the storage that nobody can guess."""
    token = secrets.token_hex(16)
    return f"{folder}/{token[:2]}/{token}"


@transaction.atomic
def file_keep(
    *,
    actor: Actor,
    unit: Unit,
    upload: Any,
    purpose: str = "",
    allowed: frozenset[str] = PAPERS | PHOTOS,
    limits: Limits = DEFAULT,
    permit: str = "file.keep",
) -> StoredFile:
    """Look at an upload and keep it for `unit`; its words can be found. FileRefused says what is possible instead.

    A room whose members hand in files passes its own `permit`, which is asked instead of `file.keep`.
    """
    policy.require(actor, permit, unit)
    with accept(upload, name=upload.name, allowed=allowed, limits=limits) as accepted:
        with accepted.path.open("rb") as stream:
            place = default_storage.save(new_place("kept"), File(stream))
        stored = StoredFile.objects.create(
            unit=unit,
            name=accepted.name,
            kind=accepted.kind,
            size=accepted.size,
            digest=accepted.digest,
            place=place,
            purpose=purpose[:100],
            kept_by_id=actor.account_id,
        )
        search.file_indexed(stored, words_of(accepted))
    journal.record(actor, "file.keep", stored, unit=unit, detail={"kind": stored.kind, "sha256": stored.digest})
    return stored


def words_of(accepted: Accepted) -> str:
    """The words of a file for search, at most a million characters; nothing when they cannot be read."""
    found, size = [], 0
    try:
        for line in lines(accepted):
            found.append(line)
            size += len(line)
            if size > 1_000_000:
                break
    except FileRefused as refused:
        if refused.code in {"encrypted", "active_content"}:
            raise
    return "\n".join(found)


def file_made(*, actor: Actor, unit: Unit, name: str, kind: str, content: bytes, purpose: str = "") -> StoredFile:
    """Keep a file that the house itself made."""
    place = default_storage.save(new_place("made"), ContentFile(content))
    return StoredFile.objects.create(
        unit=unit,
        name=name,
        kind=kind,
        size=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        place=place,
        purpose=purpose,
        kept_by_id=actor.account_id,
    )


@transaction.atomic
def file_remove(*, actor: Actor, stored: StoredFile, permit: str = "file.keep") -> None:
    """The file is no longer shown or found; its bytes are deleted after the transaction."""
    policy.require(actor, permit, stored.unit)
    if in_use(stored):
        raise Refused(_("这份文件被公文或制度引用，不能移除。"), possible=_("请先修订引用它的公文或制度。"), status=409)
    stored.removed = clock.now()
    stored.save(update_fields=["removed"])
    search.forget("file", stored.pk)
    journal.record(actor, "file.keep", stored, unit=stored.unit, detail={"verb": "remove", "sha256": stored.digest})
    transaction.on_commit(lambda: default_storage.delete(stored.place))


def in_use(stored: StoredFile) -> bool:
    """Whether a document or a norm refers to the file."""
    return any(
        relation.related_model._default_manager.filter(**{relation.field.name: stored}).exists()  # type: ignore[union-attr]
        for relation in StoredFile._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete
    )


def opened(stored: StoredFile) -> BinaryIO:
    """The bytes, to be closed by the caller."""
    return default_storage.open(stored.place, "rb")  # type: ignore[return-value]


def path_of(stored: StoredFile) -> Path:
    """Where the bytes lie on this machine."""
    return Path(default_storage.path(stored.place))


def as_download(stored: StoredFile) -> HttpResponse:
    """An answer that saves the file under its own name and is kept by nobody on the way."""
    return handed_out(opened(stored), stored.name, CONTENT_TYPES.get(stored.kind, "application/octet-stream"))


def handed_out(stream: BinaryIO, name: str, content_type: str) -> HttpResponse:
    """A stream as a download."""
    answer = FileResponse(stream, as_attachment=True, filename=name, content_type=content_type)
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer  # type: ignore[return-value]
