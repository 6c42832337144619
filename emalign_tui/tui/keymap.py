"""Every action of the lab, once. Bindings, key bar, help, command palette and users' own keys come from here."""

from pathlib import Path

import msgspec
from textual.binding import Binding

from emalign_tui.lab.errors import LabError


class Action(msgspec.Struct, frozen=True):
    """id: scope and name; keys: Textual key names, comma separated, the best one first; do: the Textual action.

    label: one or two words for the key bar ("" keeps it out); about: one sentence for the help and the palette.
    """

    id: str
    keys: str
    do: str
    label: str
    about: str

    @property
    def scope(self) -> str:
        return self.id.partition(".")[0]


# The Esc key alone is slow in tmux and function keys need Fn on laptops, so what can be typed into has both.
ACTIONS: tuple[Action, ...] = (
    Action("lab.home", "1", "app.room('home')", "", "Go to Home: models, runs and servers."),
    Action("lab.doctor", "2", "app.room('doctor')", "", "Go to Doctor: check this machine."),
    Action("lab.train", "3", "app.room('train')", "", "Go to Train: start and watch training runs."),
    Action("lab.chat", "4", "app.room('chat')", "", "Go to Chat: two models side by side."),
    Action("lab.scores", "5", "app.room('scores')", "", "Go to Scores: evaluations, answers, judge's scores."),
    Action("lab.data", "6", "app.room('data')", "", "Go to Data: sets to train on, and what the model sees of them."),
    Action("lab.publish", "7", "app.room('publish')", "", "Go to Publish: merge, prove, push, carry away."),
    Action("lab.tour", "t,f12", "app.tour", "Tour", "Open or close the guided tour."),
    Action("lab.tour_next", "n,f7", "app.tour_next", "", "Go to the next step of the tour."),
    Action("lab.tour_back", "b,f6", "app.tour_back", "", "Go back one step of the tour."),
    Action("lab.help", "question_mark,f1", "app.help", "Help", "Show every key that works here."),
    Action("lab.palette", "f2,colon,ctrl+p", "app.command_palette", "", "Find an action by name."),
    Action("lab.theme", "f9", "app.switch_theme", "", "Switch between the dark and the light theme."),
    Action("lab.quit", "q,ctrl+q", "app.leave", "Leave", "Leave the lab. Runs and servers go on without it."),
    Action("list.down", "j,down", "cursor_down", "", "Move down."),
    Action("list.up", "k,up", "cursor_up", "", "Move up."),
    Action("list.first", "g,home", "first", "", "Move to the first line."),
    Action("list.last", "G,end", "last", "", "Move to the last line."),
    Action("list.page_down", "ctrl+d,pagedown", "page_down", "", "Move down one page."),
    Action("list.page_up", "ctrl+u,pageup", "page_up", "", "Move up one page."),
    Action("list.open", "enter,l,right", "select", "", "Open the line under the cursor."),
    Action("text.down", "j,down", "scroll_down", "", "Scroll down."),
    Action("text.up", "k,up", "scroll_up", "", "Scroll up."),
    Action("text.first", "g,home", "scroll_home", "", "Scroll to the beginning."),
    Action("text.last", "G,end", "scroll_end", "", "Scroll to the end, and follow what comes."),
    Action("text.page_down", "space,ctrl+d,pagedown", "page_down", "", "Scroll down one page."),
    Action("text.page_up", "ctrl+u,pageup", "page_up", "", "Scroll up one page."),
    Action("home.chat", "c", "chat", "Chat", "Chat with the model under the cursor, beside its base."),
    Action("home.evaluate", "e", "evaluate", "Evaluate", "Evaluate the model under the cursor."),
    Action("home.train", "r", "train", "Train from it", "Train on from the model under the cursor (repair it)."),
    Action("home.setup", "s", "setup", "Set up", "Set the lab up: machine, model, tokens, judge, folders."),
    Action("home.stop_server", "x", "stop_server", "Stop server", "Stop the model server under the cursor."),
    Action("doctor.again", "r", "again", "Check again", "Run every check again."),
    Action("doctor.fix", "f", "fix", "Mend", "Mend what the check found, or copy the command that does."),
    Action("setup.skip", "s", "skip", "Skip", "Skip this step; it can be done later."),
    Action("setup.back", "backspace,h,left,escape,f8", "back", "Back", "Leave the line, or go to the list of steps."),
    Action("setup.again", "r", "again", "Look again", "Measure the machine and read settings and tokens again."),
    Action("data.pull", "p", "pull", "Fetch", "Fetch the published file under the cursor, checked by its hash."),
    Action("data.check", "c", "check", "Check", "Check the set: copies, overlap with others and questions, lengths."),
    Action("data.preview", "v", "preview", "Preview", "Show a row as tokens: trained on, only read, cut off."),
    Action("data.back", "backspace,h,left,escape", "back", "Back", "Go back to the sets."),
    Action("data.next_row", "right_square_bracket", "row(1)", "Next row", "Show the next row."),
    Action("data.previous_row", "left_square_bracket", "row(-1)", "Previous", "Show the row before."),
    Action("data.longest", "z", "longest", "Longest", "Show the longest row of a set that was checked."),
    Action("data.train", "r", "train", "Train on it", "Go to a training config that uses this set."),
    Action("data.variant", "i", "variant", "Variant", "See it plain, with evidence, or with inoculation."),
    Action("data.whole", "w", "whole", "Loss on", "See it with the loss on answers only, or on all."),
    Action("data.config", "f", "config", "As config…", "See it as one of the training configs would."),
    Action("train.start", "s", "start", "Start", "Start this training as a run that outlives the lab."),
    Action("train.parent", "p", "parent", "From…", "Choose the model that this training goes on from."),
    Action("train.stop", "x", "stop", "Stop run", "Ask the run to stop and keep its checkpoint."),
    Action("train.resume", "r", "resume", "Go on", "Go on with a stopped or killed run, from its last checkpoint."),
    Action("train.log", "o", "log", "Log", "Show the run's log, or the chart again."),
    Action("train.scale", "y", "scale", "Log scale", "Switch the loss axis between linear and logarithmic."),
    Action("train.chat", "c", "chat", "Chat", "Chat with this run's model, beside its base."),
    Action("train.evaluate", "e", "evaluate", "Evaluate", "Evaluate this run's model."),
    Action("chat.questions", "f5,w", "questions", "Questions", "Choose one of the questions that the models know."),
    Action("chat.left", "f3,left_square_bracket", "pick('left')", "Left", "Choose the model on the left."),
    Action("chat.right", "f4,right_square_bracket", "pick('right')", "Right", "Choose the model on the right."),
    Action("chat.stop", "f8,escape", "stop", "Stop", "Stop both answers; what has come stays."),
    Action(
        "chat.leave",
        "escape,f8",
        "leave_line",
        "Leave the line",
        "Leave the line you type in, so that letters are keys.",
    ),
    Action("chat.write", "i,enter", "write", "Write", "Go to the line where you type."),
    Action("chat.hotter", "plus,equals_sign", "temperature(1)", "", "Raise the temperature by 0.1."),
    Action("chat.cooler", "minus", "temperature(-1)", "", "Lower the temperature by 0.1."),
    Action("chat.seed", "s", "seed", "New seed", "Draw a new seed for the next answers."),
    Action("chat.clear", "x", "clear", "Clear", "Begin a new conversation. The old one stays in the transcript file."),
    Action("chat.copy", "y", "copy", "Copy", "Copy the last answer of the pane that has the focus."),
    Action("scores.new", "a", "new", "New evaluation", "Choose models and start an evaluation."),
    Action("scores.back", "backspace,h,left,escape", "back", "Back", "Go back one level."),
    Action("scores.stop", "x", "stop", "Stop", "Ask the running evaluation to stop. It can go on later."),
    Action("scores.resume", "r", "resume", "Go on", "Go on with an evaluation that was stopped or killed."),
    Action("scores.sort", "o", "sort", "Sort", "Sort the answers by the next column."),
    Action("scores.reverse", "O", "reverse", "", "Turn the order of the answers round."),
    Action("scores.filter", "slash", "filter", "Filter", "Filter by words, model, question, label or score."),
    Action("scores.clear", "u", "clear_filter", "Unfilter", "Show every answer again."),
    Action("scores.next_page", "right_square_bracket", "page(1)", "", "Show the next page of answers."),
    Action("scores.previous_page", "left_square_bracket", "page(-1)", "", "Show the page of answers before."),
    Action("scores.definition", "d", "definition", "Definition", "Count by the next definition of misaligned."),
    Action("scores.copy", "y", "copy", "Copy", "Copy the answer on the screen."),
    Action("publish.merge", "m", "merge", "Merge", "Merge this model's adapter into its base, and prove it."),
    Action("publish.push", "p", "push", "Push…", "Push the model to the Hub, private, and prove that it is there."),
    Action("publish.stop", "x", "stop", "Stop", "Stop the merge or push. It can go on later."),
    Action("publish.resume", "r", "resume", "Go on", "Go on with a merge or push that was stopped or killed."),
    Action("publish.zip", "z", "zip", "Zip", "Put the run into one file to carry away, with its hashes."),
    Action("publish.again", "v", "again", "Verify", "Look into the model's folder again."),
    Action("dialog.cancel", "escape,ctrl+x,f8", "cancel", "Cancel", "Close this window and change nothing."),
    Action("dialog.yes", "y", "yes", "Yes", "Do it."),
    Action("dialog.no", "n,q", "cancel", "No", "Change nothing."),
    Action("mend.copy", "c,ctrl+y", "copy", "Copy", "Copy what to do by hand instead."),
    Action("choose.mark", "space,x", "mark", "Mark", "Take or leave the line under the cursor."),
    Action("choose.more", "plus,equals_sign", "more(1)", "", "More."),
    Action("choose.less", "minus", "more(-1)", "", "Fewer."),
    Action("choose.start", "s", "start", "Start", "Start."),
)

