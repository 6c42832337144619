"""Measurements of a training set's text: what `data_report.py` prints and the tests of the shipped sets assert."""
