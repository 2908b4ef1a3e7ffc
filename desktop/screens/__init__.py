"""One file a screen. Screens ask the ledger and show what it says."""
