"""Entities of an XForm: ``<meta><entity dataset="…" create="…" update="…" id="…">`` and `entities:saveto` of binds.

The id of an entity made by a record must stay the same through all its revisions, so it is kept with the answers:
a hidden question called `entity_id`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from forms.compile.layout import Layout
from forms.compile.xform import XForm
from forms.compile.xml_tree import ENTITIES, Element
from forms.engine.nodes import Node
from forms.engine.program import Code, EntityRule

Compile = Callable[[Node, str, str], Code | None]  # (site, column, expression) -> code


@dataclass(slots=True)
class EntityRules:
    """Compiles the entities of one form."""

    form: XForm
    layout: Layout
    code: Compile

    def run(self) -> tuple[EntityRule, ...]:
        """Return the rule of each entity, in the form's order."""
        return tuple(self._rule(node, element) for node, element in self.layout.entities)

    def _rule(self, node: Node, element: Element) -> EntityRule:
        return EntityRule(
            dataset=element.get("dataset"),
            scope=node.scope,
            gate=node.gate,
            id=node.children["@id"].cell,
            create=self._flag(node, element, "create"),
            update=self._flag(node, element, "update"),
            label=self._calculated(node, "label"),
            base_version=self._calculated(node, "@baseVersion"),
            properties=tuple(
                (saved, asked.cell)
                for asked in self.layout.asked
                if asked.bind is not None
                and asked.node.scope is node.scope
                and (saved := asked.bind.get("saveto", ENTITIES).strip())
            ),
        )

    def _flag(self, node: Node, element: Element, name: str) -> Code | bool:
        calculated = self._calculated(node, f"@{name}")
        return calculated or element.get(name).strip() in ("1", "true")

    def _calculated(self, node: Node, name: str) -> Code | None:
        """Return the code of what a bind calculates for a part of the entity."""
        site = node.children[name]
        bind = self.form.binds.get(site.path)
        text = bind.get("calculate").strip() if bind is not None else ""
        return self.code(site, f"entity {name}", text) if text else None
