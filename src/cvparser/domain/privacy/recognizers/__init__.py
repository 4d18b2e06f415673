"""What finds one kind of personal data each: one file a kind."""
