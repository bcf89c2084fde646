"""The next step that the playbook proposes for one person on one day."""

from django.db import models


class Proposal(models.Model):
    """`why` holds the row's reason in the three languages; `state` says what became of the proposal."""

    class State(models.TextChoices):
        OPEN = "open", "open"
        QUEUED = "queued", "queued to be sent"
        TASKED = "tasked", "given to a person"
        DEFERRED = "deferred", "waits for free hours"
        NOTHING = "nothing", "nothing to do"
        UNREACHABLE = "unreachable", "no usable address"
        INCOMPLETE = "incomplete", "a fact for the letter is missing"
        LAPSED = "lapsed", "its day went by"

    person = models.ForeignKey("casefile.Person", on_delete=models.CASCADE, related_name="proposals")
    as_of = models.DateField(db_index=True)
    playbook = models.CharField(max_length=80)
    row = models.CharField(max_length=60)
    step = models.CharField(max_length=24)
    letter = models.CharField(max_length=40, blank=True)
    channels = models.JSONField(default=list)
    priority = models.IntegerField(default=0)
    why = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)

    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "as_of"], name="one_proposal_a_person_a_day")]
