"""Putting jobs into the queue, taking them out, giving them up."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django_tasks_db.models import DBTaskResult

from touyan.core import clock
from touyan.core.models import JobKey, JobLease

log = logging.getLogger(__name__)
ATTEMPTS = 5
BACKOFF = (10, 60, 300, 1800)  # seconds before the next attempt


def in_slices(function: Any) -> Any:
    """Mark a task that takes long: each call works for a few seconds outside a transaction, keeps what it made, and says
    with True that more is to do. The job then waits its turn again; killed in a slice, it goes on with that slice."""
    function.in_slices = True
    return function


def enqueue(task: Any, **arguments: Any) -> str:
    """The job stands in the queue once the surrounding transaction is committed; returns its number."""
    return str(task.enqueue(**arguments).id)


def enqueue_once(task: Any, key: str, **arguments: Any) -> str | None:
    """The same, but at most one job for `key`, ever; None when it was asked for before."""
    with transaction.atomic():
        _row, new = JobKey.objects.get_or_create(key=key[:200])
        return enqueue(task, **arguments) if new else None


def claim(worker: str) -> DBTaskResult | None:
    """The next job that is due, marked as this worker's, with one attempt more; None when nothing is due."""
    if not DBTaskResult.objects.ready().exists():
        return None  # an idle worker takes no write lock
    with transaction.atomic():
        job = DBTaskResult.objects.ready().get_locked()
        if job is None:
            return None
        job.claim(worker)
        lease, _new = JobLease.objects.get_or_create(job_id=job.pk, defaults={"until": clock.now()})
        lease.worker, lease.until, lease.attempts = (
            worker,
            clock.now() + dt.timedelta(seconds=settings.JOB_LEASE),
            lease.attempts + 1,
        )
        lease.save()
    return job


def carry_out(job: DBTaskResult) -> bool:
    """Run a claimed job. Its effects and the note that it is done are one transaction; a failure leaves neither."""
    if getattr(job.task.func, "in_slices", False):
        return _carry_out_slice(job)
    try:
        with transaction.atomic():
            held = DBTaskResult.objects.select_for_update().get(pk=job.pk)
            if held.status != "RUNNING" or held.worker_ids != job.worker_ids:
                return False  # somebody thought this worker dead and did the job meanwhile
            arguments = held.args_kwargs
            value = held.task.call(*arguments["args"], **arguments["kwargs"])
            held.set_successful(value)
            JobLease.objects.filter(job_id=job.pk).delete()
    except Exception as error:
        log.exception("job %s failed", job.task_path)
        _failed(job, error)
        return False
    return True


def _carry_out_slice(job: DBTaskResult) -> bool:
    try:
        arguments = job.args_kwargs
        more = job.task.call(*arguments["args"], **arguments["kwargs"])
        with transaction.atomic():
            held = DBTaskResult.objects.select_for_update().get(pk=job.pk)
            if held.status != "RUNNING" or held.worker_ids != job.worker_ids:
                return False
            if more is True:
                held.status, held.enqueued_at = "READY", clock.now()  # behind those who wait already
                held.save(update_fields=["status", "enqueued_at"])
                JobLease.objects.filter(job_id=job.pk).update(attempts=0)
            else:
                held.set_successful(more)
                JobLease.objects.filter(job_id=job.pk).delete()
    except Exception as error:
        log.exception("job %s failed", job.task_path)
        _failed(job, error)
        return False
    return True


def _failed(job: DBTaskResult, error: Exception) -> None:
    with transaction.atomic():
        lease = JobLease.objects.filter(job_id=job.pk).first()
        attempts = lease.attempts if lease else 1
        held = DBTaskResult.objects.select_for_update().get(pk=job.pk)
        if attempts >= ATTEMPTS:
            held.set_failed(error)
            return
        held.status = "READY"
        held.run_after = clock.now() + dt.timedelta(seconds=BACKOFF[min(attempts, len(BACKOFF)) - 1])
        held.exception_class_path, held.traceback = type(error).__qualname__, str(error)[:2000]
        held.save(update_fields=["status", "run_after", "exception_class_path", "traceback"])


def reap() -> int:
    """Jobs whose worker died are due again, or given up after too many attempts; returns how many were found.

    A job that is still running holds its row (or, on SQLite, the database), so it is never taken from a living worker.
    """
    found = 0
    for lease in list(JobLease.objects.filter(until__lt=clock.now())):
        with transaction.atomic():
            rows = DBTaskResult.objects.filter(pk=lease.job_id, status="RUNNING")
            skip = connection.features.has_select_for_update_skip_locked
            job = (rows.select_for_update(skip_locked=True) if skip else rows).first()
            if job is None:
                continue
            found += 1
            if lease.attempts >= ATTEMPTS:
                job.set_failed(RuntimeError("worker died on every attempt"))
            else:
                job.status = "READY"
                job.save(update_fields=["status"])
    return found
