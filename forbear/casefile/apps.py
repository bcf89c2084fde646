"""Registers the casefile with Django."""

from django.apps import AppConfig


class CasefileConfig(AppConfig):
    name = "forbear.casefile"
    label = "casefile"
    default_auto_field = "django.db.models.BigAutoField"
