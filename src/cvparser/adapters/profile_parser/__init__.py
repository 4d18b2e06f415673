"""What reads facts out of redacted text."""
