"""The journal, its chain heads, and the keys that make a write happen once."""

from __future__ import annotations

from django.db import models


class JournalEntry(models.Model):
    """Who did what to which record, as it was called then. No foreign keys: what is later renamed stays as it stood.

    Insert-only, held by database triggers. `digest` covers the entry and the digest before it.
    """

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=60)
    roles = models.CharField(max_length=200, blank=True)
    action = models.CharField(max_length=60)
    outcome = models.CharField(max_length=10)
    subject_kind = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=60, blank=True)
    subject_name = models.CharField(max_length=200, blank=True)
    unit_id = models.BigIntegerField(null=True)
    unit_name = models.CharField(max_length=100, blank=True)
    detail = models.JSONField(default=dict)
    algorithm = models.CharField(max_length=10, default="sha256")
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["seq"]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"]),
            models.Index(fields=["actor_id", "at"]),
            models.Index(fields=["action", "at"]),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.action}"


class ChainHead(models.Model):
    """The last link of a chain; its row is the lock that keeps links in one order."""

    name = models.CharField(max_length=20, primary_key=True)
    seq = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="0" * 64)


class OnceKey(models.Model):
    """A form's own key: the same form sent twice is answered twice and carried out once."""

    key = models.CharField(max_length=64, primary_key=True)
    account_id = models.BigIntegerField(null=True)
    path = models.CharField(max_length=300)
    location = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(auto_now_add=True)


class JobLease(models.Model):
    """Which worker took a job, until when its claim holds, and how often the job was tried."""

    job_id = models.UUIDField(primary_key=True)
    worker = models.CharField(max_length=60, blank=True)
    until = models.DateTimeField(db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)


class JobKey(models.Model):
    """A job asked for under this key is asked for once."""

    key = models.CharField(max_length=200, primary_key=True)
    at = models.DateTimeField(auto_now_add=True)


class JobSchedule(models.Model):
    """Up to when a schedule has been looked at."""

    name = models.CharField(max_length=80, primary_key=True)
    seen = models.DateTimeField()
