"""Checks of the domain: ID numbers, credit codes, phones, cards, names, amounts in capitals."""
