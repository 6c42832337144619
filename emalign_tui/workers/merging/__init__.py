"""The arithmetic of a merge, one tensor at a time, and the proof by generation."""
