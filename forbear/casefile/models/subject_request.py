"""What a person asks for about their own data, until it is answered."""

from django.db import models

from forbear.casefile.fields import EncryptedText


class SubjectRequest(models.Model):
    """`due_on` comes from playbooks/privacy/clocks.yaml; a refusal carries its reason in `answer`."""

    class Kind(models.TextChoices):
        ACCESS = "access", "see and take along"
        CORRECTION = "correction", "correct"
        RESTRICTION = "restriction", "use no further"
        DELETION = "deletion", "delete"

    class State(models.TextChoices):
        OPEN = "open", "open"
        GRANTED = "granted", "done as asked"
        REFUSED = "refused", "refused with reasons"

    person = models.ForeignKey("casefile.Person", on_delete=models.CASCADE, related_name="subject_requests")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    words = EncryptedText(blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN, db_index=True)
    received_at = models.DateTimeField()
    due_on = models.DateField()
    answer = EncryptedText(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("casefile.Staff", null=True, on_delete=models.SET_NULL)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"], condition=models.Q(state="open"), name="one_open_request_a_kind"
            ),
        ]
