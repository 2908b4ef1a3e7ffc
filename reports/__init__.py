"""What goes out to people: receipts, rosters and workbooks; and workbooks as they come in."""
