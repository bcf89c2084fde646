"""A privacy impact assessment on file: what was assessed, for which purposes, and the digest of the report."""

from django.db import models


class Assessment(models.Model):
    """`purposes` are those of the judge vocabulary (automated_decision, data_share …). The report itself is kept by the
    lender; `file_hash` (SHA-256) says which one it was. Law: PIPL Arts. 55-56.
    """

    id = models.CharField(primary_key=True, max_length=40)
    title = models.CharField(max_length=200)
    purposes = models.JSONField(default=list)
    scope = models.CharField(max_length=400)
    done_on = models.DateField()
    until_on = models.DateField(null=True)
    file_name = models.CharField(max_length=200)
    file_hash = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=60)
