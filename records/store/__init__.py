"""Every table of the office's database, how it is opened, migrated and searched."""
