"""What travels between offices: seal, carry, receive, review, acknowledge."""
