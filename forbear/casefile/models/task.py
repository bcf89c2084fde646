"""Something that a human is asked to do for a person; `checklist` holds conditions with met, why and source."""

from django.db import models


class Task(models.Model):
    class State(models.TextChoices):
        OPEN = "open", "open"
        DONE = "done", "done"
        CLOSED = "closed", "no longer needed"

    person = models.ForeignKey("casefile.Person", on_delete=models.CASCADE, related_name="tasks")
    kind = models.CharField(max_length=24)
    owner_role = models.CharField(max_length=16)
    owner = models.ForeignKey("casefile.Staff", null=True, on_delete=models.SET_NULL)
    opened_on = models.DateField()
    due_on = models.DateField()
    priority = models.IntegerField(default=0)
    why = models.JSONField(default=dict)
    checklist = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN, db_index=True)
    outcome = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"], condition=models.Q(state="open"), name="one_open_task_a_kind"
            ),
        ]
