"""Tasks for the tests of the worker."""

from __future__ import annotations

import time
import uuid

from django_tasks import task

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
