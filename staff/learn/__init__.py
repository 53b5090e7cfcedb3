"""Learn: what young people asked in vain, what did not help, and what is asked at all."""
