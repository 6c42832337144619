"""The command palette: the same actions as everywhere, found by name."""

from collections.abc import Iterator

from textual.command import DiscoveryHit, Hit, Hits, Provider

from emalign_tui.tui.keymap import ACTIONS, Action, key_name


class LabCommands(Provider):
    """Every action that is possible on the screen the palette was opened over."""

    def _possible(self) -> Iterator[tuple[Action, str]]:
        active = {item.binding.id: key for key, item in reversed(self.screen.active_bindings.items()) if item.enabled}
        for action in sorted(ACTIONS, key=lambda action: action.scope == "lab"):
            if action.id in active and action.scope not in ("list", "text", "dialog", "choose", "mend"):
                yield action, active[action.id]

    async def discover(self) -> Hits:
        for action, key in self._possible():
            yield DiscoveryHit(action.about, self._run(action), help=f"key: {key_name(key)}")

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for action, key in self._possible():
            if (score := matcher.match(action.about)) > 0:
                yield Hit(score, matcher.highlight(action.about), self._run(action), help=f"key: {key_name(key)}")

    def _run(self, action: Action) -> object:
        screen = self.screen

        async def run() -> None:
            await screen.run_action(action.do)

        return run
