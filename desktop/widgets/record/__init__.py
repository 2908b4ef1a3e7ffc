"""The parts of the record form: sections, the bar above them, saving, look-ups, history."""
