"""Wiring only: settings, database, urls, worker, engines, the command's entry. No rule lives here."""
