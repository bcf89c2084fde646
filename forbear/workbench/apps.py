"""Registers the workbench with Django."""

from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    name = "forbear.workbench"
    label = "workbench"
