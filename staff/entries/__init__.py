"""The editors' desk: what young people are told, written, seen, checked, published and gone back to."""
