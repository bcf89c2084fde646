"""The API door: JSON for other systems. Holds no rules."""
