"""Text as people write it, made ready to be searched: what privacy rules, grounding and parsers share."""
