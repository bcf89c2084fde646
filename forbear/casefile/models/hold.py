"""A reason why a person is not to be pressed: hardship, dispute, complaint, plan, moratorium and the like."""

from django.db import models


class Hold(models.Model):
    """Rows that the gate reads; no sender can forget one. Open while `until_on` is null or not yet past."""

    person = models.ForeignKey("casefile.Person", on_delete=models.CASCADE, related_name="holds")
    kind = models.CharField(max_length=32)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    source = models.CharField(max_length=80)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "from_on", "source"], name="one_hold_a_reason"),
        ]
