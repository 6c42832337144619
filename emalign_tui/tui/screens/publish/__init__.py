"""The Publish room."""
