"""The office above: receive, verify, review, import or return, acknowledge. Idempotent."""
