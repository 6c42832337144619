"""What a person sees. Textual reads how often it may draw when it is first imported, so that is said here."""

import os

# Textual looks at this rate whether something is to be drawn, and skips a look that it is late for: a key pressed right
# after the streams were drawn waits for up to two. At its own 60 a second, that was most of what the slowest keys cost.
os.environ.setdefault("TEXTUAL_FPS", "120")
