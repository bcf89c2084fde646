"""The outbox: one row for each message that was proposed, in exactly one state."""

from django.db import models

from forbear.casefile.fields import EncryptedText


class Message(models.Model):
    """States: queued → permitted → handing_over → sent | failed | unknown; queued → refused | waiting | lapsed.

    `handing_over` is committed before the provider is called; a row found in it after a crash is settled by asking
    the provider. Only its word that it never took the message leads back to `queued`; `unknown` waits for a human.
    `waiting` was refused for the hour alone and is judged again from `not_before` on.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "queued"
        WAITING = "waiting", "waits for its hour"
        PERMITTED = "permitted", "permitted"
        HANDING_OVER = "handing_over", "handing over"
        SENT = "sent", "sent"
        FAILED = "failed", "failed"
        UNKNOWN = "unknown", "unknown: ask the provider"
        REFUSED = "refused", "refused by the gate"
        LAPSED = "lapsed", "its day went by"

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey("casefile.Person", on_delete=models.CASCADE, related_name="messages")
    proposal = models.ForeignKey("casefile.Proposal", null=True, on_delete=models.SET_NULL, related_name="messages")
    decision = models.ForeignKey("casefile.Decision", null=True, on_delete=models.SET_NULL, related_name="messages")
    as_of = models.DateField(db_index=True)
    letter = models.CharField(max_length=40)
    letter_version = models.CharField(max_length=16)
    variant = models.CharField(max_length=8, blank=True)
    purpose = models.CharField(max_length=32)
    language = models.CharField(max_length=8)
    channel = models.CharField(max_length=16)
    contact_point = models.ForeignKey("casefile.ContactPoint", null=True, on_delete=models.SET_NULL)
    subject = EncryptedText(blank=True)
    text = EncryptedText()
    html = EncryptedText(blank=True)
    content_hash = models.CharField(max_length=64)
    disclosures = models.JSONField(default=dict)
    idempotency_key = models.CharField(max_length=80, unique=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED, db_index=True)
    not_before = models.DateTimeField(null=True)
    attempts = models.IntegerField(default=0)
    provider_id = models.CharField(max_length=120, blank=True)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
