"""What a CV looks like: its lines, what parts them, and where they stand on the page."""
