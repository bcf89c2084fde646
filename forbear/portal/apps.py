"""Registers the portal with Django."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "forbear.portal"
    label = "portal"
