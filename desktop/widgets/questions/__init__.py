"""One widget for each kind of question, all with the same manners (see `editor`)."""
