"""A breach of personal data: what happened, whom it touches, who was told and when. Law: PIPL Art. 57."""

from django.db import models


class Breach(models.Model):
    """`people` is how many are touched (null: not known yet); `kinds` names kinds of data, never the data."""

    found_at = models.DateTimeField()
    what = models.CharField(max_length=400)
    people = models.IntegerField(null=True)
    kinds = models.JSONField(default=list)
    measures = models.CharField(max_length=400, blank=True)
    told_authority_at = models.DateTimeField(null=True)
    told_people_at = models.DateTimeField(null=True)
    recorded_by = models.CharField(max_length=60)
