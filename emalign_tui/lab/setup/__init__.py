"""What the guided set-up knows: the machine as it was measured, bases that fit it, and whether a judge can judge."""
