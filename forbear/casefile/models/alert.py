"""Something that the people responsible must see, with evidence, an owner and a deadline."""

from django.db import models


class Alert(models.Model):
    class State(models.TextChoices):
        OPEN = "open", "open"
        SEEN = "seen", "seen"
        RESOLVED = "resolved", "resolved"

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=40)
    severity = models.CharField(max_length=8, choices=[("info", "info"), ("watch", "watch"), ("act", "act")])
    person = models.ForeignKey("casefile.Person", null=True, on_delete=models.CASCADE, related_name="alerts")
    evidence = models.JSONField(default=dict)
    owner_role = models.CharField(max_length=16)
    raised_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN, db_index=True)
    resolution = models.CharField(max_length=200, blank=True)
    as_of = models.DateField(db_index=True)
