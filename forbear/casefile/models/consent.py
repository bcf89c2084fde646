"""What a person agreed to, for which purpose and how far, and when they took it back."""

from django.db import models


class Consent(models.Model):
    """One line of the consent register; purposes are described in playbooks/privacy/purposes.yaml.

    `scope` names kinds of data or recipients where the consent covers only some. `source` is who recorded it last: the
    lender's files (`lender`) or the person's own page (`portal`); the page outranks older files (recording.py).
    """

    person = models.ForeignKey("casefile.Person", on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=32)
    basis = models.CharField(max_length=32, default="consent")
    scope = models.JSONField(default=list)
    granted_on = models.DateField()
    until_on = models.DateField(null=True)
    withdrawn_on = models.DateField(null=True)
    source = models.CharField(max_length=80, default="lender")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "purpose"], name="one_consent_a_purpose")]
