"""Names: the candidate's, other people's, and every mention of them."""
