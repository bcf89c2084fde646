"""How people are helped: promises, holds and tasks. Collectors' tools do not reach in here."""
