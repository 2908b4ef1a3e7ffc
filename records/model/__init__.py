"""The life of a record in pure Python: states, who may do what, revisions, normal text, masking."""
