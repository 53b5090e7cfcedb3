"""The ledger of promises: what young people were told would happen, and whether it did."""
