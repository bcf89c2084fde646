"""A member of staff who signs in."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class Role(models.TextChoices):
    AGENT = "agent", "agent"
    LEAD = "lead", "team lead"
    COMPLIANCE = "compliance", "compliance officer"
    ANALYST = "analyst", "analyst"
    COUNSELLOR = "counsellor", "counsellor"
    ADMIN = "admin", "administrator"


class Staff(AbstractUser):
    """One person who works here; `role` decides what they may see (least privilege)."""

    role = models.CharField(max_length=16, choices=Role.choices, default=Role.AGENT)
    display_name = models.CharField(max_length=80, blank=True)
    latin_name = models.CharField(max_length=80, blank=True)
    direct_line = models.CharField(max_length=40, blank=True)

    def name_in(self, language: str) -> str:
        """How this person is called in a language; the Latin spelling for readers who do not read Chinese."""
        return (self.latin_name if language == "en" else "") or self.display_name or self.username
