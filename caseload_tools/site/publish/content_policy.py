"""The content policy of every page, and the few foreign addresses that are known and allowed.

The policy names no hash and no exception: no page of the site holds a script or a style of its own, so
whatever a record smuggles in stays dead text even if every other wall should fall.
"""

from __future__ import annotations

CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",  # Material draws its icons from data: addresses in its style sheet
        "connect-src 'self'",
        "worker-src 'self'",
        "form-action 'none'",
        "base-uri 'none'",
    )
)

# Addresses inside Material's two scripts, exactly as they stand there: notes of authors, and features that
# are off. None is ever asked for, since the policy allows no other host. `verify` accepts no other.
KNOWN_ADDRESSES = frozenset(
    (
        "https://${e}/api/v4/projects/${encodeURIComponent(t",
        "https://api.github.com/repos/${e}/${t}",
        "https://api.github.com/users/${e}",
        "https://clipboardjs.com/",
        "https://unpkg.com/mermaid@11/dist/mermaid.min.js",
        "https://unpkg.com/resize-observer-polyfill",
        "http://lunrjs.com",
        "http://tartarus.org/~martin/PorterStemmer/js.txt",
        "https://bit.ly/2s3ChXG",
        "https://github.com/sindresorhus/escape-string-regexp",
    )
)
