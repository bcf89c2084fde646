"""The staff door: the day board, one person's page, tasks and alerts. Holds no rules."""
