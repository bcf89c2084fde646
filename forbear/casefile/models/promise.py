"""A promise to pay, judged from posted payments only."""

from django.db import models


class Promise(models.Model):
    class State(models.TextChoices):
        LIVE = "live", "live"
        KEPT = "kept", "kept"
        PARTLY = "partly", "partly kept"
        MISSED = "missed", "missed"

    person = models.ForeignKey("casefile.Person", on_delete=models.CASCADE, related_name="promises")
    made_on = models.DateField()
    due_on = models.DateField()
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=8, choices=State.choices, default=State.LIVE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "made_on", "due_on"], name="one_promise_a_day")]
