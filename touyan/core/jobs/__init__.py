"""Work in the background: enqueued with the transaction that asks for it, done once, even when the worker is killed.

A job's effects and its completion are one transaction, so a job that was cut off leaves nothing and is done again, and one
that was completed is never done twice. See `docs/decisions/jobs.md`.
"""

from touyan.core.jobs.queue import enqueue, enqueue_once, in_slices
from touyan.core.jobs.schedule import Scheduled

__all__ = ["Scheduled", "enqueue", "enqueue_once", "in_slices"]
