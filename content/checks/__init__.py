"""Checks: what stands between an editor's draft and a young person, each finding with its mend."""
