"""The private site: pages made from a caseload, rendered by MkDocs, verified before anybody sees them.

`build.build_site` builds it, `plugin.CaseloadPlugin` lets bare MkDocs do so, `pages/` is where a new page
goes. Importing this package loads nothing: MkDocs is slow to import and only two modules need it.
"""
