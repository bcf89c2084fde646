"""Leave to hand over one message once: minted by the gate, bound to the content, good for minutes."""

from django.db import models


class Permit(models.Model):
    id = models.UUIDField(primary_key=True)
    message = models.ForeignKey("casefile.Message", on_delete=models.CASCADE, related_name="permits")
    decision = models.ForeignKey("casefile.Decision", on_delete=models.PROTECT, related_name="permits")
    content_hash = models.CharField(max_length=64)
    minted_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
