"""Words of single record types, one small file each; every file of this folder is found by name.

A file registers one function with `@wording("session")`. It answers only what its type says in another
way than the general words do, and imports nothing from its siblings.
"""
