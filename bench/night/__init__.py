"""The parts of the nightly benchmark; each runs in a process of its own."""
