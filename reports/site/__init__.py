"""What an office publishes, as a static web site: notices, honour roll, projects, money, needs, indicators.

`gathering` takes from the ledgers only what the forms mark as public (P0) and somebody approved; `scrubbing` takes numbers of
people out of free text, `deciding` keeps what a person decided about names, `suppression` hides cells of one or two people; `pages` writes the folder. Door: `publish`.
"""

from reports.site.deciding import Named, NamesUndecided, decide
from reports.site.pages import Published, publish
from reports.site.scrubbing import Decision

__all__ = ["Decision", "Named", "NamesUndecided", "Published", "decide", "publish"]
