"""How the site is built, served and checked. Importing this loads nothing."""
