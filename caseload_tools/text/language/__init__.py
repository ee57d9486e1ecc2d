"""Text as language: patterns, word lists, identifiers, likeness. Knows no record."""
