"""Photos of a task: welcome, never asked for, counted nowhere."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from touyan.core.errors import Refused
from touyan.documents import services as documents
from touyan.documents.files import PHOTOS
from touyan.organizations.policy import Actor
from touyan.planning import selectors
from touyan.planning.models import TaskPhoto

MOST = 9


@transaction.atomic
def photo_add(*, actor: Actor, task_id: int, upload: Any) -> TaskPhoto:
    """The photo is kept with the task, without place and device in it. The task is as done or undone as before."""
    task = selectors.task_locked(actor, task_id)
    if task.photos.count() >= MOST:
        raise Refused(_("一项任务最多存%(most)d张照片。") % {"most": MOST}, possible=_("照片可以不传，也不计数。"))
    kept = documents.file_keep(
        actor=actor, unit=task.unit, upload=upload, purpose=str(task), allowed=PHOTOS, permit="task.work"
    )
    return TaskPhoto.objects.create(task=task, file=kept, by_name=actor.name)


@transaction.atomic
def photo_remove(*, actor: Actor, task_id: int, pk: int) -> None:
    """The photo is no longer with the task, and its bytes are deleted."""
    photo = selectors.photo_get(selectors.task_locked(actor, task_id), pk)
    stored = photo.file
    photo.delete()
    documents.file_remove(actor=actor, stored=stored, permit="task.work")
