"""How we are watched: alerts, boards, reports, readiness, evidence."""
