"""What an office holds: the life of a record, the office's database, and the verbs that change it."""
