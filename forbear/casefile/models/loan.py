"""One loan of a person, with its position on the last day that was run."""

from django.db import models


class Loan(models.Model):
    """A copy of the lake's position, kept beside the person for pages and letters; never computed here.

    Amounts are minor units of `currency`; null means the source does not tell.
    `next_due_parts` maps principal, interest and costs to minor units, where the next payment is near.
    """

    key = models.CharField(primary_key=True, max_length=80)
    person = models.ForeignKey("casefile.Person", on_delete=models.CASCADE, related_name="loans")
    product = models.CharField(max_length=40)
    creditor = models.CharField(max_length=80)
    currency = models.CharField(max_length=3)
    annual_rate_bp = models.IntegerField(null=True)
    autopay = models.BooleanField(default=False)
    principal_minor = models.BigIntegerField(null=True)
    outstanding_minor = models.BigIntegerField(null=True)
    overdue_minor = models.BigIntegerField(null=True)
    overdue_principal_minor = models.BigIntegerField(null=True)
    overdue_interest_minor = models.BigIntegerField(null=True)
    overdue_costs_minor = models.BigIntegerField(null=True)
    oldest_due_on = models.DateField(null=True)
    next_due_on = models.DateField(null=True)
    next_due_minor = models.BigIntegerField(null=True)
    next_due_parts = models.JSONField(default=dict)
    days_past_due = models.IntegerField(default=0)
    bucket = models.CharField(max_length=12)
    basis = models.CharField(max_length=12)
    source_file = models.CharField(max_length=200, blank=True)
    source_row = models.BigIntegerField(null=True)
    import_id = models.CharField(max_length=64, blank=True)
    as_of = models.DateField()
