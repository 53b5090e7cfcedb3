"""Teaching a sentence encoder of our own: rare work, done by hand before a release. Needs PyTorch."""