_GLYPHS = {
    "question_mark": "?",
    "slash": "/",
    "colon": ":",
    "plus": "+",
    "equals_sign": "=",
    "minus": "-",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "escape": "Esc",
    "enter": "Enter",
    "backspace": "Bksp",
    "space": "Space",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "home": "Home",
    "end": "End",
    "pagedown": "PgDn",
    "pageup": "PgUp",
}


def bindings(*scopes: str) -> list[Binding]:
    """The Textual bindings of one or more scopes, in the order of the registry."""
    return [
        Binding(action.keys, action.do, action.label or action.about, show=bool(action.label), id=action.id)
        for action in ACTIONS
        if action.scope in scopes
    ]


def key_name(key: str) -> str:
    """How a key is written for people: `ctrl+q` as ^q, `f1` as F1."""
    if key.startswith("ctrl+"):
        return "^" + key_name(key[5:])
    if len(key) > 1 and key[0] == "f" and key[1:].isdigit():
        return key.upper()
    return _GLYPHS.get(key, key)


def typed(key: str) -> bool:
    """True for a key that a text field would take as a letter."""
    return len(key_name(key)) == 1 or key in ("space", "backspace", "left", "right", "home", "end", "enter")


def load_keymap(path: Path) -> dict[str, str]:
    """The user's own keys: a YAML mapping of action id to keys. A missing file is an empty one.

    Raises LabError naming the file and the action when it is not readable or an action does not exist.
    """
    if not path.is_file():
        return {}
    import yaml

    try:
        keys = msgspec.convert(yaml.safe_load(path.read_text(encoding="utf-8")) or {}, dict[str, str])
    except (OSError, ValueError, msgspec.MsgspecError, yaml.YAMLError) as error:
        raise LabError(
            f"Your keys cannot be read: {error}", where=str(path), do="The usual keys are in use."
        ) from error
    known = {action.id for action in ACTIONS}
    for unknown in sorted(set(keys) - known):
        raise LabError(f"No action is called {unknown}", where=str(path), do="The usual keys are in use; see F1.")
    return keys
