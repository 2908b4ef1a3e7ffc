"""What an office publishes, as a static web site: notices, honour roll, projects, money, needs, indicators.

`gathering` takes from the ledgers only what the forms mark as public (P0) and somebody approved; `scrubbing` takes numbers of
people out of free text, `suppression` hides cells of one or two people; `pages` writes the folder. Door: `publish`.
"""

from reports.site.pages import Published, publish

__all__ = ["Published", "publish"]
