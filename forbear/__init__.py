"""Forbear: look after overdue loans lawfully, intelligently and humanely. Start reading at `flow.py`."""

__version__ = "0.1.0"
