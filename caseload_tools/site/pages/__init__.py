"""The pages of the site: one file a kind of page, each a function from an edition to pages.

To add one, put a file beside these with a function under `@pages(...)`; every module here is found by
name. A page imports components and content, never another page.
"""
