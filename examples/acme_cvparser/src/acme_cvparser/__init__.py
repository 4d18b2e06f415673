"""Adapters of Acme for cvparser. Nothing is imported here: only what a setting chooses is loaded."""
