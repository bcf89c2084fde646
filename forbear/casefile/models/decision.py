"""A verdict of the gate, kept with everything that it read, so that it can be judged again."""

from django.db import models


class Decision(models.Model):
    """`request` carries no name, phone or address; `verdict` is the whole answer as given."""

    id = models.UUIDField(primary_key=True)
    at = models.DateTimeField()
    person = models.ForeignKey("casefile.Person", null=True, on_delete=models.SET_NULL, related_name="decisions")
    outcome = models.CharField(max_length=8, db_index=True)
    channel = models.CharField(max_length=20)
    purpose = models.CharField(max_length=32)
    rules = models.JSONField(default=list)
    pack = models.CharField(max_length=80)
    request = models.JSONField()
    verdict = models.JSONField()
    as_of = models.DateField(db_index=True)
