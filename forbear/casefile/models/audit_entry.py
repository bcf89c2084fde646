"""One link of the evidence chain. The database itself refuses to change or remove it."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models


class AuditEntry(models.Model):
    """`hash` = SHA-256 over the previous hash and this entry's canonical JSON (see casefile/audit.py)."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    action = models.CharField(max_length=60, db_index=True)
    subject = models.CharField(max_length=80, db_index=True)
    reason = models.TextField(blank=True)
    basis = models.TextField(blank=True)
    detail = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["number"]
        indexes = [
            GinIndex(
                fields=["detail"],
                opclasses=["jsonb_path_ops"],
                condition=models.Q(action="people.listed"),
                name="who_was_listed",
            ),
        ]
