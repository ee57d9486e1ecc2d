"""The MkDocs plugin `caseload`: lets `mkdocs build` and `mkdocs serve` make the site of a practice.

Thin on purpose, so that the builder can be exchanged. It hands our finished pages to MkDocs,
switches off what would leak, and checks what came out. Pages are made elsewhere.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils.templates import TemplateContext

from caseload_tools import dates
from caseload_tools.errors import CaseloadError
from caseload_tools.site.edition import Edition, read_edition
from caseload_tools.site.html import escape
from caseload_tools.site.publish.content_policy import CONTENT_POLICY
from caseload_tools.site.publish.marker import mark_site, may_replace
from caseload_tools.site.publish.serving import for_this_machine_only, with_reloading
from caseload_tools.site.publish.staging import complete_site, for_readers, for_search, staging_folder, write_pages
from caseload_tools.site.publish.verify import verify_site

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

THEME = Path(__file__).parent.parent / "theme"
# Of Material's files the site takes its two style sheets, its script and its search worker.
_TAKEN = ("assets/stylesheets/", "assets/javascripts/bundle", "assets/javascripts/workers/")
_log = get_plugin_logger(__name__)
_ALWAYS = {"404.html", "robots.txt", "search/search_index.json", "search/search_index.js"}


class CaseloadPluginConfig(Config):  # type: ignore[no-untyped-call]  # MkDocs types only part of itself
    """`practice`: the folder with caseload.toml, if not that of mkdocs.yml. `today`: the day to show."""

    practice = config_options.Type(str, default="")
    today = config_options.Type(str, default="")


class CaseloadPlugin(BasePlugin[CaseloadPluginConfig]):  # type: ignore[no-untyped-call]
    """One build: stage the pages, let MkDocs frame them, mark the result as ours and verify it."""

    def __init__(self) -> None:
        super().__init__()
        self.edition: Edition | None = None
        self.staged: Path | None = None
        self.umask: int | None = None
        self.bodies: dict[str, str] = {}
        self.expected: set[str] = set()

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        self.umask = os.umask(0o077)
        try:
            may_replace(Path(config.site_dir))
            edition = self.edition or self._read(config)
            self.staged = staging_folder(Path(config.site_dir).parent)
            write_pages(edition.pages(), self.staged)
        except CaseloadError as error:
            self._clear()
            raise PluginError(f"{error.message}. {error.hint}".strip(". ") + ".") from None
        if edition.unseen is not None:
            _log.warning("%s. %s.", edition.unseen.message, edition.unseen.hint)
        config.docs_dir = str(self.staged)
        self._make_private(config, edition)
        return config

    def _read(self, config: MkDocsConfig) -> Edition:
        root = Path(config.config_file_path).parent / self.config.practice
        day = self.config.today or None
        return read_edition(root, lambda practice: dates.today(day, practice.today, practice.timezone))

    def _make_private(self, config: MkDocsConfig, edition: Edition) -> None:
        """What must hold whatever mkdocs.yml says."""
        config.site_name = str(escape(config.site_name))  # Material prints it as it stands
        config.use_directory_urls = False
        config.nav = [{"Needs attention": "index.md"}]
        config.repo_url = config.edit_uri = config.site_url = None
        config.extra_css, config.extra_javascript, config.extra_templates = [], [], []
        config.theme.dirs.insert(0, str(THEME))
        config.theme.static_templates.discard("sitemap.xml")
        config.theme["font"] = False
        config.extra.update(generator=False, scope="/")
        tabs = [{"label": t.label, "address": t.address, "key": t.key, "count": edition.count(t)} for t in edition.tabs]
        config.extra["caseload"] = {"policy": CONTENT_POLICY, "tabs": tabs, "foot": edition.footer}

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        ours = {str(path.relative_to(THEME)) for path in THEME.rglob("*") if path.is_file()}
        for file in list(files):
            foreign = not file.is_documentation_page() and file.src_uri not in ours
            if foreign and (not file.src_uri.startswith(_TAKEN) or file.src_uri.endswith(".map")):
                files.remove(file)
        self.expected = {file.dest_uri for file in files} | _ALWAYS
        return files

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        # Finished HTML needs no Markdown reader, and must not meet one: some take a minute over a line of `[`.
        self.bodies[page.file.src_uri] = markdown
        return ""

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        page.toc = TableOfContents([AnchorLink(str(page.title), "top", 1)])
        return self.bodies.pop(page.file.src_uri)

    def _before_search(self, /, context: TemplateContext, *, page: Page, **_: object) -> TemplateContext:
        self.bodies[page.file.src_uri] = page.content or ""
        page.content = for_search(page.content or "")
        return context

    def _after_search(self, /, context: TemplateContext, *, page: Page, **_: object) -> TemplateContext:
        page.content = for_readers(self.bodies.pop(page.file.src_uri))
        return context

    on_page_context = CombinedEvent(event_priority(90)(_before_search), event_priority(-90)(_after_search))

    @event_priority(-90)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        site = Path(config.site_dir)
        complete_site(site)
        mark_site(site, self.expected)
        self._clear()
        if problems := verify_site(site):
            raise PluginError("the built site is not fit to be opened:\n  " + "\n  ".join(problems[:20]))

    def on_build_error(self, *, error: Exception) -> None:
        self._clear()

    def _clear(self) -> None:
        if self.staged is not None:
            shutil.rmtree(self.staged, ignore_errors=True)
        if self.umask is not None:
            os.umask(self.umask)
        self.staged = self.umask = None

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, **_: object) -> LiveReloadServer:
        root = Path(config.config_file_path).parent / self.config.practice
        server.unwatch(config.docs_dir)
        for name in ("records", "caseload.toml"):
            if (root / name).exists():
                server.watch(str(root / name))
        server.set_app(for_this_machine_only(with_reloading(server.get_app())))  # type: ignore[arg-type]
        return server
