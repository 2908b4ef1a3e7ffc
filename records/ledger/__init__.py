"""The verbs. One verb is one transaction and one audit line."""
