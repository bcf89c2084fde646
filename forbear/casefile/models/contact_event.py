"""One contact or attempt, in either direction: the history that the law counts."""

from django.db import models


class ContactEvent(models.Model):
    """Counted per person across loans, channels and agencies; written in the transaction that permits the contact."""

    person = models.ForeignKey("casefile.Person", on_delete=models.CASCADE, related_name="contacts")
    at = models.DateTimeField(db_index=True)
    direction = models.CharField(max_length=8, choices=[("outbound", "outbound"), ("inbound", "inbound")])
    channel = models.CharField(max_length=16)
    outcome = models.CharField(max_length=20)
    number_index = models.CharField(max_length=32, blank=True)
    actor = models.CharField(max_length=40)
    message = models.OneToOneField("casefile.Message", null=True, on_delete=models.SET_NULL, related_name="event")
    note = models.CharField(max_length=200, blank=True)
