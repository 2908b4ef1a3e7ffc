"""XLSForm or XForm in, form definition out; every error with its place, all at once."""
