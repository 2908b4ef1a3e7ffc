"""The one chain of migrations, for the encrypted file and for PostgreSQL alike."""
