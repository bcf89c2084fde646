"""What a person agreed to, and when they took it back."""

from django.db import models


class Consent(models.Model):
    person = models.ForeignKey("casefile.Person", on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=32)
    granted_on = models.DateField()
    withdrawn_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "purpose"], name="one_consent_a_purpose")]
