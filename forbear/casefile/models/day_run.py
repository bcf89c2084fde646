"""One collections day and its steps: what was done, with counts and times, so that it restarts where it stopped."""

from django.db import models


class DayRun(models.Model):
    as_of = models.DateField(unique=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    simulated = models.BooleanField(default=False)
    facts_read = models.IntegerField(default=0)


class StepRun(models.Model):
    """`counts` maps a word to a number; `seconds` is how long the step took the last time it ran."""

    day = models.ForeignKey(DayRun, on_delete=models.CASCADE, related_name="steps")
    name = models.CharField(max_length=24)
    number = models.IntegerField()
    counts = models.JSONField(default=dict)
    seconds = models.FloatField()
    finished_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "name"], name="one_run_a_step_a_day")]
        ordering = ["number"]
