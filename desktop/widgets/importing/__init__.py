"""The parts of the import screen, one for each step."""
