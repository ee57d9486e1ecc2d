"""Git, and the only place that knows of it: hardened commands, objects, trees, keys, hooks.

Importing this package loads nothing, so that lint stays quick; whoever runs git imports `command`,
`tree` or `contents` by name.
"""
