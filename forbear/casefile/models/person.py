"""A person whom the lender looks after now, with the situation of the last day that was run."""

from django.db import models

from forbear.casefile.fields import EncryptedText


class Person(models.Model):
    """`id` is pseudonymous ("P" + 12 hex digits) and the same in the lake; the name is encrypted.

    `reference` ("B000123") is what a person types to sign in. Amounts are minor units of `currency`. `situation` is
    the row of facts that the strategy read, as it was read. After `erased_on` nothing personal is left, and the row
    stays only because the evidence of what was done refers to its number.
    """

    id = models.CharField(primary_key=True, max_length=16)
    reference = models.CharField(max_length=12, unique=True)
    name = EncryptedText(blank=True)
    birth_day = models.DateField(null=True)
    language = models.CharField(max_length=8, default="zh-Hans")
    timezone = models.CharField(max_length=40, blank=True)
    market = models.CharField(max_length=4)
    stage = models.CharField(max_length=24, db_index=True)
    band = models.CharField(max_length=8)
    probability = models.FloatField(null=True)
    reasons = models.JSONField(default=list)
    days_past_due = models.IntegerField(default=0)
    days_to_due = models.IntegerField(null=True)
    overdue_minor = models.BigIntegerField(null=True)
    next_due_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    situation = models.JSONField(default=dict)
    as_of = models.DateField()
    erased_on = models.DateField(null=True)
    helper = models.ForeignKey("casefile.Staff", null=True, on_delete=models.SET_NULL, related_name="helped")

    class Meta:
        indexes = [models.Index(fields=["stage", "band"])]
