"""A borrower's one-time code: hashed, short-lived, few tries."""

from django.db import models


class SignInCode(models.Model):
    person = models.ForeignKey("casefile.Person", on_delete=models.CASCADE, related_name="sign_in_codes")
    code_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.IntegerField(default=0)
    used_at = models.DateTimeField(null=True)
