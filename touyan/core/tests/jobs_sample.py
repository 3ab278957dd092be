"""Tasks for the tests of the worker."""

from __future__ import annotations

import time
import uuid

from django_tasks import task

from touyan.core.jobs import in_slices
from touyan.core.models import JobKey


@task()
def mark(name: str, seconds: float = 0) -> str:
    """Leave one more mark for `name`; twice done would be two marks."""
    JobKey.objects.create(key=f"mark:{name}:{uuid.uuid4().hex}")
    time.sleep(seconds)
    return name


@task()
def stumble(name: str) -> None:
    """Leave a mark and then fail: the mark must not stay."""
    JobKey.objects.create(key=f"mark:{name}:{uuid.uuid4().hex}")
    raise RuntimeError("on purpose")


@task()
@in_slices
def nibble(name: str, bites: int, breaks_at: int = 0) -> bool:
    """One mark a slice, until there are `bites`; with `breaks_at` one slice fails after its mark is kept."""
    have = JobKey.objects.filter(key__startswith=f"mark:{name}:").count()
    JobKey.objects.create(key=f"mark:{name}:{uuid.uuid4().hex}")
    if have + 1 == breaks_at:
        raise RuntimeError("on purpose")
    return have + 1 < bites
