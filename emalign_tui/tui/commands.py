"""The command palette: the same actions as everywhere, found by name."""

from collections.abc import Iterator

from textual.app import App
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.widget import Widget

from emalign_tui.tui.keymap import ACTIONS, Action, key_name


class LabCommands(Provider):
    """Every action that is possible on the screen the palette was opened over."""

    def _possible(self) -> Iterator[tuple[Action, str, Widget | App]]:
        """The action, its key, and the part of the screen that does it."""
        active = {
            item.binding.id: (key, item.node)
            for key, item in reversed(self.screen.active_bindings.items())
            if item.enabled
        }
        for action in sorted(ACTIONS, key=lambda action: action.scope == "lab"):
            if action.id in active and action.scope not in ("list", "table", "text", "dialog", "choose", "mend"):
                yield action, *active[action.id]

    async def discover(self) -> Hits:
        for action, key, node in self._possible():
            yield DiscoveryHit(action.about, _run(action, node), help=f"key: {key_name(key)}")

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for action, key, node in self._possible():
            if (score := matcher.match(action.about)) > 0:
                yield Hit(score, matcher.highlight(action.about), _run(action, node), help=f"key: {key_name(key)}")


def _run(action: Action, node: Widget | App) -> object:
    async def run() -> None:
        await node.run_action(action.do)

    return run
