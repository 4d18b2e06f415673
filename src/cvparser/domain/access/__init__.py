"""Who may do what: owners, keys, scopes, and the rules by which they let somebody in."""
