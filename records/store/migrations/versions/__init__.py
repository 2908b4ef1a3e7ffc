"""The migrations themselves: once released, never changed."""
