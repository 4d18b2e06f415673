"""How right a parser is about CVs of which people wrote down the facts."""
