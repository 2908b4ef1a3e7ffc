"""How fast we are beside the raw limit, measured in one run."""
