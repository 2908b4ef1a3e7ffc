"""Many records as a spreadsheet: one row a record, one column a question, each cell with the form's own checks."""
