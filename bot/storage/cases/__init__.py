"""Cases: opening, amending, finding and closing them."""
