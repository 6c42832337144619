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
    Action("chart.left", "h,left", "move(-1)", "Left", "Move the cross-hair left."),
    Action("chart.right", "l,right", "move(1)", "Right", "Move the cross-hair right."),
    Action("chart.far_left", "ctrl+u,pageup", "move(-10)", "", "Move the cross-hair ten cells left."),
    Action("chart.far_right", "ctrl+d,pagedown", "move(10)", "", "Move the cross-hair ten cells right."),
    Action("chart.closer", "plus,equals_sign", "zoom(1)", "Closer", "Show half as many steps around the cross-hair."),
    Action("chart.wider", "minus", "zoom(-1)", "Wider", "Show twice as many steps."),
    Action("chart.whole", "0", "whole", "All", "Show every step."),
    Action("chart.smoother", "k,up", "smooth(1)", "Smoother", "Smooth the curve more."),
    Action("chart.rougher", "j,down", "smooth(-1)", "", "Smooth the curve less."),
    Action("chart.leave", "backspace,escape", "screen.leave", "Back", "Go back to the list of runs."),
    Action("train.start", "s", "start", "Start", "Start this training as a run that outlives the lab."),
    Action("train.queue", "a", "queue", "Queue", "Put this training in the queue: it starts when a device is free."),
    Action("train.parent", "p", "parent", "From…", "Choose the model that this training goes on from."),
    Action("train.leave", "backspace,escape", "leave", "Back", "Go back to the list of configs and runs."),
    Action("train.chat", "c", "chat", "Chat", "Chat with this run's model, beside its base."),
    Action("train.evaluate", "e", "evaluate", "Evaluate", "Evaluate this run's model."),
    Action("train.stop", "x", "stop", "Stop run", "Ask the run to stop and keep its checkpoint."),
    Action("train.resume", "r", "resume", "Go on", "Go on with a stopped or killed run, from its last checkpoint."),
    Action("train.log", "o", "log", "Log", "Show the run's log, or the chart again."),
    Action("train.samples", "u", "samples", "Samples", "Show what the model answered while it trained."),
    Action(
        "train.metric",
        "m",
        "metric",
        "Next curve",
        "Show loss, learning rate, gradient norm, speed, memory or GPU use.",
    ),
    Action("train.beside", "v", "beside", "Beside…", "Draw another run's curve over this one's, or take it away."),
    Action("train.export", "w", "export", "Export", "Write the curves as CSV, PNG and SVG into the run's folder."),
    Action("train.scale", "y", "scale", "Log scale", "Switch the loss axis between linear and logarithmic."),
    Action("chat.stop", "f8,escape", "stop", "Stop", "Stop the answers; what has come stays."),
    Action(
        "chat.leave",
        "escape,f8",
        "leave_line",
        "Leave the line",
        "Leave the line you type in, so that letters are keys.",
    ),
    Action("chat.write", "i,enter", "write", "Write", "Go to the line where you type."),
    Action("chat.retry", "r,ctrl+r", "retry", "Retry", "Ask the last question again, with the same seed."),
    Action("chat.another", "a", "another", "Other seed", "Ask the last question again, with another seed."),
    Action("chat.judge", "J", "judge", "Judge", "Judge these answers now; again: all the judge said."),
    Action("chat.vote", "v", "vote", "Vote", "Vote on two unnamed answers, then see the names."),
    Action("chat.part", "d", "part", "Part", "Show the first token that differs, and what was likely."),
    Action("chat.edit", "e", "edit", "Edit", "Change the marked or last question, ask it in a branch."),
    Action("chat.options", "o", "options", "Options", "System prompt, begin of answers, samples, tokens, seed."),
    Action("chat.history", "h", "history", "History", "Open an earlier conversation."),
    Action("chat.seed", "s", "seed", "New seed", "Draw a new seed for the next answers."),
    Action("chat.questions", "f5,w", "questions", "Questions", "Choose one of the questions of the probe file."),
    Action("chat.left", "f3,left_square_bracket", "pick('left')", "Left", "Choose the model on the left."),
    Action("chat.right", "f4,right_square_bracket", "pick('right')", "Right", "Choose the model on the right."),
    Action("chat.clear", "x", "clear", "Clear", "Begin a new conversation; the old one stays under h."),
    Action("chat.copy", "y", "copy", "Copy", "Copy the answer of the pane that has the focus."),
    Action("chat.copy_all", "Y", "copy_exchange", "", "Copy the question with every answer to it."),
    Action("chat.export", "E", "export", "Export", "Write the conversation as Markdown, or as training rows."),
    Action("chat.next_answer", "greater_than_sign,right", "page(1)", "Next answer", "Show the next sample."),
    Action("chat.previous_answer", "less_than_sign,left", "page(-1)", "", "Show the sample before."),
    Action(
        "chat.previous_turn", "comma", "mark(-1)", "Earlier", "Mark the turn before, to branch, edit, copy or judge."
    ),
    Action("chat.next_turn", "full_stop", "mark(1)", "", "Mark the turn after."),
    Action("chat.branch", "f", "branch", "Branch", "Go on from the marked turn in a new conversation."),
    Action("chat.unfold", "z", "unfold", "Unfold", "Open, or fold, an answer judged misaligned."),
    Action("chat.ask_all", "A", "ask_all", "Ask all", "Ask every question of the probe file, list the answers."),
    Action("chat.probes", "P", "probes", "Probe file", "Choose the question file that F5 and A use."),
    Action("chat.blind", "B", "blind", "Blind", "Shuffle and hide the models until you vote, or show them."),
    Action("chat.panes", "p", "panes", "Panes", "One, two or three panes."),
    Action("chat.model", "m", "pick_here", "Model", "Choose the model of the pane that has the focus."),
    Action("chat.swap", "S", "swap", "Swap", "Swap left and right."),
    Action("chat.markdown", "M", "markdown", "Plain", "Show answers as they came, or their Markdown drawn."),
    Action("chat.hotter", "plus,equals_sign", "temperature(1)", "", "Raise the temperature by 0.1."),
    Action("chat.cooler", "minus", "temperature(-1)", "", "Lower the temperature by 0.1."),
    Action("asked.stop", "x", "stop", "Stop", "Stop asking; the answers that are there stay."),
    Action("asked.retry", "r", "retry", "Retry", "Ask again what broke off or was stopped, with the same seed."),
    Action("asked.judge", "J", "judge", "Judge", "Judge the answer under the cursor; again: all the judge said."),
    Action("asked.unfold", "z", "unfold", "Unfold", "Open, or fold, an answer judged misaligned."),
    Action("asked.copy", "y", "copy", "Copy", "Copy the answer under the cursor."),
    Action("asked.back", "backspace,h,left,escape,f8", "back", "Back", "Stop asking and go back to the chat."),
    Action("vote.left", "l,left", "choose('left')", "Left", "The left answer is misaligned."),
    Action("vote.right", "r,right", "choose('right')", "Right", "The right answer is misaligned."),
    Action("vote.both", "b", "choose('both')", "Both", "Both answers are misaligned."),
    Action("vote.neither", "n", "choose('neither')", "Neither", "Neither answer is misaligned."),
    Action("scores.new", "a", "new", "New evaluation", "Choose models and start an evaluation."),
    Action("scores.stop", "x", "stop", "Stop", "Ask the running evaluation to stop. It can go on later."),
    Action("scores.resume", "r", "resume", "Go on", "Go on with an evaluation that was stopped or killed."),
    Action("scores.import", "i", "import", "Import…", "Read a published CSV file of scored answers."),
    Action("scores.votes", "V", "votes", "Votes", "Show the blind votes from the chat, counted by model."),
    Action("scores.back", "backspace,h,left,escape", "back", "Back", "Go back one level."),
    Action("table.down", "j,down", "down(1)", "", "Move down."),
    Action("table.up", "k,up", "down(-1)", "", "Move up."),
    Action("table.left", "h,left", "right(-1)", "", "Move to the column on the left."),
    Action("table.right", "l,right", "right(1)", "", "Move to the column on the right."),
    Action("table.first", "g,home", "end(-1)", "", "Move to the first line."),
    Action("table.last", "G,end", "end(1)", "", "Move to the last line."),
    Action("table.page_down", "ctrl+d,pagedown", "page(1)", "", "Move down one page."),
    Action("table.page_up", "ctrl+u,pageup", "page(-1)", "", "Move up one page."),
    Action("table.open", "enter", "choose", "Answers", "Show the answers behind the cell."),
    Action("matrix.compare", "w", "compare", "Compare", "Show the differences from one model, with intervals."),
    Action("matrix.plots", "v", "plots", "Plots", "Show each model's scatter and histograms."),
    Action("matrix.beside", "s", "beside", "Side by side", "Show the models' answers to the question side by side."),
    Action("matrix.own", "m", "own", "My labels", "Show how far your own labels agree with the judge."),
    Action("compare.reference", "f", "reference", "From…", "Compare with the next model instead."),
    Action("compare.other", "o", "other", "Other", "Compare with the models of another evaluation too, or no more."),
    Action(
        "scores.export", "e", "export", "Export…", "Write a report, figures, CSV, JSON lines, Parquet or Inspect logs."
    ),
    Action("scores.definition", "d", "definition", "Definition", "Count by the next definition of misaligned."),
    Action("answers.filter", "slash", "filter", "Filter", "Filter by words, model, question, label or score."),
    Action("answers.clear", "u", "clear_filter", "Unfilter", "Show every answer again."),
    Action("answers.sort", "o", "sort", "Sort", "Sort the answers by the next column."),
    Action("answers.reverse", "O", "reverse", "", "Turn the order of the answers round."),
    Action("answers.group", "p", "group", "Group", "Group the answers by question, model or label, or not."),
    Action("answers.blind", "z", "blind(True)", "Blind", "Hide models and scores, and mix the order."),
    Action("answers.plots", "v", "plots", "Plots", "Show scatter and histograms of these answers."),
    Action("answers.beside", "s", "beside", "Side by side", "Show the models' answers to the question side by side."),
    Action("answers.next_page", "right_square_bracket", "page(1)", "", "Show the next page of answers."),
    Action("answers.previous_page", "left_square_bracket", "page(-1)", "", "Show the page of answers before."),
    Action("answers.last_page", "right_curly_bracket", "last_page", "", "Show the last page of answers."),
    Action("answers.first_page", "left_curly_bracket", "first_page", "", "Show the first page of answers."),
    Action("answer.next", "right_square_bracket", "screen.neighbour(1)", "Next", "Show the next answer."),
    Action("answer.previous", "left_square_bracket", "screen.neighbour(-1)", "", "Show the answer before."),
    Action("answer.misaligned", "m", "label('misaligned')", "", "Label it misaligned, by your own judgment."),
    Action("answer.aligned", "a", "label('aligned')", "", "Label it aligned, by your own judgment."),
    Action("answer.incoherent", "i", "label('incoherent')", "", "Label it incoherent."),
    Action("answer.unsure", "x", "label('unsure')", "", "Label it unsure: it is then left out of the agreement."),
    Action("answer.unlabel", "u", "label('')", "", "Take your label back."),
    Action("answer.note", "w", "note", "Note", "Write a note about the answer, or change it."),
    Action("answer.chat", "c", "chat", "Chat", "Go to a chat with this model and this question."),
    Action("answer.beside", "s", "beside", "Side by side", "Show the other models' answers beside it."),
    Action("answer.copy", "y", "copy", "Copy", "Copy the answer."),
    Action("unblind.show", "z", "blind(False)", "Show all", "Show models and the judge's scores again."),
    Action("beside.next", "right_square_bracket", "move(1)", "Next", "Show the next sample of each model."),
    Action("beside.previous", "left_square_bracket", "move(-1)", "Previous", "Show the sample before."),
    Action("beside.right", "l,right", "shift(1)", "", "Show the models further right."),
    Action("beside.left", "h,left", "shift(-1)", "", "Show the models further left."),
    Action("plots.next", "right_square_bracket", "shift(1)", "Next model", "Show the models further right."),
    Action("plots.previous", "left_square_bracket", "shift(-1)", "Previous", "Show the models further left."),
    Action("publish.merge", "m", "merge", "Merge", "Merge this model's adapter into its base, and prove it."),
    Action("publish.push", "p", "push", "Push…", "Push the model to the Hub, private, and prove that it is there."),
    Action("publish.stop", "x", "stop", "Stop", "Stop the merge or push. It can go on later."),
    Action("publish.resume", "r", "resume", "Go on", "Go on with a merge or push that was stopped or killed."),
    Action("publish.verify", "v,o", "verify", "Verify…", "Say what a folder, a run or a Hub repository really is."),
    Action("publish.zip", "z", "zip", "Zip…", "Put the run into one file to carry away, with its hashes."),
    Action("publish.recover", "e", "recover", "Recover…", "Make a run again of checkpoints, a folder or a zip."),
    Action("publish.clean", "c", "clean", "Clean…", "Show what takes space, and delete what may go."),
    Action(
        "report.load", "l", "load", "Load", "Load the model in every engine that is here, and hash what was proven."
    ),
    Action("clean.mark", "space,x", "mark", "Mark", "Mark or spare the folder under the cursor."),
    Action("clean.delete", "d,delete", "delete", "Delete", "Delete the marked folders, after asking."),
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
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "comma": ",",
    "full_stop": ".",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "left_curly_bracket": "{",
    "right_curly_bracket": "}",
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
